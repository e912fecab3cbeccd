"""What scattering along one dimension has in common: limits on shapes, and the three ways to combine."""

from __future__ import annotations

from aclnn.declare import Arguments, Invalid, Limit
from aclnn.lazy import Array, np
from aclnn.shared.axes import axis_limit, axis_of
from aclnn.shared.indices import checked

REPLACE, ADD, MULTIPLY = range(3)  # CANN's codes for `reduce`


def _is_within_self(a: Arguments) -> bool:
    axis = axis_of(a.dim, len(a.self.shape))
    pairs = enumerate(zip(a.index.shape, a.self.shape))
    return all(at == axis or chosen <= length for at, (chosen, length) in pairs)


def index_limits() -> tuple[Limit, ...]:
    """The index must have the dimensions of self and fit into it, but for its length along dim."""
    return (
        Invalid("index", "must have as many dimensions as self", lambda a: len(a.index.shape) == len(a.self.shape)),
        axis_limit(),
        Invalid("index", "must not be longer than self but along dim", _is_within_self),
    )


def source_limits() -> tuple[Limit, ...]:
    """There must be a source element for each index."""
    return (
        Invalid("src", "must have as many dimensions as self", lambda a: len(a.src.shape) == len(a.self.shape)),
        Invalid(
            "src",
            "must not be shorter than index",
            lambda a: all(chosen <= length for chosen, length in zip(a.index.shape, a.src.shape)),
        ),
    )


def reduce_limit() -> Limit:
    return Invalid("reduce", "must be 0 (replace), 1 (add) or 2 (multiply)", lambda a: a.reduce in (0, 1, 2))


def scattered(values: Array, dim: int, index: Array, source: Array, how: int) -> Array:
    """A copy in which elements along an axis are replaced by, or combined with, those of the source.

    One after the other in row-major order: of several for one place, the last replaces.
    """
    result, chosen = np.atleast_1d(values.copy()), np.atleast_1d(index)
    axis = axis_of(dim, result.ndim)
    places: list[Array] = list(np.indices(chosen.shape, sparse=True))
    places[axis] = checked(chosen, result.shape[axis], "index")
    where = tuple(places)
    given = source if source.ndim == 0 else source[tuple(map(slice, chosen.shape))]
    if how == ADD:
        np.add.at(result, where, given)
    elif how == MULTIPLY:
        np.multiply.at(result, where, given)
    else:
        result[where] = given
    return result.reshape(values.shape)

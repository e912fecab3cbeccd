"""What scattering along one dimension has in common: limits on shapes, and the ways to combine."""

from __future__ import annotations

from typing import Any

from aclnn.declare import Arguments, Invalid, Limit
from aclnn.lazy import Array, np
from aclnn.shared.axes import axis_limit, axis_of
from aclnn.shared.indices import checked

REPLACE, ADD, MULTIPLY, MAX, MIN, MEAN = range(6)  # CANN's codes for `reduce`


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


class _Places:
    """Where an index puts elements of a source: all of them, in row-major order."""

    def __init__(self, values: Array, dim: int, index: Array, source: Array) -> None:
        self.result, chosen = np.atleast_1d(values.copy()), np.atleast_1d(index)
        axis = axis_of(dim, self.result.ndim)
        places: list[Array] = list(np.indices(chosen.shape, sparse=True))
        places[axis] = checked(chosen, self.result.shape[axis], "index")
        self.where = tuple(places)
        self.given = source if source.ndim == 0 else source[tuple(map(slice, chosen.shape))]

    def combine(self, how: int) -> None:
        """One after the other: of several for one place, the last replaces."""
        if how == REPLACE:
            self.result[self.where] = self.given
        else:
            function = {MULTIPLY: np.multiply, MAX: np.maximum, MIN: np.minimum}.get(how, np.add)
            function.at(self.result, self.where, self.given)

    def hits(self) -> Array:
        """How many elements each place gets."""
        counts = np.zeros(self.result.shape, np.int64)
        np.add.at(counts, self.where, 1)
        return counts


def scattered(values: Array, dim: int, index: Array, source: Array, how: int) -> Array:
    """A copy in which elements along an axis are replaced by, or combined with, those of the source."""
    places = _Places(values, dim, index, source)
    places.combine(how)
    return places.result.reshape(values.shape)


def reduced(values: Array, dim: int, index: Array, source: Array, how: int, includes_self: bool) -> Array:
    """The same for all ways to combine; without the elements themselves where others take their place."""
    places = _Places(values, dim, index, source)
    hits = places.hits()
    if not includes_self and how != REPLACE:
        places.result[hits > 0] = _start(how, values.dtype)
    places.combine(how)
    if how == MEAN:
        counts = np.maximum(hits + includes_self, 1)
        divide = np.true_divide if values.dtype.kind in "fc" else np.floor_divide
        places.result = divide(places.result, counts.astype(values.dtype), dtype=values.dtype)
    return places.result.reshape(values.shape)


def _start(how: int, dtype: Any) -> Any:
    """What changes nothing when it is combined."""
    if how in (MAX, MIN):
        if dtype.kind == "b":
            return how == MIN
        lowest, highest = (-np.inf, np.inf) if dtype.kind == "f" else (np.iinfo(dtype).min, np.iinfo(dtype).max)
        return lowest if how == MAX else highest
    return 1 if how == MULTIPLY else 0

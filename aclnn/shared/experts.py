"""Mixtures of experts: which experts a token goes to, and tokens in the order of their experts.

Equal values keep their order everywhere; what a source calls tiling refuses with 561002.
"""

from __future__ import annotations

from typing import Any

from aclnn.declare import Arguments, Limit
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape

MOST_CHOSEN = 512  # experts of a token, on A2 and A3


def rank(name: str, *ranks: int) -> Limit:
    """A tensor must have one of some numbers of dimensions; a null one has none to count."""

    def holds(a: Arguments) -> bool:
        tensor = getattr(a, name)
        return tensor is None or len(tensor.shape) in ranks

    return Limit(name, f"must have {' or '.join(map(str, ranks))} dimensions", holds)


def shape_limit(name: str, words: str, wanted: Any) -> Limit:
    """A tensor must have a shape; a null one has none."""

    def holds(a: Arguments) -> bool:
        tensor = getattr(a, name)
        return tensor is None or tensor.shape == wanted(a)

    return Limit(name, f"must have the shape {words}", holds)


def chosen_shape(name: str) -> Shape:
    """That of a tensor, k long in the last dimension."""

    def of(a: Any) -> Dims:
        shape: Dims = getattr(a, name).shape
        return (*shape[:-1], a.k)

    return Shape(f"`{name}`, `k` long in the last dimension", of)


def softmax(values: Array) -> Array:
    """Over the last dimension."""
    powers = np.exp(values - np.max(values, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def top(values: Array, k: int) -> Array:
    """Where the k largest of each row are, the largest first."""
    return np.argsort(-values, axis=-1, kind="stable")[..., :k]


def finished_limit(name: str = "finishedOptional") -> Limit:
    """Which rows of x take no part."""
    return shape_limit(name, "of x without its last dimension", lambda a: a.x.shape[:-1])


def unfinished(chosen: Array, finished: Array | None, experts: int) -> Array:
    """The chosen experts, the number of all experts for rows that are finished."""
    return chosen if finished is None else np.where(finished[..., None], experts, chosen)


def places(order: Array) -> Array:
    """Where each element goes, from which element comes to each place."""
    found = np.empty(len(order), np.int64)
    found[order] = np.arange(len(order))
    return found


def gathered(rows: Array, indices: Array, name: str, skips: bool = False) -> Array:
    """Rows by their indices, zeros for -1 where that skips.

    Raises the Refusal of a faulting kernel (507015, at the next synchronise) for others outside the rows.
    """
    from aclnn.shared.indices import checked

    kept = indices >= 0 if skips else np.full(indices.shape, True)
    kept |= indices < -1
    taken = checked(np.where(kept, indices, 0), max(len(rows), 1), name)
    values = rows[taken] if len(rows) else np.zeros((*indices.shape, *rows.shape[1:]), rows.dtype)
    return np.where(kept.reshape(*kept.shape, *[1] * (rows.ndim - 1)), values, np.zeros((), rows.dtype))


def places_or_dropped(indices: Array, rows: int) -> Array:
    """Where permuted tokens are, -1 for those that were dropped: their places are behind the rows that there are."""
    dropped = (indices >= rows) & (indices < indices.size)
    return np.where(dropped, -1, np.where(indices < 0, -2, indices))

"""Which scores of attention count: the sparse modes, and the masks that go with them."""

from __future__ import annotations

from enum import IntEnum

from aclnn.lazy import Array, np
from aclnn.shapes import Dims

COMPRESSED = 2048  # rows and columns of the mask that stands for a causal one of any size


class Sparse(IntEnum):
    """sparseMode."""

    DEFAULT = 0
    ALL = 1
    LEFT_UP_CAUSAL = 2
    RIGHT_DOWN_CAUSAL = 3
    BAND = 4
    PREFIX = 5
    PREFIX_COMPRESSED = 6


def is_compressed(mode: int) -> bool:
    """Whether the mask is the compressed one, which says nothing that the mode does not say."""
    return mode in (Sparse.LEFT_UP_CAUSAL, Sparse.RIGHT_DOWN_CAUSAL, Sparse.BAND, Sparse.PREFIX_COMPRESSED)


_TO_THE_CORNER = (Sparse.RIGHT_DOWN_CAUSAL, Sparse.BAND, Sparse.PREFIX, Sparse.PREFIX_COMPRESSED)
_CAUSAL = (Sparse.LEFT_UP_CAUSAL, Sparse.RIGHT_DOWN_CAUSAL, Sparse.PREFIX, Sparse.PREFIX_COMPRESSED)


def outside(mode: int, rows: int, columns: int, before: int, after: int, prefix: int = 0) -> Array | None:
    """[rows, columns], True where the mode leaves a score out; None where it leaves out none.

    before, after: how far a token sees, from the diagonal that begins top left, or for a band ends bottom right.
    prefix: how many keys every token sees.
    """
    shift = columns - rows if mode in _TO_THE_CORNER else 0
    if mode == Sparse.ALL:
        return None
    if mode in _CAUSAL:
        before, after = rows + columns, 0
    if before >= rows and after + shift >= columns:
        return None
    distance = np.arange(columns)[None, :] - np.arange(rows)[:, None] - shift
    return ((distance > after) | (distance < -before)) & (np.arange(columns) >= prefix)


def rows_are_blind(mode: int, rows: int, columns: int, before: int, after: int) -> bool:
    """Whether the mode leaves some row without any score: the operators then clear such rows by themselves."""
    left_out = outside(mode, rows, columns, before, after)
    return left_out is not None and bool(left_out.all(axis=-1).any())


def mask_shape(shape: Dims, rows: int) -> Dims:
    """A mask's shape as (batches, heads, rows, columns); for one row it may have [B, S] and [B, 1, S]."""
    if rows == 1 and len(shape) < 4:
        return (shape[0], 1, 1, shape[-1])
    batches, heads = {2: (1, 1), 3: (shape[0], 1), 4: shape[:2]}[len(shape)]
    return (batches, heads, *shape[-2:])

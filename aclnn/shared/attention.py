"""Scaled dot-product attention as the fused operators compute it.

Scores and softmax are in FLOAT. The weights, exp(score - max), are rounded to the type of the inputs, because the cube
unit multiplies them with the values; their sum is of the unrounded ones and divides the product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from aclnn.lazy import Array, np

HIDDEN = -3.4028234663852886e38  # the score under a mask: the lowest FLOAT, as the kernels have it
_BLOCK = 1 << 22  # scores at a time


class Attended(NamedTuple):
    """out [N, Sq, Dv]; of each row of scores [N, Sq, 1] its maximum and the sum of its weights."""

    out: Array
    maximum: Array
    total: Array

    def log_sum(self) -> Array:
        """The logarithm of the sum of exp(score), infinite for a row that counts for nothing."""
        return np.where(self.total > 0, np.log(self.total) + self.maximum, np.float32(np.inf))


def _blocks(heads: int, rows: int, columns: int) -> Iterator[slice]:
    step = max(1, _BLOCK // max(1, heads * columns))
    return (slice(start, min(start + step, rows)) for start in range(0, rows, step))


def _rows(values: Array | None, rows: slice) -> Array | None:
    return values if values is None or values.shape[-2] == 1 else values[..., rows, :]


def products(query: Array, key: Array) -> Array:
    """query [N, S, D] times key [M, K, D], for an N that is a multiple of M: consecutive heads share a key."""
    heads, rows, width = query.shape
    shared, columns = key.shape[:2]
    groups = query.reshape(shared, heads // shared * rows, width)
    return (groups @ key.swapaxes(-1, -2)).reshape(heads, rows, columns)


def _weighted(weights: Array, value: Array) -> Array:
    heads, rows, columns = weights.shape
    shared, _, width = value.shape
    return (weights.reshape(shared, heads // shared * rows, columns) @ value).reshape(heads, rows, width)


def attend(
    query: Array,
    key: Array,
    value: Array,
    score: Callable[[Array, slice], Array],
    narrow: Callable[[Array, slice], Array],
    hidden: Array | None = None,
    clears: bool = False,
    sink: Array | None = None,
) -> Attended:
    """Attention of query [N, Sq, D] to key [M, Sk, D] and value [M, Sk, Dv].

    score: makes scores of the products of some rows. narrow: makes of the weights of some rows what meets the values.
    hidden: which scores do not count, to be broadcast to [N, Sq, Sk]. clears: whether rows that see nothing become 0;
    they are the mean of all values otherwise. sink: for each head one more score, without a value.
    """
    heads, length = query.shape[:2]
    out = np.zeros((heads, length, value.shape[-1]), np.float32)
    maximum = np.full((heads, length, 1), HIDDEN, np.float32)
    total = np.zeros((heads, length, 1), np.float32)
    if key.shape[1] == 0:
        return Attended(out, maximum, total)
    for rows in _blocks(heads, length, key.shape[1]):
        scores = score(products(query[:, rows], key), rows)
        under = _rows(hidden, rows)
        if under is not None:
            scores = np.where(under, np.float32(HIDDEN), scores)
        top = scores.max(axis=-1, keepdims=True)
        if sink is not None:
            top = np.maximum(top, sink.reshape(-1, 1, 1))
        weights = np.exp(scores - top)
        sums = weights.sum(axis=-1, keepdims=True, dtype=np.float32)
        if sink is not None:
            sums = sums + np.exp(sink.reshape(-1, 1, 1) - top)
        result = _weighted(narrow(weights, rows), value) / sums
        if clears and under is not None:
            blind = np.broadcast_to(under.all(axis=-1, keepdims=True), sums.shape)
            result, sums = np.where(blind, np.float32(0), result), np.where(blind, np.float32(0), sums)
        out[:, rows], maximum[:, rows], total[:, rows] = result, top, sums
    return Attended(out, maximum, total)

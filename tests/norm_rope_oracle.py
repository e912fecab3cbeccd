"""The documented formulas of aclnnNormRopeConcat and its backward in float64, row by row."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

LAYER_NORMS, AFFINE, RMS = (1, 2), (2, 4), (3, 4)


def normalised(x: Array, kind: int, weight: Array | None, bias: Array | None, eps: float) -> Array:
    if kind in LAYER_NORMS:
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + eps)
    if kind in RMS:
        x = x / np.sqrt((x**2).mean(-1, keepdims=True) + eps)
    if kind in AFFINE:
        assert weight is not None
        x = x * weight
    return x + bias if kind == 2 and bias is not None else x


def turn(kind: int, cos: Array, sin: Array) -> Array:
    """The matrix that rotates a row, from the left; the transpose takes gradients back."""
    length = len(cos)
    matrix = np.diag(cos)
    for i in range(length // 2):
        first, second = (2 * i, 2 * i + 1) if kind == 1 else (i, i + length // 2)
        matrix[first, second] -= sin[first]
        matrix[second, first] += sin[second]
    return matrix


def joined(own: Array, encoder: Array | None, order: int) -> Array:
    """[B, N, S, D] of both."""
    batch, _, heads, head = own.shape
    rows = [own[:, s] for s in range(own.shape[1])]
    others = [] if encoder is None else [encoder[:, s] for s in range(encoder.shape[1])]
    both = rows + others if order == 0 else others + rows
    result = np.empty((batch, heads, len(both), head))
    for s, row in enumerate(both):
        result[:, :, s] = row
    return result


def rotated(x: Array, kind: int, cos: Array | None, sin: Array | None, back: bool = False) -> Array:
    if kind == 0 or cos is None or sin is None:
        return x
    y = x.copy()
    for s in range(len(cos)):
        matrix = turn(kind, cos[s], sin[s])
        y[:, :, s] = x[:, :, s] @ (matrix if back else matrix.T)
    return y


def norm_gradients(
    dy: Array, x: Array, kind: int, weight: Array | None, eps: float
) -> tuple[Array, Array | None, Array | None]:
    """dx by the Jacobian of the norm of each row, and the gradients of weight and bias."""
    if kind == 0:
        return dy, None, None
    length = x.shape[-1]
    scale = weight if kind == 2 and weight is not None else np.ones(length)
    dx, dweight, dbias = np.empty(x.shape), np.zeros(length), np.zeros(length)
    for place in np.ndindex(x.shape[:-1]):
        centred = x[place] - x[place].mean()
        rstd = 1 / np.sqrt((centred**2).mean() + eps)
        jacobian = rstd * (np.eye(length) - 1 / length) - rstd**3 * np.outer(centred, centred) / length
        dx[place] = jacobian @ (scale * dy[place])
        dweight += dy[place] * centred * rstd
        dbias += dy[place]
    return (dx, dweight, dbias) if kind == 2 else (dx, None, None)

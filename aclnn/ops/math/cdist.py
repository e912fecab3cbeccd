"""aclnnCdist and aclnnCdistBackward."""

from __future__ import annotations

import math

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape, broadcast_shape, shape_of
from aclnn.shared.limits import rank_limit, same_shape
from aclnn.shared.vector_norm import vector_norm


def _shape(a: Arguments) -> Dims:
    return (*(broadcast_shape(a.x1.shape[:-2], a.x2.shape[:-2]) or ()), a.x1.shape[-2], a.x2.shape[-2])


def _batches_fit(a: Arguments) -> bool:
    return broadcast_shape(a.x1.shape[:-2], a.x2.shape[:-2]) is not None


P_LIMIT = Invalid("p", "must be at least 0", lambda a: a.p >= 0)
SAME_LENGTH = Invalid("x2", "must have points of the dimension of x1", lambda a: a.x1.shape[-1] == a.x2.shape[-1])

op = Operator(
    "Cdist",
    In("x1", FLOATS),
    In("x2", like="x1"),
    Attribute("p", "float"),
    Attribute("compute_mode", "int64_t"),
    Out("out", like="x1", shape=Shape("a distance for each point of `x1` and each of `x2`", _shape)),
    summary="The p-norm distances between the points of two lists.",
    page="math/cdist/docs/aclnnCdist",
    families=MAIN,
    limits=(
        rank_limit("x1", 2),
        rank_limit("x2", 2),
        SAME_LENGTH,
        Invalid("x2", "must have batches that can be broadcast with those of x1", _batches_fit),
        P_LIMIT,
    ),
)
backward = Operator(
    "CdistBackward",
    In("grad", FLOATS),
    In("x1", like="grad"),
    In("x2", like="grad"),
    In("cdist", like="grad"),
    Attribute("p", "float"),
    Out("out", like="grad", shape=shape_of("x1")),
    summary="The gradient of aclnnCdist with respect to x1.",
    page="math/cdist_grad/docs/aclnnCdistBackward",
    families=MAIN,
    limits=(
        rank_limit("grad", 2, 7),
        Invalid("x1", "must have the shape of grad but for the last dimension", lambda a: _first_fits(a)),
        SAME_LENGTH,
        Invalid("x2", "must have a point for each column of grad, and its batches", lambda a: _second_fits(a)),
        same_shape("cdist", "grad"),
    ),
)


def _first_fits(a: Arguments) -> bool:
    return len(a.x1.shape) == len(a.grad.shape) and bool(a.x1.shape[:-1] == a.grad.shape[:-1])


def _second_fits(a: Arguments) -> bool:
    batches = a.grad.shape[:-2]
    fits = len(a.x2.shape) == len(a.grad.shape) and a.x2.shape[-2] == a.grad.shape[-1]
    return fits and broadcast_shape(a.x2.shape[:-2], batches) == batches


@op.kernel
def kernel(x1: Array, x2: Array, p: float) -> Array:
    apart = x1[..., :, None, :] - x2[..., None, :, :]
    return vector_norm(apart, p, (-1,))[..., 0] if apart.shape[-1] else np.zeros(apart.shape[:-1], np.float32)


@backward.kernel
def kernel_backward(grad: Array, x1: Array, x2: Array, cdist: Array, p: float) -> Array:
    apart = x1[..., :, None, :] - x2[..., None, :, :]
    size, distance = np.abs(apart), cdist[..., None]
    if p == 0:
        slopes = np.zeros_like(apart)
    elif math.isinf(p):
        slopes = np.sign(apart) * (size == distance)
    else:
        slopes = np.sign(apart) * np.power(size, np.float32(p - 1)) / np.power(distance, np.float32(p - 1))
        slopes = np.where((distance == 0) | (size == 0), 0, slopes)
    return np.sum(grad[..., None] * slopes, axis=-2)

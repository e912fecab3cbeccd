"""aclnnIm2colBackward."""

from __future__ import annotations

from math import prod

from aclnn.declare import FLOATS, MAIN, Arguments, In, IntArray, Invalid, Limit, Operator, Out
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape
from aclnn.shared.limits import rank_limit
from aclnn.shared.pooling import given_back, pool_of
from aclnn.shared.windows import count


def _counts(a: Arguments) -> Dims:
    rows = zip(a.inputSize, a.padding, a.kernelSize, a.stride, a.dilation)
    return tuple(count(length, (pad, pad), k, step, wide) for length, pad, k, step, wide in rows)


def _pair(name: str, least: int) -> Limit:
    return Invalid(
        name,
        f"must have 2 elements of at least {least}",
        lambda a: len(getattr(a, name)) == 2 and min(getattr(a, name)) >= least,
    )


def _columns_fit(a: Arguments) -> bool:
    *_, rows, columns = a.gradOutput.shape
    return rows % prod(a.kernelSize) == 0 and min(_counts(a)) > 0 and columns == prod(_counts(a))


def _shape(a: Arguments) -> Dims:
    *batch, rows, _ = a.gradOutput.shape
    return (*batch, rows // prod(a.kernelSize), *a.inputSize)


op = Operator(
    "Im2colBackward",
    In("gradOutput", FLOATS),
    IntArray("inputSize"),
    IntArray("kernelSize"),
    IntArray("dilation"),
    IntArray("padding"),
    IntArray("stride"),
    Out("out", like="gradOutput", shape=Shape("images of the size `inputSize`", _shape)),
    summary="The gradient of aclnnIm2col: every column added to the window that it is of.",
    page="image/col2im/docs/aclnnIm2colBackward",
    families=MAIN,
    limits=(
        rank_limit("gradOutput", 2, 3),
        _pair("inputSize", 1),
        _pair("kernelSize", 1),
        _pair("dilation", 1),
        _pair("padding", 0),
        _pair("stride", 1),
        Invalid("gradOutput", "must have a column for each window, of all its channels", _columns_fit),
    ),
)


@op.kernel
def kernel(gradOutput: Array, kernelSize: Dims, dilation: Dims, padding: Dims, stride: Dims, call: Arguments) -> Array:
    counts = _counts(call)
    *batch, rows, _ = gradOutput.shape
    places = prod(kernelSize)
    parts = np.moveaxis(gradOutput.reshape(*batch, rows // places, places, *counts), -3, 0)
    pool = pool_of(kernelSize, stride, padding, counts, dilation)
    return given_back(call.out.shape, gradOutput.dtype, pool, iter(parts))

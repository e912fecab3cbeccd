"""aclnnIm2col."""

from __future__ import annotations

from math import prod

from aclnn.declare import FLOATS, MAIN, Arguments, In, IntArray, Invalid, Limit, Operator, Out
from aclnn.dtypes import COMPLEX64
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC, UNSIGNED
from aclnn.shapes import Dims, Shape
from aclnn.shared.limits import lacks, rank_limit
from aclnn.shared.windows import count, padded, seen

TYPES = (*BASIC, *UNSIGNED, COMPLEX64)


def _counts(a: Arguments) -> Dims:
    rows = zip(a.self.shape[-2:], a.padding, a.kernelSize, a.stride, a.dilation)
    return tuple(count(length, (pad, pad), k, step, wide) for length, pad, k, step, wide in rows)


def _shape(a: Arguments) -> Dims:
    *batch, channels, _, _ = a.self.shape
    return (*batch, channels * prod(a.kernelSize), prod(_counts(a)))


def _pair(name: str, least: int) -> Limit:
    return Invalid(
        name,
        f"must have 2 elements of at least {least}",
        lambda a: len(getattr(a, name)) == 2 and min(getattr(a, name)) >= least,
    )


op = Operator(
    "Im2col",
    In("self", TYPES),
    IntArray("kernelSize"),
    IntArray("dilation"),
    IntArray("padding"),
    IntArray("stride"),
    Out("out", like="self", shape=Shape("the windows of `self`, one a column", _shape), const=True),
    summary="Every window over the last two dimensions, with all its channels, as a column.",
    page="conversion/im2col/docs/aclnnIm2col",
    families=MAIN,
    limits=(
        lacks("self", tuple(dtype for dtype in TYPES if dtype not in FLOATS), ("A2", "A3")),
        rank_limit("self", 3, 4),
        _pair("kernelSize", 1),
        _pair("dilation", 1),
        _pair("padding", 0),
        _pair("stride", 1),
        Invalid("self", "must not be smaller than the kernel", lambda a: min(_counts(a)) > 0),
    ),
)


@op.kernel
def kernel(self: Array, kernelSize: Dims, dilation: Dims, padding: Dims, stride: Dims, call: Arguments) -> Array:
    wide = padded(self, [(width, width) for width in padding])
    counts = _counts(call)
    columns = [seen(wide, (i * dilation[0], j * dilation[1]), stride, counts) for i, j in np.ndindex(*kernelSize)]
    return np.stack(columns, axis=-3).reshape(call.out.shape)

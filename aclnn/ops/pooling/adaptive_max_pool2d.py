"""aclnnAdaptiveMaxPool2d, aclnnAdaptiveMaxPool3d and their gradients."""

from __future__ import annotations

from math import prod
from typing import Any

from aclnn.declare import FLOATS, MAIN, Arguments, In, IntArray, Invalid, Limit, Operator, Out
from aclnn.dtypes import DOUBLE, INT32, INT64, DType
from aclnn.lazy import Array
from aclnn.shapes import Dims, Shape, shape_of
from aclnn.shared.limits import channels_first, rank_limit, same_shape
from aclnn.shared.pooling import adaptive_maxima, max_gradient


def _countable(spatial: int) -> Limit:
    return Invalid(
        "self", "must have fewer places than INT32 can number", lambda a: prod(a.self.shape[-spatial:]) < 2**31
    )


def _pool(name: str, spatial: int, types: tuple[DType, ...], index: tuple[DType, ...], **declared: Any) -> Operator:
    out = Shape("`self` with `outputSize` as its last dimensions", lambda a: (*a.self.shape[:-spatial], *a.outputSize))

    def positive(a: Arguments) -> bool:
        return len(a.outputSize) == spatial and min(a.outputSize) > 0

    op = Operator(
        name,
        In("self", types),
        IntArray("outputSize"),
        Out("outputOut", like="self", shape=out),
        Out("indicesOut", index, shape=out),
        header=f"aclnn_adaptive_max_pool{spatial}d.h",
        limits=(
            channels_first("self"),
            rank_limit("self", spatial + 1, spatial + 2),
            Invalid("self", "must not be empty but along the first dimension", lambda a: 0 not in a.self.shape[1:]),
            Invalid("outputSize", f"must have {spatial} positive elements", positive),
            _countable(spatial),
        ),
        **declared,
    )

    @op.kernel
    def kernel(self: Array, outputSize: Dims) -> tuple[Array, Array]:
        return adaptive_maxima(self, outputSize)

    return op


def _gradient(name: str, spatial: int) -> Operator:
    def fits(a: Arguments) -> bool:
        return bool(a.gradOutput.shape[:-spatial] == a.self.shape[:-spatial])

    op = Operator(
        name,
        In("gradOutput", like="self"),
        In("self", FLOATS),
        In("indices", (INT32, INT64)),
        Out("gradInput", like="self", shape=shape_of("self")),
        summary=f"The gradient of aclnnAdaptiveMaxPool{spatial}d: each element added where its maximum was.",
        page=f"pooling/adaptive_max_pool3d_grad/docs/{f'aclnn{name}'}",
        header=f"aclnn_adaptive_max_pool{spatial}d_backward.h",
        families=MAIN,
        limits=(
            rank_limit("self", spatial + 1, spatial + 2),
            rank_limit("gradOutput", spatial + 1, spatial + 2),
            same_shape("indices", "gradOutput"),
            Invalid("gradOutput", "must have the first dimensions of self", fits),
            _countable(spatial),
        ),
    )

    @op.kernel
    def kernel(gradOutput: Array, self: Array, indices: Array) -> Array:
        return max_gradient(gradOutput, indices, self.shape, spatial)

    return op


SUMMARY = "The largest elements of windows that share the last {} dimensions out evenly, and where they are."
of_images = _pool(
    "AdaptiveMaxPool2d",
    2,
    (*FLOATS, DOUBLE),
    (INT64,),
    summary=SUMMARY.format("two"),
    page="pooling/adaptive_max_pool2d/docs/aclnnAdaptiveMaxPool2d",
    families=(*MAIN, "910"),
)
of_volumes = _pool(
    "AdaptiveMaxPool3d",
    3,
    FLOATS,
    (INT32, INT64),
    summary=SUMMARY.format("three"),
    page="pooling/adaptive_max_pool3d/docs/aclnnAdaptiveMaxPool3d",
    families=MAIN,
)
backward_of_images = _gradient("AdaptiveMaxPool2dBackward", 2)
backward_of_volumes = _gradient("AdaptiveMaxPool3dBackward", 3)

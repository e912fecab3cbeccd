"""aclnnAdaptiveAvgPool2d."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, In, IntArray, Invalid, Operator, Out
from aclnn.lazy import Array
from aclnn.shapes import Dims, Shape
from aclnn.shared.limits import rank_limit
from aclnn.shared.pooling import adaptive_means

op = Operator(
    "AdaptiveAvgPool2d",
    In("self", FLOATS),
    IntArray("outputSize"),
    Out(
        "out",
        like="self",
        shape=Shape("`self` with `outputSize` as its last dimensions", lambda a: (*a.self.shape[:-2], *a.outputSize)),
    ),
    summary="The means of windows that share the last two dimensions out evenly.",
    page="pooling/adaptive_avg_pool2d/docs/aclnnAdaptiveAvgPool2d",
    families=(*MAIN, "310P", "910"),
    limits=(
        rank_limit("self", 3, 4),
        Invalid(
            "outputSize", "must have 2 positive elements", lambda a: len(a.outputSize) == 2 and min(a.outputSize) > 0
        ),
        Invalid("self", "must not be empty but along the first dimension", lambda a: 0 not in a.self.shape[1:]),
    ),
)


@op.kernel
def kernel(self: Array, outputSize: Dims) -> Array:
    return adaptive_means(self, outputSize)

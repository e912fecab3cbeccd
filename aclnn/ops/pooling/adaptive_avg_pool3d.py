"""aclnnAdaptiveAvgPool3d, and the gradients of it and of aclnnAdaptiveAvgPool2d."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, In, IntArray, Invalid, Limit, Operator, Out
from aclnn.lazy import Array
from aclnn.shapes import Dims, Shape, shape_of
from aclnn.shared.limits import rank_limit
from aclnn.shared.pooling import adaptive_mean_gradient, adaptive_means

op = Operator(
    "AdaptiveAvgPool3d",
    In("self", FLOATS),
    IntArray("outputSize"),
    Out(
        "out",
        like="self",
        shape=Shape("`self` with `outputSize` as its last dimensions", lambda a: (*a.self.shape[:-3], *a.outputSize)),
    ),
    summary="The means of windows that share the last three dimensions out evenly.",
    page="pooling/adaptive_avg_pool3d/docs/aclnnAdaptiveAvgPool3d",
    header="aclnn_adaptive_avg_pool3d.h",
    families=(*MAIN, "310P"),
    limits=(
        rank_limit("self", 4, 5),
        Invalid("self", "must not be empty but along the first dimension", lambda a: 0 not in a.self.shape[1:]),
        Invalid(
            "outputSize", "must have 3 positive elements", lambda a: len(a.outputSize) == 3 and min(a.outputSize) > 0
        ),
    ),
)


@op.kernel
def kernel(self: Array, outputSize: Dims) -> Array:
    return adaptive_means(self, outputSize)


def _gradient(spatial: int, families: tuple[str, ...]) -> Operator:
    def fits(a: Arguments) -> bool:
        return bool(a.gradOutput.shape[:-spatial] == a.self.shape[:-spatial])

    def filled(name: str) -> Limit:
        return Invalid(name, "must not be empty but along N", lambda a: 0 not in getattr(a, name).shape[-spatial - 1 :])

    gradient = Operator(
        f"AdaptiveAvgPool{spatial}dBackward",
        In("gradOutput", like="self"),
        In("self", FLOATS),
        Out("out", like="self", shape=shape_of("self")),
        summary=f"The gradient of aclnnAdaptiveAvgPool{spatial}d.",
        page=f"pooling/adaptive_avg_pool{spatial}d_grad/docs/aclnnAdaptiveAvgPool{spatial}dBackward",
        header=f"aclnn_adaptive_avg_pool{spatial}d_backward.h",
        families=families,
        limits=(
            rank_limit("self", spatial + 1, spatial + 2),
            rank_limit("gradOutput", spatial + 1, spatial + 2),
            Invalid("gradOutput", "must have the first dimensions of self", fits),
            filled("self"),
            filled("gradOutput"),
        ),
    )

    @gradient.kernel
    def kernel_gradient(gradOutput: Array, self: Array) -> Array:
        return adaptive_mean_gradient(gradOutput, self.shape, spatial)

    return gradient


of_images, of_volumes = _gradient(2, (*MAIN, "310P", "910")), _gradient(3, (*MAIN, "310P", "910"))

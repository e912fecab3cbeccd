"""aclnnGroupNormBackward."""

from __future__ import annotations

from aclnn.declare import (
    FLOATS,
    MAIN,
    Arguments,
    Attribute,
    BoolArray,
    In,
    Invalid,
    Limit,
    Operator,
    OptionalIn,
    OptionalOut,
)
from aclnn.lazy import Array, np
from aclnn.shapes import Shape, shape_of
from aclnn.shared.output_masks import mask_limits, masked

OUTPUTS = ("gradInput", "gradGammaOut", "gradBetaOut")
MOST_CHANNELS, MOST_IN_A_GROUP = 240000, 8000  # as the page says
CHANNELS = Shape("(`C`)", lambda a: (a.C,))


def _has(name: str, words: str, *factors: str) -> Limit:
    def holds(a: Arguments) -> bool:
        tensor, size = getattr(a, name), 1
        for factor in factors:
            size *= getattr(a, factor)
        return tensor is None or tensor.size == size

    return Invalid(name, f"must have {words} elements", holds)


op = Operator(
    "GroupNormBackward",
    In("gradOut", like="input"),
    In("input", FLOATS),
    In("mean", FLOATS),
    In("rstd", like="mean"),
    OptionalIn("gamma", like="mean"),
    Attribute("N", "int64_t"),
    Attribute("C", "int64_t"),
    Attribute("HxW", "int64_t"),
    Attribute("group", "int64_t"),
    BoolArray("outputMask"),
    OptionalOut("gradInput", like="input", shape=shape_of("input")),
    OptionalOut("gradGammaOut", like="mean", shape=CHANNELS),
    OptionalOut("gradBetaOut", like="mean", shape=CHANNELS),
    summary="The gradients of aclnnGroupNorm that the mask asks for: of input, gamma, beta.",
    page="norm/group_norm_grad/docs/aclnnGroupNormBackward",
    families=(*MAIN, "910"),
    limits=(
        *mask_limits(OUTPUTS),
        Invalid("group", "must be positive", lambda a: a.group > 0),
        Invalid("C", f"must be at most {MOST_CHANNELS}", lambda a: a.C <= MOST_CHANNELS),
        Invalid(
            "C",
            f"must be divisible by group into at most {MOST_IN_A_GROUP}",
            lambda a: a.C % a.group == 0 and a.C // a.group <= MOST_IN_A_GROUP,
        ),
        _has("gradOut", "N * C * HxW", "N", "C", "HxW"),
        _has("input", "N * C * HxW", "N", "C", "HxW"),
        _has("mean", "N * group", "N", "group"),
        _has("rstd", "N * group", "N", "group"),
        _has("gamma", "C", "C"),
    ),
)


@op.kernel
def kernel(
    gradOut: Array, input: Array, mean: Array, rstd: Array, gamma: Array | None, N: int, C: int, HxW: int, group: int,
    call: Arguments,
) -> tuple[Array | None, ...]:  # fmt: skip
    grouped = (N, group, C // group, HxW)
    by_group = (N, group, 1, 1)
    grad = gradOut.reshape(grouped)
    normal = (input.reshape(grouped) - mean.reshape(by_group)) * rstd.reshape(by_group)
    scaled = grad if gamma is None else grad * gamma.reshape(1, group, -1, 1)
    inner = scaled - np.mean(scaled, axis=(2, 3), keepdims=True)
    inner = inner - normal * np.mean(scaled * normal, axis=(2, 3), keepdims=True)
    return masked(
        call,
        OUTPUTS,
        [inner * rstd.reshape(by_group), np.sum(grad * normal, axis=(0, 3)), np.sum(grad, axis=(0, 3))],
    )

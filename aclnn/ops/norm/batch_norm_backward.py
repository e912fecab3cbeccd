"""aclnnBatchNormBackward."""

from __future__ import annotations

from acl_sim import status
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
)  # fmt: skip
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of
from aclnn.shared.limits import rank_limit, same_shape
from aclnn.shared.output_masks import mask_limits, masked

OUTPUTS = ("gradInput", "gradWeight", "gradBias")
STATISTICS = {True: ("saveMean", "saveInvstd"), False: ("runningMean", "runningVar")}  # by training


def _is_given(training: bool, name: str) -> Limit:
    return Limit(
        name,
        f"must not be null {'in training' if training else 'in inference'}",
        lambda a: a.training != training or getattr(a, name) is not None,
        status=status.NN_PARAM_NULLPTR,
    )


def _has_channels(name: str, where: str) -> Limit:
    """The statistics of the other mode may be empty."""

    def holds(a: Arguments) -> bool:
        tensor, matters = getattr(a, name), name not in STATISTICS[not a.training]
        return tensor is None or not matters or tensor.shape == a.input.shape[1:2]

    return Invalid(name, f"must have the shape [C], C being the second dimension of input{where}", holds)


op = Operator(
    "BatchNormBackward",
    In("gradOut", like="input"),
    In("input", FLOATS),
    OptionalIn("weight", FLOATS),
    OptionalIn("runningMean", FLOATS),
    OptionalIn("runningVar", FLOATS),
    OptionalIn("saveMean", FLOATS),
    OptionalIn("saveInvstd", FLOATS),
    Attribute("training", "bool"),
    Attribute("eps", "double"),
    BoolArray("outputMask"),
    OptionalOut("gradInput", like="input", shape=shape_of("input")),
    OptionalOut("gradWeight", FLOATS),
    OptionalOut("gradBias", FLOATS),
    summary="The gradients of aclnnBatchNorm that the mask asks for: of input, weight, bias.",
    page="norm/batch_norm_grad_v3/docs/aclnnBatchNormBackward",
    families=(*MAIN, "910"),
    limits=(
        *mask_limits(OUTPUTS),
        *(_is_given(training, name) for training, names in STATISTICS.items() for name in names),
        rank_limit("input", 2),
        same_shape("gradOut", "input"),
        _has_channels("weight", ""),
        *(_has_channels(name, ", where it matters") for names in STATISTICS.values() for name in names),
        _has_channels("gradWeight", ""),
        _has_channels("gradBias", ""),
    ),
)


@op.kernel
def kernel(
    gradOut: Array, input: Array, weight: Array | None, runningMean: Array | None, runningVar: Array | None,
    saveMean: Array | None, saveInvstd: Array | None, training: bool, eps: float, call: Arguments,
) -> tuple[Array | None, ...]:  # fmt: skip
    axes, by_channel = (0, *range(2, input.ndim)), (1, -1, *(1,) * (input.ndim - 2))
    mean, spread = (saveMean, saveInvstd) if training else (runningMean, runningVar)
    assert mean is not None  # as the limits say
    assert spread is not None
    # Only 950 saves the reciprocal root; the kernels of the others take the variance and eps.
    is_root = training and call.family == "950"
    rstd = spread if is_root else 1 / np.sqrt(spread + np.float32(eps))
    normal = (input - np.reshape(mean, by_channel)) * np.reshape(rstd, by_channel)
    of_weight, of_bias = np.sum(gradOut * normal, axis=axes), np.sum(gradOut, axis=axes)
    scale = rstd if weight is None else rstd * weight
    inner = gradOut
    if training:
        count = input.size // input.shape[1]
        inner = gradOut - np.reshape(of_bias / count, by_channel) - normal * np.reshape(of_weight / count, by_channel)
    return masked(call, OUTPUTS, [inner * np.reshape(scale, by_channel), of_weight, of_bias])

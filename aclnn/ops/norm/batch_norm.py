"""aclnnBatchNorm."""

from __future__ import annotations

from math import prod

from acl_sim import status
from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, OptionalIn, OptionalOut, Out
from aclnn.lazy import Array, np
from aclnn.parameters import TENSOR, Parameter
from aclnn.shapes import shape_of
from aclnn.shared.limits import rank_limit

BY_CHANNEL = ("weight", "bias", "runningMean", "runningVar")
SAVED = ("saveMean", "saveInvstd")


def _running(name: str) -> Parameter:
    """Read in inference, updated in training."""
    return Parameter(name, TENSOR, "inplace", False, FLOATS)


def _has_channels(name: str) -> Limit:
    """What is saved is looked at in training alone."""

    def holds(a: Arguments) -> bool:
        tensor = getattr(a, name)
        return tensor is None or (name in SAVED and not a.training) or tensor.shape == a.input.shape[1:2]

    return Invalid(name, "must have the shape [C], C being the second dimension of input", holds)


def _is_saved(name: str) -> Limit:
    return Limit(
        name,
        "must not be null in training",
        lambda a: not a.training or getattr(a, name) is not None,
        status=status.NN_PARAM_NULLPTR,
    )


op = Operator(
    "BatchNorm",
    In("input", FLOATS),
    OptionalIn("weight", FLOATS),
    OptionalIn("bias", FLOATS),
    _running("runningMean"),
    _running("runningVar"),
    Attribute("training", "bool"),
    Attribute("momentum", "double"),
    Attribute("eps", "double"),
    Out("output", like="input", shape=shape_of("input")),
    OptionalOut("saveMean", FLOATS),
    OptionalOut("saveInvstd", FLOATS),
    summary="Each channel moved to mean 0 and scaled to variance 1 (of the batch or running), times weight, plus bias.",
    page="norm/batch_norm_v3/docs/aclnnBatchNorm",
    families=(*MAIN, "310P", "910"),
    limits=(
        *map(_is_saved, SAVED),
        rank_limit("input", 2),
        *map(_has_channels, BY_CHANNEL),
        *map(_has_channels, SAVED),
    ),
)


def _updated(running: Array | None, batch: Array, momentum: float) -> Array | None:
    return None if running is None else (1 - np.float32(momentum)) * running + np.float32(momentum) * batch


@op.kernel
def kernel(
    input: Array, weight: Array | None, bias: Array | None, runningMean: Array | None, runningVar: Array | None,
    training: bool, momentum: float, eps: float, call: Arguments,
) -> tuple[Array | None, ...]:  # fmt: skip
    channels, count = input.shape[1], prod(input.shape[:1] + input.shape[2:])
    by_channel = (1, channels, *(1,) * (input.ndim - 2))
    ones, zeros = np.ones(channels, np.float32), np.zeros(channels, np.float32)
    mean, variance = runningMean, runningVar
    if training:
        axes = (0, *range(2, input.ndim))
        mean = np.mean(input, axis=axes)
        variance = np.mean((input - mean.reshape(by_channel)) ** 2, axis=axes)
    mean, variance = zeros if mean is None else mean, ones if variance is None else variance
    rstd = 1 / np.sqrt(variance + np.float32(eps))
    result = (input - mean.reshape(by_channel)) * rstd.reshape(by_channel)
    result = result * (ones if weight is None else weight).reshape(by_channel)
    result = result + (zeros if bias is None else bias).reshape(by_channel)
    if not training:
        return None, None, result, None, None
    unbiased = variance * np.float32(count / max(count - 1, 1))
    # Only 950 saves the reciprocal root; the others save the variance, as the page says.
    saved = rstd if call.family == "950" else variance
    return _updated(runningMean, mean, momentum), _updated(runningVar, unbiased, momentum), result, mean, saved

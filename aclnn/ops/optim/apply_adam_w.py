"""aclnnApplyAdamW."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import FLOATS, Arguments, Attribute, In, InPlace, Invalid, Limit, Operator, OptionalIn
from aclnn.lazy import Array, np
from aclnn.shared.limits import same_shape

NUMBERS = ("beta1Power", "beta2Power", "lr", "weightDecay", "beta1", "beta2", "eps")


def _single(name: str) -> Limit:
    return Invalid(name, "must have one element", lambda a: getattr(a, name).size == 1)


op = Operator(
    "ApplyAdamW",
    InPlace("varRef", FLOATS),
    InPlace("mRef", like="varRef"),
    InPlace("vRef", like="varRef"),
    *(In(name, like="varRef") for name in NUMBERS),
    In("grad", like="varRef"),
    OptionalIn("maxGradNormOptional", like="varRef"),
    Attribute("amsgrad", "bool"),
    Attribute("maximize", "bool"),
    summary="One step of AdamW on weights and both moments; with amsgrad the second one is the greatest so far.",
    page="optim/apply_adam_w/docs/aclnnApplyAdamW",
    families=("950",),
    header="aclnn_apply_adam_w.h",
    limits=(
        Limit(
            "maxGradNormOptional",
            "must be given when amsgrad is set",
            lambda a: a.maxGradNormOptional is not None or not a.amsgrad,
            status=status.NN_PARAM_NULLPTR,
        ),
        same_shape("mRef", "varRef"),
        same_shape("vRef", "varRef"),
        same_shape("grad", "varRef"),
        same_shape("maxGradNormOptional", "varRef"),
        *map(_single, NUMBERS),
    ),
)


@op.kernel
def kernel(
    varRef: Array, mRef: Array, vRef: Array, grad: Array, maxGradNormOptional: Array | None, call: Arguments,
    **numbers: Array,
) -> tuple[Array, Array, Array]:  # fmt: skip
    one = np.float32(1)
    power1, power2, rate, decay, beta1, beta2, eps = (numbers[name].reshape(()) for name in NUMBERS)
    gradient = -grad if call.maximize else grad
    mean = beta1 * mRef + (one - beta1) * gradient
    square = beta2 * vRef + (one - beta2) * gradient * gradient
    if call.amsgrad and maxGradNormOptional is not None:
        square = np.maximum(maxGradNormOptional, square)
    root = np.sqrt(square / (one - power2 * beta2)) + eps
    step = rate * (mean / (one - power1 * beta1)) / root
    return varRef - step - rate * decay * varRef, mean, square

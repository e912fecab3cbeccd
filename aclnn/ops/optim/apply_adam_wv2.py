"""aclnnApplyAdamWV2."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, Arguments, Attribute, In, InPlace, Invalid, Limit, Operator, Parameter
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT64
from aclnn.lazy import Array, np
from aclnn.shared.limits import same_shape

op = Operator(
    "ApplyAdamWV2",
    InPlace("varRef", (FLOAT, FLOAT16, BF16)),
    InPlace("mRef", like="varRef"),
    InPlace("vRef", like="varRef"),
    Parameter("maxGradNormOptionalRef", "aclTensor *", "inplace", required=False, like="varRef"),
    In("grad", like="varRef"),
    In("step", (INT64, FLOAT)),
    Attribute("lr", "float"),
    Attribute("beta1", "float"),
    Attribute("beta2", "float"),
    Attribute("weightDecay", "float"),
    Attribute("eps", "float"),
    Attribute("amsgrad", "bool"),
    Attribute("maximize", "bool"),
    summary="One step of AdamW on weights, both moments and, with amsgrad, the greatest second moment.",
    page="optim/apply_adam_w_v2/docs/aclnnApplyAdamWV2",
    families=MAIN,
    header="aclnn_apply_adam_w_v2.h",
    limits=(
        Limit(
            "maxGradNormOptionalRef",
            "must be given when amsgrad is set",
            lambda a: a.maxGradNormOptionalRef is not None or not a.amsgrad,
            status=status.NN_PARAM_NULLPTR,
        ),
        same_shape("mRef", "varRef"),
        same_shape("vRef", "varRef"),
        same_shape("grad", "varRef"),
        Invalid("step", "must have one element", lambda a: a.step.size == 1),
    ),
)


@op.kernel
def kernel(
    varRef: Array, mRef: Array, vRef: Array, maxGradNormOptionalRef: Array, grad: Array, step: Array, call: Arguments
) -> tuple[Array, ...]:
    one, rate, steps = np.float32(1), np.float32(call.lr), int(step.reshape(()))
    beta1, beta2 = np.float32(call.beta1), np.float32(call.beta2)
    gradient = -grad if call.maximize else grad
    mean = beta1 * mRef + (one - beta1) * gradient
    square = beta2 * vRef + (one - beta2) * gradient * gradient
    greatest = np.maximum(maxGradNormOptionalRef, square) if call.amsgrad else None
    root = np.sqrt((square if greatest is None else greatest) / (one - beta2**steps)) + np.float32(call.eps)
    decayed = varRef * (one - rate * np.float32(call.weightDecay))
    return decayed - rate * (mean / (one - beta1**steps)) / root, mean, square, greatest

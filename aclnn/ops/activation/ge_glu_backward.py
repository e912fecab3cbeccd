"""aclnnGeGluBackward and aclnnGeGluV3Backward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Attribute, In, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of
from aclnn.shared.axes import axis_limit, half_limit, halved
from aclnn.shared.gelus import slope
from aclnn.shared.limits import rank_limit

HALF = halved("self")
TENSORS = (In("gradOutput", like="self"), In("self", FLOATS), In("gelu", like="self"))
ATTRIBUTES = (Attribute("dim", "int64_t"), Attribute("approximate", "int64_t"))
OUT = Out("gradInput", like="self", shape=shape_of("self"))
LIMITS = (
    rank_limit("self", 1),
    axis_limit(),
    half_limit(),
    Invalid("approximate", "must be 0 (exact) or 1 (tanh)", lambda a: a.approximate in (0, 1)),
    Invalid("approximate", "must be 1 on this product", lambda a: a.approximate == 1, ("310P",)),
    Invalid("gradOutput", "must have half the shape of self", lambda a: a.gradOutput.shape == HALF.of(a)),
    Invalid("gelu", "must have half the shape of self", lambda a: a.gelu.shape == HALF.of(a)),
)

op = Operator(
    "GeGluBackward",
    *TENSORS,
    *ATTRIBUTES,
    OUT,
    summary="The gradient of aclnnGeGlu.",
    page="activation/ge_glu_grad_v2/docs/aclnnGeGluBackward",
    header="aclnn_geglu_backward.h",
    families=(*MAIN, "310P"),
    limits=LIMITS,
)

v3 = Operator(
    "GeGluV3Backward",
    *TENSORS,
    *ATTRIBUTES,
    Attribute("activateLeft", "bool"),
    OUT,
    summary="The gradient of aclnnGeGluV3.",
    page="activation/ge_glu_grad_v2/docs/aclnnGeGluV3Backward",
    header="aclnn_geglu_backward.h",
    families=(*MAIN, "310P"),
    limits=LIMITS,
)


@op.kernel
def kernel(gradOutput: Array, self: Array, gelu: Array, dim: int, approximate: int) -> Array:
    return _gradient(gradOutput, self, gelu, dim, bool(approximate), activate_left=False)


@v3.kernel
def kernel_v3(gradOutput: Array, self: Array, gelu: Array, dim: int, approximate: int, activateLeft: bool) -> Array:
    return _gradient(gradOutput, self, gelu, dim, bool(approximate), activateLeft)


def _gradient(grad: Array, values: Array, unit: Array, dim: int, approximate: bool, activate_left: bool) -> Array:
    left, right = np.split(values, 2, axis=dim)
    gate, other = (left, right) if activate_left else (right, left)
    of_gate, of_other = grad * other * slope(gate, approximate), grad * unit
    return np.concatenate([of_gate, of_other] if activate_left else [of_other, of_gate], axis=dim)

"""aclnnGeGlu and aclnnGeGluV3."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Attribute, In, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.shared.axes import axis_limit, half_limit, halved
from aclnn.shared.gelus import gelu

LIMITS = (
    axis_limit(),
    half_limit(),
    Invalid("approximate", "must be 0 (exact) or 1 (tanh)", lambda a: a.approximate in (0, 1)),
)

op = Operator(
    "GeGlu",
    In("self", FLOATS),
    Attribute("dim", "int64_t"),
    Attribute("approximate", "int64_t"),
    Out("out", like="self", shape=halved("self")),
    Out("outGelu", like="self", shape=halved("self")),
    summary="The first half along a dimension times the Gaussian error linear unit of the second, and that unit.",
    page="activation/ge_glu_v2/docs/aclnnGeGlu",
    header="aclnn_geglu.h",
    families=(*MAIN, "310P"),
    is_empty=lambda a: a.self.size == 0 or not a.self.shape,
    limits=LIMITS,
)


@op.kernel
def kernel(self: Array, dim: int, approximate: int) -> tuple[Array, Array]:
    return _gated(self, dim, approximate, activate_left=False)


v3 = Operator(
    "GeGluV3",
    In("self", FLOATS),
    Attribute("dim", "int64_t"),
    Attribute("approximate", "int64_t"),
    Attribute("activateLeft", "bool"),
    Out("out", like="self", shape=halved("self")),
    Out("outGelu", like="self", shape=halved("self")),
    summary="One half along a dimension times the Gaussian error linear unit of the other, and that unit.",
    page="activation/ge_glu_v2/docs/aclnnGeGluV3",
    header="aclnn_geglu.h",
    families=(*MAIN, "310P"),
    is_empty=lambda a: a.self.size == 0 or not a.self.shape,
    limits=LIMITS,
)


@v3.kernel
def kernel_v3(self: Array, dim: int, approximate: int, activateLeft: bool) -> tuple[Array, Array]:
    return _gated(self, dim, approximate, activateLeft)


def _gated(values: Array, dim: int, approximate: int, activate_left: bool) -> tuple[Array, Array]:
    left, right = np.split(values, 2, axis=dim)
    gate, other = (left, right) if activate_left else (right, left)
    unit = gelu(gate, bool(approximate))
    return unit * other, unit

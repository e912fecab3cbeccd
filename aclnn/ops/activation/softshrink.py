"""aclnnSoftshrink."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Invalid, Scalar
from aclnn.lazy import Array, np
from aclnn.shared.elementwise import unary

op = unary(
    "Softshrink",
    FLOATS,
    FLOATS,
    Scalar("lambd"),
    summary="Each element moved by lambd towards 0, which those nearer become.",
    page="activation/softshrink/docs/aclnnSoftshrink",
    families=(*MAIN, "310P", "910"),
    limits=(Invalid("lambd", "must not be negative", lambda a: a.lambd.value >= 0),),
)


@op.kernel
def kernel(self: Array, lambd: Array) -> Array:
    return np.where(self > lambd, self - lambd, np.where(self < -lambd, self + lambd, self * 0))

"""aclnnNanToNum and aclnnInplaceNanToNum."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Operator, Out
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.promotion import INTEGERS
from aclnn.shapes import shape_of

op = Operator(
    "NanToNum",
    In("self", (FLOAT, FLOAT16, BF16, *INTEGERS, BOOL)),
    Attribute("nan", "float"),
    Attribute("posinf", "float"),
    Attribute("neginf", "float"),
    Out("out", like="self", shape=shape_of("self")),
    summary="Each element, with other numbers for NaN and the infinities.",
    page="math/nan_to_num/docs/aclnnNanToNum&aclnnInplaceNanToNum",
    families=MAIN,
)
op.form("InplaceNanToNum", inplace="self")


@op.kernel
def kernel(self: Array, nan: float, posinf: float, neginf: float) -> Array:
    return np.nan_to_num(self, nan=nan, posinf=posinf, neginf=neginf) if self.dtype.kind == "f" else self

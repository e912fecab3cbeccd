"""aclnnRoundDecimals and aclnnInplaceRoundDecimals."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING
from aclnn.shapes import shape_of

op = Operator(
    "RoundDecimals",
    In("self", (*FLOATING, INT32, INT64)),
    Attribute("decimals", "int64_t"),
    Out("out", like="self", shape=shape_of("self")),
    summary="Each element rounded to some decimals, halves to even.",
    page="math/round/docs/aclnnRoundDecimals&aclnnInplaceRoundDecimals",
    families=(*MAIN, "910"),
    header="aclnn_round.h",
)
op.form("InplaceRoundDecimals", inplace="self")


@op.kernel
def kernel(self: Array, decimals: int) -> Array:
    if self.dtype.kind != "f":
        return self if decimals >= 0 else np.round(self, decimals)
    scale = self.dtype.type(10.0 ** abs(decimals))
    return np.rint(self * scale) / scale if decimals >= 0 else np.rint(self / scale) * scale

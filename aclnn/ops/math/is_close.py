"""aclnnIsClose."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Operator, Out
from aclnn.dtypes import BOOL
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC
from aclnn.shapes import broadcast

op = Operator(
    "IsClose",
    In("self", BASIC),
    In("other", like="self"),
    Attribute("rtol", "double"),
    Attribute("atol", "double"),
    Attribute("equalNan", "bool"),
    Out("out", (BOOL,), shape=broadcast("self", "other")),
    summary="Whether |self - other| is at most atol + rtol |other|, also for equal infinities and, if asked, two NaN.",
    page="math/is_close/docs/aclnnIsClose",
    families=(*MAIN, "310P", "910"),
    header="aclnn_isclose.h",
)


@op.kernel
def kernel(self: Array, other: Array, rtol: float, atol: float, equalNan: bool) -> Array:
    if self.dtype == bool:
        self, other = self.astype(np.int8), other.astype(np.int8)
    return np.isclose(self, other, rtol=rtol, atol=atol, equal_nan=equalNan)

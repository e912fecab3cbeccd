"""aclnnLerp, aclnnLerps and their in-place forms."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Operator, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16
from aclnn.lazy import Array
from aclnn.promotion import FLOATING, promoted
from aclnn.shapes import broadcast

op = Operator(
    "Lerp",
    In("self", (FLOAT, FLOAT16, BF16)),
    In("end", like="self"),
    In("weight", like="self"),
    Out("out", FLOATING, shape=broadcast("self", "end", "weight")),
    summary="The point between self and end that weight says.",
    page="math/lerp/docs/aclnnLerp&aclnnInplaceLerp",
    families=(*MAIN, "310P", "910"),
    header="aclnn_lerp_tensor.h",
    computes=promoted("self"),
)
op.form("InplaceLerp", inplace="self")
op.form(
    "Lerps",
    scalars=("weight",),
    page="math/lerp/docs/aclnnLerps&aclnnInplaceLerps",
    families=(*MAIN, "910"),
    header="aclnn_lerp_scalar.h",
)
op.form(
    "InplaceLerps",
    inplace="self",
    scalars=("weight",),
    page="math/lerp/docs/aclnnLerps&aclnnInplaceLerps",
    families=(*MAIN, "910"),
    header="aclnn_lerp_scalar.h",
)


@op.kernel
def kernel(self: Array, end: Array, weight: Array) -> Array:
    return self + weight * (end - self)

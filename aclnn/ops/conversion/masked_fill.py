"""aclnnInplaceMaskedFillScalar and aclnnInplaceMaskedFillTensor."""

from __future__ import annotations

from aclnn.declare import MAIN, In, InPlace, Invalid, Operator, Scalar
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16, INT8, INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import can_cast, promoted
from aclnn.shapes import broadcast

_TYPES = (FLOAT, FLOAT16, BF16, INT8, INT32, INT64, BOOL)

op = Operator(
    "InplaceMaskedFillScalar",
    InPlace("selfRef", _TYPES, shape=broadcast("selfRef", "mask")),
    In("mask", (BOOL,)),
    Scalar("value"),
    summary="The elements for which the mask holds set to a number.",
    page="conversion/masked_fill/docs/aclnnInplaceMaskedFillScalar",
    families=(*MAIN, "310P", "910"),
    header="aclnn_masked_fill_scalar.h",
    computes=promoted("selfRef"),
)


op.form(
    "InplaceMaskedFillTensor",
    changed=(In("value", _TYPES),),
    computes=None,
    limits=(
        Invalid("value", "must have no dimensions", lambda a: a.value.shape == ()),
        Invalid("value", "must be castable to selfRef", lambda a: can_cast(a.value.dtype, a.selfRef.dtype)),
    ),
    page="conversion/masked_fill/docs/aclnnInplaceMaskedFillTensor",
    families=(*MAIN, "910"),
    header="aclnn_masked_fill_tensor.h",
)


@op.kernel
def kernel(selfRef: Array, mask: Array, value: Array) -> Array:
    return np.where(mask, np.asarray(value).reshape(()).astype(selfRef.dtype), selfRef)

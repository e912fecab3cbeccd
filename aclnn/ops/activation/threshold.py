"""aclnnThreshold and aclnnInplaceThreshold."""

from __future__ import annotations

from aclnn.declare import MAIN, Scalar
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT16, INT32, INT64, UINT8
from aclnn.lazy import Array, np
from aclnn.shared.elementwise import unary

TYPES = (FLOAT, FLOAT16, BF16, INT32, INT8, UINT8, INT16, INT64)

op = unary(
    "Threshold",
    TYPES,
    TYPES,
    Scalar("threshold"),
    Scalar("value"),
    summary="Each element that is above threshold, value in place of the others.",
    page="activation/threshold/docs/aclnnThreshold&aclnnInplaceThreshold",
    families=(*MAIN, "910"),
)
op.form("InplaceThreshold", inplace="self")


@op.kernel
def kernel(self: Array, threshold: Array, value: Array) -> Array:
    return np.where(self <= threshold, value, self)

"""aclnnInplaceFillScalar."""

from __future__ import annotations

from aclnn.declare import MAIN, InPlace, Operator, Scalar
from aclnn.dtypes import BOOL
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS, UNSIGNED

op = Operator(
    "InplaceFillScalar",
    InPlace("selfRef", (*FLOATING, *INTEGERS, *UNSIGNED, BOOL, *COMPLEX)),
    Scalar("value"),
    summary="Every element set to a number.",
    page="conversion/fill/docs/aclnnInplaceFillScalar",
    families=(*MAIN, "310P", "910"),
    header="aclnn_fill_scalar.h",
)


@op.kernel
def kernel(value: Array) -> Array:
    return np.asarray(value)

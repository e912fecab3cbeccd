"""aclnnInplaceFillTensor."""

from __future__ import annotations

from aclnn.declare import MAIN, In, InPlace, Invalid, Operator
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16
from aclnn.lazy import Array
from aclnn.promotion import INTEGERS, UNSIGNED, promoted

op = Operator(
    "InplaceFillTensor",
    InPlace("selfRef", (FLOAT, FLOAT16, BF16, *INTEGERS, *UNSIGNED, BOOL)),
    In("value", (FLOAT, FLOAT16, BF16, *INTEGERS, *UNSIGNED, BOOL)),
    summary="Every element set to the one of a tensor.",
    page="conversion/fill/docs/aclnnInplaceFillTensor",
    families=(*MAIN, "310P", "910"),
    header="aclnn_fill_tensor.h",
    computes=promoted("value"),
    limits=(
        Invalid("value", "must have one element and at most one dimension", lambda a: a.value.shape in ((), (1,))),
    ),
)


@op.kernel
def kernel(value: Array) -> Array:
    return value.reshape(())

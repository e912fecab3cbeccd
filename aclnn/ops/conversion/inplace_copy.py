"""aclnnInplaceCopy."""

from __future__ import annotations

from aclnn.declare import MAIN, In, InPlace, Operator
from aclnn.dtypes import BOOL
from aclnn.lazy import Array
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS, UNSIGNED
from aclnn.shapes import broadcast

op = Operator(
    "InplaceCopy",
    InPlace("selfRef", (*FLOATING, *INTEGERS, *UNSIGNED, BOOL, *COMPLEX), shape=broadcast("selfRef", "src")),
    In("src", (*FLOATING, *INTEGERS, *UNSIGNED, BOOL, *COMPLEX)),
    summary="The elements of src, broadcast and cast to selfRef.",
    page="conversion/view_copy/docs/aclnnInplaceCopy",
    families=(*MAIN, "310P", "310B", "910"),
    header="aclnn_copy.h",
)


@op.kernel
def kernel(src: Array) -> Array:
    return src

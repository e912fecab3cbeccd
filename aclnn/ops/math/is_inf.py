"""aclnnIsInf."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "IsInf",
    (*FLOATING, *INTEGERS, BOOL),
    (BOOL,),
    field="x",
    const=True,
    gives=BOOL,
    summary="Whether each element is infinite.",
    page="math/is_inf/docs/aclnnIsInf",
    families=(*MAIN, "310P"),
)


@op.kernel
def kernel(x: Array) -> Array:
    return np.isinf(x)

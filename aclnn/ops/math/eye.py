"""aclnnEye."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, Invalid, Operator, Out
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.promotion import INTEGERS
from aclnn.shapes import Shape

op = Operator(
    "Eye",
    Attribute("n", "int64_t"),
    Attribute("m", "int64_t"),
    Out("out", (FLOAT, FLOAT16, BF16, *INTEGERS, BOOL), shape=Shape("[`n`, `m`]", lambda a: (a.n, a.m))),
    summary="A matrix with ones on its diagonal and zeros beside it.",
    page="math/eye/docs/aclnnEye",
    families=(*MAIN, "310P", "910"),
    limits=(
        Invalid("n", "must not be negative", lambda a: a.n >= 0),
        Invalid("m", "must not be negative", lambda a: a.m >= 0),
    ),
)


@op.kernel
def kernel(n: int, m: int) -> Array:
    return np.eye(n, m, dtype=np.float32)

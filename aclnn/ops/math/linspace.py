"""aclnnLinspace."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, Invalid, Operator, Out, Scalar
from aclnn.dtypes import INT8, INT16, INT32, UINT8
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING

op = Operator(
    "Linspace",
    Scalar("start"),
    Scalar("end"),
    Attribute("steps", "int64_t"),
    Out("out", (*FLOATING, INT8, INT16, INT32, UINT8)),
    summary="Numbers at equal distances from start to end, both among them.",
    page="math/lin_space/docs/aclnnLinspace",
    families=(*MAIN, "310P", "910"),
    limits=(
        Invalid("steps", "must not be negative", lambda a: a.steps >= 0),
        Invalid("out", "must have as many elements as steps says", lambda a: a.out.size == a.steps),
    ),
)


@op.kernel
def kernel(start: float, end: float, steps: int, call: Arguments) -> Array:
    return np.linspace(start, end, steps, dtype=np.float64).reshape(call.out.shape)

"""aclnnLogSpace."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, Invalid, Limit, Operator, Out, Scalar
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX


def _real(name: str) -> Limit:
    return Invalid(name, "must not be complex", lambda a: getattr(a, name).dtype not in COMPLEX)


op = Operator(
    "LogSpace",
    Scalar("start"),
    Scalar("end"),
    Attribute("steps", "int64_t"),
    Attribute("base", "double"),
    Out("result", FLOATS, const=True),
    summary="The powers of base for exponents at equal distances from start to end, both among them.",
    page="math/logspace/docs/aclnnLogSpace",
    header="aclnn_logspace.h",
    families=MAIN,
    limits=(
        _real("start"),
        _real("end"),
        Invalid("steps", "must not be negative", lambda a: a.steps >= 0),
        Invalid("result", "must have as many elements as steps says", lambda a: a.result.size == a.steps),
    ),
)


@op.kernel
def kernel(start: float, end: float, steps: int, base: float, call: Arguments) -> Array:
    exponents = np.linspace(float(start), float(end), steps, dtype=np.float64)
    return np.power(np.float64(base), exponents).reshape(call.result.shape)

"""aclnnSwish."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Scalar
from aclnn.lazy import Array, np
from aclnn.shared.elementwise import unary

op = unary(
    "Swish",
    FLOATS,
    (),
    Scalar("betaOptional", required=False),
    summary="Each element times the logistic function of its product with beta, 1 where beta is null.",
    page="activation/swish/docs/aclnnSwish",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(self: Array, betaOptional: float | None) -> Array:
    beta = np.float32(1 if betaOptional is None else betaOptional)
    return self / (1 + np.exp(-beta * self))

"""aclnnSoftplus."""

from __future__ import annotations

from aclnn.declare import FLOATS, Scalar
from aclnn.lazy import Array, np
from aclnn.shared.elementwise import unary

op = unary(
    "Softplus",
    FLOATS,
    FLOATS,
    Scalar("beta"),
    Scalar("threshold"),
    summary="The logarithm of 1 plus exp(beta * self), divided by beta; self where beta * self is above threshold.",
    page="activation/softplus_v2/docs/aclnnSoftplus",
    families=("A2", "A3", "310P", "910"),
)


@op.kernel
def kernel(self: Array, beta: Array, threshold: Array) -> Array:
    scaled = self * beta
    return np.where(scaled > threshold, self, np.log1p(np.exp(scaled)) / beta)

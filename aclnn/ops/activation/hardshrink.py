"""aclnnHardshrink."""

from __future__ import annotations

from aclnn.declare import FLOATS, Scalar
from aclnn.lazy import Array, np
from aclnn.shared.elementwise import unary

op = unary(
    "Hardshrink",
    FLOATS,
    FLOATS,
    Scalar("lambd"),
    summary="Each element, 0 where it is within lambd of 0.",
    page="activation/hard_shrink/docs/aclnnHardshrink",
    families=("A2", "A3", "310P", "910"),
)


@op.kernel
def kernel(self: Array, lambd: Array) -> Array:
    return np.where((self >= -lambd) & (self <= lambd), 0, self)

"""aclnnSelu and aclnnInplaceSelu."""

from __future__ import annotations

from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT32
from aclnn.lazy import Array, np
from aclnn.shared.elementwise import unary

ALPHA, SCALE = 1.6732632423543772848170429916717, 1.0507009873554804934193349852946

op = unary(
    "Selu",
    (FLOAT, FLOAT16, INT32, INT8, BF16),
    summary="Each element times a scale; where it is not positive, times alpha the exponential of it minus 1.",
    page="activation/selu/docs/aclnnSelu&aclnnInplaceSelu",
    families=("A2", "A3", "910"),
)
op.form("InplaceSelu", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    negative = np.float32(SCALE * ALPHA) * np.expm1(self)
    return np.where(self > 0, np.float32(SCALE) * self, negative)

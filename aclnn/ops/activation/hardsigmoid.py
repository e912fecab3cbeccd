"""aclnnHardsigmoid and aclnnInplaceHardsigmoid."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT32
from aclnn.lazy import Array, np
from aclnn.shared.elementwise import unary

op = unary(
    "Hardsigmoid",
    (FLOAT, FLOAT16, INT32, BF16),
    summary="A piecewise linear logistic function: 0 up to -3, 1 from 3; of INT32 without its fraction.",
    page="activation/hard_sigmoid/docs/aclnnHardsigmoid&aclnnInplaceHardsigmoid",
    families=(*MAIN, "910"),
)
op.form("InplaceHardsigmoid", inplace="self", ref="self", const=True)


@op.kernel
def kernel(self: Array) -> Array:
    return np.clip(self / np.float32(6) + np.float32(0.5), 0, 1)

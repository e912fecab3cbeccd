"""aclnnFrac and aclnnInplaceFrac."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BF16, FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.promotion import INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Frac",
    (FLOAT, FLOAT16, BF16, *INTEGERS),
    field="input",
    summary="The fraction of each element, with its sign.",
    page="math/sub/docs/aclnnFrac&aclnnInplaceFrac",
    families=(*MAIN, "910"),
)
op.form("InplaceFrac", inplace="input")


@op.kernel
def kernel(input: Array) -> Array:
    return input - np.trunc(input)

"""aclnnSplitWithSize."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, IntArray, Invalid, Operator, OutList
from aclnn.dtypes import DOUBLE
from aclnn.lazy import Array
from aclnn.promotion import ALL, COMPLEX, UNSIGNED
from aclnn.shapes import Dims
from aclnn.shared.axes import axis_limit, axis_of
from aclnn.shared.limits import rank_limit
from aclnn.shared.splits import output_limits, pieces

TYPES = (*ALL, *UNSIGNED)
MANY = 32  # outputs, beyond which some types are missing before 950


def _fits(a: Arguments) -> bool:
    length = a.self.shape[axis_of(a.dim, len(a.self.shape))]
    return all(size >= 0 for size in a.splitSize) and sum(a.splitSize) == length


op = Operator(
    "SplitWithSize",
    In("self", TYPES),
    IntArray("splitSize"),
    Attribute("dim", "int64_t"),
    OutList("out", TYPES),
    summary="The tensor cut along a dimension into pieces of the given lengths.",
    page="conversion/split_v/docs/aclnnSplitWithSize",
    families=(*MAIN, "910"),
    limits=(
        Invalid(
            "self",
            f"must not be DOUBLE or complex with more than {MANY} outputs on this product",
            lambda a: len(a.out) <= MANY or a.self.dtype not in (DOUBLE, *COMPLEX),
            ("A2", "A3", "910"),
        ),
        rank_limit("self", 1),
        axis_limit(),
        Invalid("splitSize", "must not be negative and add up to the length of self along dim", _fits),
        *output_limits(lambda a: a.splitSize),
    ),
)


@op.kernel
def kernel(self: Array, splitSize: Dims, dim: int) -> list[Array]:
    return pieces(self, dim, splitSize)

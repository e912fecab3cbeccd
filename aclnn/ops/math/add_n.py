"""aclnnAddN."""

from __future__ import annotations

from aclnn.declare import InList, Invalid, Operator, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT32, INT64
from aclnn.lazy import Array
from aclnn.shared.limits import complete

op = Operator(
    "AddN",
    InList("tensors", (FLOAT, FLOAT16, BF16, INT32, INT64)),
    Out("out", (FLOAT, FLOAT16, BF16, INT32, INT64)),
    summary="The sum of tensors of one shape.",
    page="math/add_n/docs/aclnnAddN",
    families=("A2", "A3"),
    limits=(
        *complete("tensors"),
        Invalid(
            "tensors", "must all have the data type of out", lambda a: all(t.dtype == a.out.dtype for t in a.tensors)
        ),
        Invalid("tensors", "must all have the shape of out", lambda a: all(t.shape == a.out.shape for t in a.tensors)),
    ),
)


@op.kernel
def kernel(tensors: tuple[Array, ...]) -> Array:
    total = tensors[0]
    for tensor in tensors[1:]:
        total = total + tensor
    return total

"""aclnnSearchSorted and aclnnSearchSorteds."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, OptionalIn, Out, Scalar
from aclnn.dtypes import DOUBLE, FLOAT, FLOAT16, INT32, INT64, UINT8
from aclnn.lazy import Array, np
from aclnn.promotion import SIGNED, promoted
from aclnn.shapes import shape_of
from aclnn.shared.indices import checked
from aclnn.shared.searches import found, index_type_limit, sorter_limits

TYPES = (DOUBLE, FLOAT, FLOAT16, UINT8, *SIGNED)


def _rows_fit(a: Arguments) -> bool:
    rows, values = a.sortedSequence.shape, a.self.shape
    return len(rows) == 1 or (values[:-1] == rows[:-1] and len(values) == len(rows))


op = Operator(
    "SearchSorted",
    In("sortedSequence", TYPES),
    In("self", TYPES),
    Attribute("outInt32", "bool"),
    Attribute("right", "bool"),
    OptionalIn("sorter", (INT64,)),
    Out("out", (INT32, INT64), shape=shape_of("self")),
    summary="Where each element belongs in its row of a tensor whose rows are in order.",
    page="math/search_sorted/docs/aclnnSearchSorted",
    header="aclnn_searchsorted.h",
    families=(*MAIN, "910"),
    computes=promoted("sortedSequence", "self"),
    gives=INT64,
    limits=(
        index_type_limit(),
        *sorter_limits(),
        Invalid("self", "must have the shape of sortedSequence but along the last dimension", _rows_fit),
    ),
)

in_row = Operator(
    "SearchSorteds",
    In("sortedSequence", TYPES),
    Scalar("self"),
    Attribute("outInt32", "bool"),
    Attribute("right", "bool"),
    OptionalIn("sorter", (INT64,)),
    Out("out", (INT32, INT64)),
    summary="Where a number belongs in a row that is in order.",
    page="math/search_sorted/docs/aclnnSearchSorteds",
    header="aclnn_searchsorted.h",
    families=("A2", "A3", "910"),
    limits=(
        index_type_limit(),
        *sorter_limits(),
        Invalid("sortedSequence", "must have 1 dimension", lambda a: len(a.sortedSequence.shape) == 1),
        Invalid("self", "must have a data type of sortedSequence's kinds", lambda a: a.self.dtype in TYPES),
        Invalid("out", "must have one element", lambda a: a.out.size == 1),
    ),
)


@op.kernel
def kernel(sortedSequence: Array, self: Array, right: bool, sorter: Array | None) -> Array:
    if not sortedSequence.size:
        return np.zeros(self.shape, np.int64)
    if sorter is not None:
        places = checked(sorter, sortedSequence.shape[-1], "sorter")
        sortedSequence = np.take_along_axis(sortedSequence, places, -1)
    return found(sortedSequence, self, right)


@in_row.kernel
def kernel_in_row(sortedSequence: Array, self: float, right: bool, sorter: Array | None, call: Arguments) -> Array:
    value = np.asarray(self).astype(np.float32).astype(sortedSequence.dtype)  # as the source converts it
    return kernel(sortedSequence, value.reshape(call.out.shape), right, sorter)

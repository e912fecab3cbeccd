"""aclnnCummin."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC
from aclnn.shapes import shape_of
from aclnn.shared.reductions import axes_limit

op = Operator(
    "Cummin",
    In("self", BASIC),
    Attribute("dim", "int64_t"),
    Out("valuesOut", like="self", shape=shape_of("self")),
    Out("indicesOut", (INT32, INT64), shape=shape_of("self")),
    summary="The smallest element so far along an axis, and its index: the last of equal ones.",
    page="math/cummin/docs/aclnnCummin",
    families=(*MAIN, "310P", "310B", "910"),
    limits=(axes_limit("self", "dim"),),
)


@op.kernel
def kernel(self: Array, dim: int) -> tuple[Array, Array]:
    rows = np.moveaxis(self.reshape(self.shape or (1,)), dim, 0)
    values, places = rows.copy(), np.zeros(rows.shape, np.int64)
    for i in range(1, len(rows)):
        better = (rows[i] <= values[i - 1]) | (rows[i] != rows[i])
        better &= (values[i - 1] == values[i - 1]) | (rows[i] != rows[i])  # after a NaN only another one counts
        values[i] = np.where(better, rows[i], values[i - 1])
        places[i] = np.where(better, i, places[i - 1])
    return tuple(np.moveaxis(found, 0, dim).reshape(self.shape) for found in (values, places))

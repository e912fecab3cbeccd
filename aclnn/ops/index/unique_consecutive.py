"""aclnnUniqueConsecutive."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, Out
from aclnn.dtypes import BOOL, DOUBLE, INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX
from aclnn.shapes import Dims
from aclnn.shared.axes import axis_of, is_axis
from aclnn.shared.limits import lacks
from aclnn.shared.uniques import TYPES, room_limit, runs

FLAT = 1000  # the page's value of dim for all elements in one row


def _wanted(a: Arguments) -> Dims:
    """The shape of the inverse."""
    shape: Dims = a.self.shape
    return shape if a.dim == FLAT else (shape[axis_of(a.dim, len(shape))],) if shape else (1,)


def _room(name: str, flag: str) -> Limit:
    def holds(a: Arguments) -> bool:
        return not getattr(a, flag) or getattr(a, name).size == int(np.prod(_wanted(a)))

    return Invalid(name, f"must have an element for each that is compared when {flag} is set", holds)


op = Operator(
    "UniqueConsecutive",
    In("self", (*TYPES, *COMPLEX)),
    Attribute("returnInverse", "bool"),
    Attribute("returnCounts", "bool"),
    Attribute("dim", "int64_t"),
    Out("valueOut", like="self"),
    Out("inverseOut", (INT32, INT64)),
    Out("countsOut", like="inverseOut"),
    summary="The elements, or slices across a dimension, without those equal to the one before; their runs.",
    page="index/unique_consecutive/docs/aclnnUniqueConsecutive",
    families=MAIN,
    is_empty=lambda a: a.self.size == 0,
    limits=(
        lacks("self", (DOUBLE, *COMPLEX, BOOL), ("950",)),
        Invalid("returnInverse", "must be false on this product", lambda a: not a.returnInverse, ("950",)),
        Invalid("dim", "must be 1000 on this product", lambda a: a.dim == FLAT, ("950",)),
        Invalid(
            "dim",
            "must be within the dimensions of self, or 1000 for all elements",
            lambda a: a.dim == FLAT or is_axis(a.dim, len(a.self.shape)),
        ),
        room_limit(),
        _room("inverseOut", "returnInverse"),
        _room("countsOut", "returnCounts"),
    ),
)


@op.kernel
def kernel(
    self: Array, returnInverse: bool, returnCounts: bool, dim: int, call: Arguments
) -> tuple[object, Array | None, object | None]:
    from aclnn.access import Found

    values = self.reshape(-1) if dim == FLAT else np.atleast_1d(self)
    axis = 0 if dim == FLAT else dim
    found = runs(np.moveaxis(values, axis, 0).reshape(values.shape[axis], -1))
    inverse = found.inverse.reshape(call.inverseOut.shape) if returnInverse else None
    kept = np.take(values, found.starts, axis=axis)
    return Found(kept), inverse, Found(found.counts) if returnCounts else None

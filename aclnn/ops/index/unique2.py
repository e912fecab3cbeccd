"""aclnnUnique2."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Operator, Out
from aclnn.dtypes import INT64
from aclnn.lazy import Array
from aclnn.shared.uniques import TYPES, asked_limit, distinct, room_limit

op = Operator(
    "Unique2",
    In("self", TYPES),
    Attribute("sorted", "bool"),
    Attribute("returnInverse", "bool"),
    Attribute("returnCounts", "bool"),
    Out("valueOut", like="self"),
    Out("inverseOut", (INT64,)),
    Out("countsOut", (INT64,)),
    summary="The different elements, always in ascending order, which of them each element is, how often they occur.",
    page="index/unique_consecutive/docs/aclnnUnique2",
    families=MAIN,
    is_empty=lambda a: a.self.size == 0,
    limits=(
        asked_limit("inverseOut", "returnInverse", "self"),
        asked_limit("countsOut", "returnCounts", "valueOut"),
        room_limit(),
    ),
)


@op.kernel
def kernel(
    self: Array, returnInverse: bool, returnCounts: bool, call: Arguments
) -> tuple[object, Array | None, object | None]:
    from aclnn.access import Found

    places, found = distinct(self.reshape(-1, 1))
    # With counts alone the page promises the inverse too, but not that there is room for it.
    asked = (returnInverse or returnCounts) and call.inverseOut.shape == self.shape
    inverse = found.inverse.reshape(self.shape) if asked else None
    return Found(self.reshape(-1)[places]), inverse, Found(found.counts) if returnCounts else None

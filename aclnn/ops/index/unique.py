"""aclnnUnique."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Operator, Out
from aclnn.dtypes import INT64
from aclnn.lazy import Array
from aclnn.shared.uniques import TYPES, asked_limit, distinct, room_limit

op = Operator(
    "Unique",
    In("self", TYPES),
    Attribute("sorted", "bool"),
    Attribute("returnInverse", "bool"),
    Out("valueOut", like="self"),
    Out("inverseOut", (INT64,)),
    summary="The different elements, always in ascending order, and which of them each element is.",
    page="index/unique_consecutive/docs/aclnnUnique",
    families=MAIN,
    is_empty=lambda a: a.self.size == 0,
    limits=(asked_limit("inverseOut", "returnInverse", "self"), room_limit()),
)


@op.kernel
def kernel(self: Array, returnInverse: bool) -> tuple[object, Array | None]:
    from aclnn.access import Found

    places, found = distinct(self.reshape(-1, 1))
    return Found(self.reshape(-1)[places]), found.inverse.reshape(self.shape) if returnInverse else None

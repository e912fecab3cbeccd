"""aclnnUniqueDim."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, Out
from aclnn.dtypes import INT64
from aclnn.lazy import Array, np
from aclnn.shared.axes import axis_limit, axis_of
from aclnn.shared.limits import rank_limit
from aclnn.shared.uniques import TYPES, distinct, room_limit


def _slices(a: Arguments) -> int:
    length: int = a.self.shape[axis_of(a.dim, len(a.self.shape))]
    return length


def _room(name: str, flag: str = "") -> Limit:
    return Invalid(
        name,
        f"must have as many elements as self is long along dim{f' when {flag} is set' if flag else ''}",
        lambda a: (bool(flag) and not getattr(a, flag)) or getattr(a, name).size == _slices(a),
    )


op = Operator(
    "UniqueDim",
    In("self", TYPES),
    Attribute("sorted", "bool"),
    Attribute("returnInverse", "bool"),
    Attribute("dim", "int64_t"),
    Out("valueOut", like="self"),
    Out("inverseOut", (INT64,)),
    Out("countsOut", (INT64,)),
    summary="The different slices across a dimension, in ascending order, which of them each is, how often they occur.",
    page="index/unique_with_counts_ext2/docs/aclnnUniqueDim",
    families=MAIN,
    is_empty=lambda a: a.self.size == 0,
    limits=(
        rank_limit("self", 1),
        axis_limit(),
        room_limit(),
        _room("inverseOut", "returnInverse"),
        _room("countsOut"),
    ),
)


@op.kernel
def kernel(self: Array, returnInverse: bool, dim: int) -> tuple[object, Array | None, object]:
    from aclnn.access import Found

    length = self.shape[dim]
    places, found = distinct(np.moveaxis(self, dim, 0).reshape(length, -1))
    inverse = found.inverse if returnInverse else None
    return Found(np.take(self, places, axis=dim)), inverse, Found(found.counts)

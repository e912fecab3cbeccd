"""aclnnRepeat."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, Arguments, In, IntArray, Invalid, Limit, Operator, Out
from aclnn.dtypes import UINT16
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, UNSIGNED
from aclnn.shapes import Dims, Shape
from aclnn.shared.limits import lacks


def _shape(a: Arguments) -> Dims:
    own = (1,) * (len(a.repeats) - len(a.self.shape)) + a.self.shape
    return tuple(length * times for length, times in zip(own, a.repeats))


def _few(a: Arguments) -> bool:
    """The page's limits: each repeated dimension becomes two, and eight is all that the kernel can broadcast."""
    if 0 in _shape(a):
        return True
    return bool(sum(times != 1 for times in a.repeats) <= (4 if a.repeats[:1] != (1,) else 3))


op = Operator(
    "Repeat",
    In("self", (*ALL, *UNSIGNED)),
    IntArray("repeats"),
    Out("out", like="self", shape=Shape("`self`, each dimension as often as `repeats` says", _shape)),
    summary="The tensor repeated along each dimension; more repeats than dimensions add dimensions in front.",
    page="math/tile/docs/aclnnRepeat",
    families=(*MAIN, "310P", "910"),
    limits=(
        lacks("self", (UINT16,), ("910",)),
        Invalid("repeats", "must have at most 8 elements", lambda a: len(a.repeats) <= 8),
        Invalid(
            "repeats", "must have an element for each dimension of self", lambda a: len(a.repeats) >= len(a.self.shape)
        ),
        Invalid("repeats", "must not be negative", lambda a: all(times >= 0 for times in a.repeats)),
        Limit(
            "repeats",
            "must repeat at most 4 dimensions, 3 unless the first is one",
            _few,
            status=status.NN_INNER_NULLPTR,
        ),
    ),
)


@op.kernel
def kernel(self: Array, repeats: Dims) -> Array:
    return np.tile(self, repeats)

"""aclnnReflectionPad1d."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, In, IntArray, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.limits import lacks, rank_limit
from aclnn.promotion import ALL, COMPLEX, UNSIGNED
from aclnn.shapes import Dims, Shape


def _shape(a: Arguments) -> Dims:
    return (*a.self.shape[:-1], a.self.shape[-1] + sum(a.padding))


op = Operator(
    "ReflectionPad1d",
    In("self", (*ALL, *UNSIGNED)),
    IntArray("padding"),
    Out("out", like="self", shape=Shape("`self` with `padding` added to the last dimension", _shape)),
    summary="Rows continued at both ends by their reflection, in which the end itself does not repeat.",
    page="conversion/mirror_pad/docs/aclnnReflectionPad1d",
    families=(*MAIN, "310P", "910"),
    limits=(
        lacks("self", UNSIGNED, ("A2", "A3")),
        lacks("self", (*UNSIGNED, *COMPLEX), ("310P", "910")),
        rank_limit("self", 2, 3),
        Invalid("self", "must not be empty but along the first of 3", lambda a: 0 not in a.self.shape[-2:]),
        Invalid("padding", "must have 2 elements", lambda a: len(a.padding) == 2),
        Invalid(
            "padding",
            "must be from 0 to less than the last dimension of self",
            lambda a: all(0 <= width < a.self.shape[-1] for width in a.padding),
        ),
    ),
)


@op.kernel
def kernel(self: Array, padding: Dims) -> Array:
    return np.pad(self, [(0, 0)] * (self.ndim - 1) + [(padding[0], padding[1])], "reflect")

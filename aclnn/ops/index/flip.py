"""aclnnFlip."""

from __future__ import annotations

from aclnn.declare import MAIN, In, IntArray, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import ALL
from aclnn.shapes import Dims, shape_of
from aclnn.shared.axes import axes_are_valid, axis_of

op = Operator(
    "Flip",
    In("self", ALL),
    IntArray("dims"),
    Out("out", like="self", shape=shape_of("self")),
    summary="The tensor with the order of its elements reversed along dimensions.",
    page="index/reverse_v2/docs/aclnnFlip",
    families=MAIN,
    limits=(
        Invalid(
            "dims",
            "must be dimensions of self, none of them twice",
            lambda a: axes_are_valid(a.dims, len(a.self.shape)),
        ),
    ),
)


@op.kernel
def kernel(self: Array, dims: Dims) -> Array:
    return np.flip(self, tuple(axis_of(axis, self.ndim) for axis in dims)) if self.ndim else self

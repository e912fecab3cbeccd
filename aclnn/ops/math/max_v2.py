"""aclnnMaxV2."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, IntArray, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC
from aclnn.shapes import Dims, Shape
from aclnn.shared.reductions import along, axes_limit, nonempty_limit, reduced


def _shape(a: Arguments) -> Dims:
    return a.self.shape if a.noopWithEmptyDims and not a.dims else reduced("self", "dims", "keepDims").of(a)


op = Operator(
    "MaxV2",
    In("self", BASIC),
    IntArray("dims"),
    Attribute("keepDims", "bool"),
    Attribute("noopWithEmptyDims", "bool"),
    Out("out", like="self", shape=Shape("`self` reduced over `dims`", _shape, loose=True)),
    summary="The greatest element along the axes; without axes that of the whole tensor, or self if asked.",
    page="math/reduce_max/docs/aclnnMaxV2",
    families=(*MAIN, "310P", "910"),
    limits=(axes_limit("self", "dims"), nonempty_limit("self", "dims")),
)


@op.kernel
def kernel(self: Array, dims: tuple[int, ...], noopWithEmptyDims: bool, call: Arguments) -> Array:
    return self if noopWithEmptyDims and not dims else along(np.max, self, dims).reshape(call.out.shape)

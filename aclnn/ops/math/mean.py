"""aclnnMean and aclnnMeanV2."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, IntArray, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS, Computation, can_cast, promoted
from aclnn.shapes import Dims, Shape
from aclnn.shared.reductions import along, axes_limit, reduced

op = Operator(
    "Mean",
    In("self", (*FLOATING, *INTEGERS, *COMPLEX)),
    IntArray("dim"),
    Attribute("keepDim", "bool"),
    Attribute("dtype", "aclDataType"),
    Out("out", (*FLOATING, *INTEGERS, *COMPLEX), shape=reduced("self", "dim", "keepDim")),
    summary="The mean along the axes, computed in dtype; without axes, of the whole tensor.",
    page="math/reduce_mean/docs/aclnnMean",
    families=(*MAIN, "310P", "910"),
    computes=Computation("`dtype`", ("self",), lambda a: a.dtype),
    limits=(
        axes_limit("self", "dim"),
        Invalid("self", "must be castable to dtype", lambda a: can_cast(a.self.dtype, a.dtype)),
    ),
)


def _shape(a: Arguments) -> Dims:
    return a.self.shape if a.noopWithEmptyAxes and not a.dim else reduced("self", "dim", "keepDim").of(a)


_TYPES = (*FLOATING, *INTEGERS, *COMPLEX)
second = Operator(
    "MeanV2",
    In("self", _TYPES),
    IntArray("dim"),
    Attribute("keepDim", "bool"),
    Attribute("noopWithEmptyAxes", "bool"),
    Out("out", like="self", shape=Shape("`self` reduced over `dim`", _shape, loose=True)),
    summary="The mean along the axes; without axes that of the whole tensor, or self when noopWithEmptyAxes says so.",
    page="math/reduce_mean/docs/aclnnMeanV2",
    families=(*MAIN, "310P", "910"),
    header="aclnn_mean.h",
    computes=promoted("self"),
    limits=(axes_limit("self", "dim"),),
)


@second.kernel
@op.kernel
def kernel(self: Array, dim: tuple[int, ...], call: Arguments, noopWithEmptyAxes: bool = False) -> Array:
    if noopWithEmptyAxes and not dim:
        return self
    return along(np.mean, self, dim).reshape(call.out.shape)

"""aclnnCumsum and aclnnCumsumV2."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, NUMBERS, Computation
from aclnn.shapes import shape_of
from aclnn.shared.axes import axis_limit

TYPES = (*NUMBERS, *COMPLEX)

op = Operator(
    "Cumsum",
    In("self", TYPES),
    Attribute("dim", "int64_t"),
    Attribute("dtype", "aclDataType"),
    Out("out", TYPES, shape=shape_of("self")),
    summary="Sums along a dimension of each element and those before it.",
    page="math/cumsum/docs/aclnnCumsum",
    families=(*MAIN, "310P", "310B", "910"),
    computes=Computation("the type of `out`, to which `self` is converted,", ("self",), lambda a: a.out.dtype),
    limits=(axis_limit(), Invalid("dtype", "must be the data type of out", lambda a: a.dtype == a.out.dtype)),
)


@op.kernel
def kernel(self: Array, dim: int) -> Array:
    return cumulative(self, dim)


v2 = Operator(
    "CumsumV2",
    In("self", TYPES),
    Attribute("dim", "int64_t"),
    Attribute("exclusive", "bool"),
    Attribute("reverse", "bool"),
    Out("out", like="self", shape=shape_of("self")),
    summary="Sums along a dimension of each element and those before it.",
    page="math/cumsum/docs/aclnnCumsumV2",
    header="aclnn_cumsum.h",
    families=(*MAIN, "310P", "310B", "910"),
    limits=(axis_limit(),),
)


@v2.kernel
def kernel_v2(self: Array, dim: int, exclusive: bool, reverse: bool) -> Array:
    values = np.flip(self, dim) if reverse and self.ndim else self
    sums = cumulative(values, dim)
    if exclusive:
        sums = _shifted(sums, dim)
    return np.flip(sums, dim) if reverse and self.ndim else sums


def cumulative(values: Array, axis: int) -> Array:
    """Cumulative sums in the values' own type; integers wrap around."""
    return np.cumsum(values, axis=axis, dtype=values.dtype) if values.ndim else values


def _shifted(sums: Array, axis: int) -> Array:
    """The sums without their last element, after a zero."""
    if not sums.ndim:
        return np.zeros_like(sums)
    moved = np.moveaxis(sums, axis, 0)
    return np.moveaxis(np.concatenate([np.zeros_like(moved[:1]), moved[:-1]]), 0, axis)

"""aclnnPermute."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, In, IntArray, Invalid, Operator, Out
from aclnn.dtypes import COMPLEX128
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, UNSIGNED
from aclnn.shapes import Dims, Shape
from aclnn.shared.axes import axes_are_valid, axis_of
from aclnn.shared.limits import lacks


def _axes(dims: Dims, rank: int) -> Dims:
    return tuple(axis_of(axis, rank) for axis in dims)


def _shape(a: Arguments) -> Dims:
    return tuple(a.self.shape[axis] for axis in _axes(a.dims, len(a.self.shape)))


op = Operator(
    "Permute",
    In("self", (*ALL, *UNSIGNED)),
    IntArray("dims"),
    Out("out", like="self", shape=Shape("`self` with its dimensions in the order of `dims`", _shape)),
    summary="The tensor with its dimensions in another order.",
    page="conversion/transpose/docs/aclnnPermute",
    families=(*MAIN, "910"),
    limits=(
        lacks("self", (COMPLEX128,), ("910",)),
        Invalid("dims", "must have as many elements as self dimensions", lambda a: len(a.dims) == len(a.self.shape)),
        Invalid(
            "dims",
            "must be the dimensions of self, each of them once",
            lambda a: axes_are_valid(a.dims, len(a.self.shape)),
        ),
    ),
)


@op.kernel
def kernel(self: Array, dims: Dims) -> Array:
    return np.transpose(self, _axes(dims, self.ndim))

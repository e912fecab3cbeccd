"""aclnnSort and aclnnArgsort."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import INTEGERS, UNSIGNED
from aclnn.shapes import shape_of
from aclnn.shared.axes import axis_limit, axis_of
from aclnn.shared.limits import lacks
from aclnn.shared.sorting import order

NUMBERS = (BF16, FLOAT16, FLOAT, *INTEGERS, *UNSIGNED)
A2_A3 = ("A2", "A3")
BF16_LIMIT = Invalid(
    "dim",
    "must not be 1 for BF16 on this product",
    lambda a: a.self.dtype != BF16 or axis_of(a.dim, len(a.self.shape)) != 1,
    A2_A3,
)

op = Operator(
    "Sort",
    In("self", (*NUMBERS, BOOL)),
    Attribute("stable", "bool"),
    Attribute("dim", "int64_t"),
    Attribute("descending", "bool"),
    Out("valuesOut", like="self", shape=shape_of("self")),
    Out("indicesOut", (INT64,), shape=shape_of("self")),
    summary="The elements in order along a dimension, and where they were. Equal ones keep their order.",
    page="math/sort/docs/aclnnSort",
    families=(*MAIN, "310P", "910"),
    limits=(lacks("self", UNSIGNED, A2_A3), axis_limit(), BF16_LIMIT),
)


@op.kernel
def kernel(self: Array, dim: int, descending: bool) -> tuple[Array, Array]:
    values = np.atleast_1d(self)
    indices = order(values, dim, descending)
    return np.take_along_axis(values, indices, dim).reshape(self.shape), indices.reshape(self.shape)


argsort = Operator(
    "Argsort",
    In("self", NUMBERS),
    Attribute("dim", "int64_t"),
    Attribute("descending", "bool"),
    Out("out", (INT64,), shape=shape_of("self")),
    summary="The indices that put the elements in order along a dimension. Equal ones keep their order.",
    page="math/sort/docs/aclnnArgsort",
    families=(*MAIN, "310P", "910"),
    limits=(lacks("self", UNSIGNED, A2_A3), axis_limit(), BF16_LIMIT),
)


@argsort.kernel
def kernel_argsort(self: Array, dim: int, descending: bool) -> Array:
    return order(np.atleast_1d(self), dim, descending).reshape(self.shape)

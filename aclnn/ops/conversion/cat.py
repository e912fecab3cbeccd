"""aclnnCat."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, InList, Invalid, Operator, Out
from aclnn.dtypes import COMPLEX64
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC, UNSIGNED
from aclnn.shapes import Dims, Shape
from aclnn.shared.axes import axis_of, is_axis, with_length
from aclnn.shared.joins import promoted_list
from aclnn.shared.limits import complete, lacks

TYPES = (*BASIC, *UNSIGNED, COMPLEX64)
BEFORE_950 = ("A2", "A3", "310P", "910")


def _shape(a: Arguments) -> Dims:
    first = a.tensors[0].shape
    axis = axis_of(a.dim, len(first))
    return with_length(first, axis, sum(tensor.shape[axis] for tensor in a.tensors))


def _fit(a: Arguments) -> bool:
    axis = axis_of(a.dim, len(a.tensors[0].shape))
    others = {with_length(tensor.shape, axis, 0) for tensor in a.tensors}
    return len({len(tensor.shape) for tensor in a.tensors}) == len(others) == 1


op = Operator(
    "Cat",
    InList("tensors", TYPES),
    Attribute("dim", "int64_t"),
    Out("out", TYPES, shape=Shape("the tensors, with their lengths along `dim` added", _shape)),
    summary="The tensors one after the other along a dimension.",
    page="conversion/concat_d/docs/aclnnCat",
    families=(*MAIN, "310P", "910"),
    computes=promoted_list("tensors"),
    limits=(
        *complete("tensors"),
        lacks("tensors", UNSIGNED, BEFORE_950),
        lacks("out", UNSIGNED, BEFORE_950),
        Invalid("tensors", "must have at least one dimension each", lambda a: all(t.shape for t in a.tensors)),
        Invalid(
            "dim", "must be within the dimensions of tensors[0]", lambda a: is_axis(a.dim, len(a.tensors[0].shape))
        ),
        Invalid("tensors", "must have the same shape but for dim", _fit),
    ),
)


@op.kernel
def kernel(tensors: tuple[Array, ...], dim: int) -> Array:
    return np.concatenate(tensors, axis=dim)

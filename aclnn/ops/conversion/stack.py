"""aclnnStack."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, Arguments, Attribute, InList, Invalid, Limit, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, UNSIGNED
from aclnn.shapes import Dims, Shape
from aclnn.shared.joins import promoted_list

TYPES = (*ALL, *UNSIGNED)
DEEPEST = 7  # dimensions of a tensor to which the result adds one


def _shape(a: Arguments) -> Dims:
    first = a.tensors[0].shape
    axis = a.dim % (len(first) + 1)
    return (*first[:axis], len(a.tensors), *first[axis:])


op = Operator(
    "Stack",
    InList("tensors", TYPES),
    Attribute("dim", "int64_t"),
    Out("out", TYPES, shape=Shape("the tensors with a new dimension of their number at `dim`", _shape)),
    summary="The tensors one after the other along a new dimension.",
    page="conversion/pack/docs/aclnnStack",
    families=(*MAIN, "310P", "910"),
    computes=promoted_list("tensors"),
    limits=(
        Invalid("tensors", "must not be an empty list", lambda a: len(a.tensors) > 0),
        Limit("tensors", "must not contain null", lambda a: None not in a.tensors, status=status.NN_INNER_NULLPTR),
        Invalid(
            "tensors",
            f"must have at most {DEEPEST} dimensions each",
            lambda a: all(len(tensor.shape) <= DEEPEST for tensor in a.tensors),
        ),
        Invalid("tensors", "must all have the same shape", lambda a: len({t.shape for t in a.tensors}) == 1),
        Invalid(
            "dim",
            "must be within the dimensions of tensors[0] and one more",
            lambda a: -len(a.tensors[0].shape) - 1 <= a.dim <= len(a.tensors[0].shape),
        ),
    ),
)


@op.kernel
def kernel(tensors: tuple[Array, ...], dim: int) -> Array:
    return np.stack(tensors, axis=dim)

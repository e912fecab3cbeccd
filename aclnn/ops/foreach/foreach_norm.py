"""aclnnForeachNorm."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, InList, Invalid, Limit, Operator, OutList, Scalar
from aclnn.lazy import Array
from aclnn.shared.foreach import TYPES
from aclnn.shared.vector_norm import vector_norm

_TILING = status.NN_INNER_TILING_ERROR

op = Operator(
    "ForeachNorm",
    InList("x", TYPES),
    Scalar("scalar"),
    OutList("out", TYPES, const=True),
    summary="The p-norm of each tensor of a list.",
    page="foreach/foreach_norm/docs/aclnnForeachNorm",
    families=MAIN,
    limits=(
        Invalid("x", "must hold no null tensor", lambda a: None not in a.x),
        Invalid("out", "must hold no null tensor", lambda a: None not in a.out),
        Limit("out", "must have as many tensors as x", lambda a: len(a.out) == len(a.x), status=_TILING),
        Invalid("out", "must have the data types of x", lambda a: [t.dtype for t in a.x] == [t.dtype for t in a.out]),
        Limit("x", "must have tensors of one data type", lambda a: len({t.dtype for t in a.x}) <= 1, status=_TILING),
        Limit("out", "must have tensors of one element", lambda a: all(t.size == 1 for t in a.out), status=_TILING),
    ),
)


@op.kernel
def kernel(x: tuple[Array, ...], scalar: float) -> list[Array]:
    return [vector_norm(values, float(scalar), None) for values in x]

"""aclnnTriangularSolve."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import DOUBLE, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX
from aclnn.shapes import Dims, Shape, broadcast_shape
from aclnn.shared.limits import rank_limit


def _batches(a: Arguments) -> Dims:
    return broadcast_shape(a.self.shape[:-2], a.A.shape[:-2]) or ()


op = Operator(
    "TriangularSolve",
    In("self", (FLOAT, DOUBLE, *COMPLEX)),
    In("A", like="self"),
    Attribute("upper", "bool"),
    Attribute("transpose", "bool"),
    Attribute("unitriangular", "bool"),
    Out(
        "xOut",
        like="self",
        shape=Shape("the solutions, `self` with the batches of both", lambda a: (*_batches(a), *a.self.shape[-2:])),
    ),
    Out("mOut", like="self", shape=Shape("`A` with the batches of both", lambda a: (*_batches(a), *a.A.shape[-2:]))),
    summary="The solutions of A x = self for triangular matrices A, or of A transposed; and the triangles of A.",
    page="math/triangular_solve/docs/aclnnTriangularSolve",
    families=(*MAIN, "910"),
    limits=(
        rank_limit("self", 2),
        rank_limit("A", 2),
        Invalid(
            "A", "must have square matrices with the rows of self", lambda a: a.A.shape[-2:] == a.self.shape[-2:-1] * 2
        ),
        Invalid(
            "A",
            "must have batches that can be broadcast with those of self",
            lambda a: broadcast_shape(a.self.shape[:-2], a.A.shape[:-2]) is not None,
        ),
    ),
)


@op.kernel
def kernel(
    self: Array, A: Array, upper: bool, transpose: bool, unitriangular: bool, call: Arguments
) -> tuple[Array, Array]:
    triangle = np.triu(A) if upper else np.tril(A)
    used = triangle.copy()
    if unitriangular:
        diagonal = np.arange(A.shape[-1])
        used[..., diagonal, diagonal] = 1
    factor = np.swapaxes(used, -1, -2) if transpose else used
    rows = range(A.shape[-1]) if upper == transpose else reversed(range(A.shape[-1]))
    solution = np.zeros(call.xOut.shape, self.dtype)
    right = np.broadcast_to(self, call.xOut.shape)
    for i in rows:  # substitution; rows not solved yet are 0
        known = np.sum(factor[..., i, :, None] * solution, axis=-2)
        solution[..., i, :] = (right[..., i, :] - known) / factor[..., i, i, None]
    return solution, np.broadcast_to(triangle, call.mOut.shape)

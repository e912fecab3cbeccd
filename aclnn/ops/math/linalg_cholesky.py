"""aclnnLinalgCholesky."""

from __future__ import annotations

from aclnn.declare import Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import BF16, FLOAT
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of
from aclnn.shared.limits import rank_limit

op = Operator(
    "LinalgCholesky",
    In("self", (FLOAT, BF16)),
    Attribute("upper", "bool"),
    Out("out", like="self", shape=shape_of("self")),
    summary="The triangular factors of symmetric matrices that are positive definite; NaN for those that are not.",
    page="math/cholesky/docs/aclnnLinalgCholesky",
    families=("A2", "A3"),
    limits=(
        rank_limit("self", 2),
        Invalid("self", "must have square matrices", lambda a: a.self.shape[-1] == a.self.shape[-2]),
        Invalid("self", "must have at most 8192 rows", lambda a: a.self.shape[-1] <= 8192),
    ),
)


def _factor(matrix: Array) -> Array:
    try:
        return np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return np.tril(np.full_like(matrix, np.nan))


@op.kernel
def kernel(self: Array, upper: bool) -> Array:
    matrices = self.reshape(-1, *self.shape[-2:])
    factors = np.stack([_factor(matrix) for matrix in matrices]).reshape(self.shape)
    return np.swapaxes(factors, -1, -2) if upper else factors

"""aclnnInverse."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Invalid, Operator, Out
from aclnn.dtypes import DOUBLE, FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of
from aclnn.shared.limits import rank_limit

op = Operator(
    "Inverse",
    In("self", (FLOAT, FLOAT16, DOUBLE)),
    Out("out", like="self", shape=shape_of("self")),
    summary="The inverse of each square matrix.",
    page="index/matrix_inverse/docs/aclnnInverse",
    families=MAIN,
    limits=(
        rank_limit("self", 2),
        Invalid("self", "must have square matrices", lambda a: a.self.shape[-1] == a.self.shape[-2]),
        Invalid("self", "must not be empty", lambda a: a.self.size > 0),
    ),
)


@op.kernel
def kernel(self: Array) -> Array:
    try:
        return np.linalg.inv(self)
    except np.linalg.LinAlgError:  # of a singular matrix: which of a batch, numpy does not say
        return np.full_like(self, np.nan)

"""aclnnPdist."""

from __future__ import annotations

from aclnn.declare import Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.shapes import Shape
from aclnn.shared.limits import rank_limit
from aclnn.shared.vector_norm import vector_norm

op = Operator(
    "Pdist",
    In("self", (FLOAT16, FLOAT)),
    Attribute("p", "float"),
    Out(
        "out",
        like="self",
        shape=Shape("a distance for each pair of rows", lambda a: (a.self.shape[0] * (a.self.shape[0] - 1) // 2,)),
    ),
    summary="The p-norm distances between every two rows, the first with those behind it, then the second, and so on.",
    page="math/pdist/docs/aclnnPdist",
    families=("A2", "A3", "910"),
    limits=(rank_limit("self", 2, 2), Invalid("p", "must be at least 0", lambda a: a.p >= 0)),
)


@op.kernel
def kernel(self: Array, p: float) -> Array:
    first, second = np.triu_indices(len(self), 1)
    return vector_norm(self[first] - self[second], p, (1,))[:, 0]

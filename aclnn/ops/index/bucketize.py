"""aclnnBucketize."""

from __future__ import annotations

from aclnn.declare import FLOATS, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array
from aclnn.promotion import INTEGERS, promoted
from aclnn.shapes import shape_of
from aclnn.shared.limits import rank_limit
from aclnn.shared.searches import found, index_type_limit

op = Operator(
    "Bucketize",
    In("self", (*FLOATS, *INTEGERS)),
    In("boundaries", (*FLOATS, *INTEGERS)),
    Attribute("outInt32", "const bool"),
    Attribute("right", "const bool"),
    Out("out", (INT32, INT64), shape=shape_of("self")),
    summary="Between which of the boundaries, in ascending order, each element lies.",
    page="index/bucketize_v2/docs/aclnnBucketize",
    families=("950",),
    computes=promoted("self", "boundaries"),
    gives=INT64,
    limits=(
        rank_limit("boundaries", 1, 1),
        Invalid("boundaries", "must not be empty", lambda a: a.boundaries.size > 0),
        index_type_limit(),
    ),
)


@op.kernel
def kernel(self: Array, boundaries: Array, right: bool) -> Array:
    return found(boundaries, self, right)

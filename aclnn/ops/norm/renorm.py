"""aclnnRenorm and aclnnInplaceRenorm."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, Out, Scalar
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX
from aclnn.shapes import shape_of
from aclnn.shared.axes import axis_limit
from aclnn.shared.limits import rank_limit
from aclnn.shared.vector_norm import vector_norm


def _not_negative(name: str) -> Limit:
    def holds(a: Arguments) -> bool:
        scalar = getattr(a, name)
        return scalar.dtype not in COMPLEX and scalar.value >= 0

    return Invalid(name, "must be a real number of at least 0", holds)


op = Operator(
    "Renorm",
    In("self", FLOATS),
    Scalar("p"),
    Attribute("dim", "int64_t"),
    Scalar("maxNorm"),
    Out("out", like="self", shape=shape_of("self")),
    summary="The slices across a dimension, those of more than the greatest p-norm scaled to it.",
    page="norm/renorm/docs/aclnnRenorm&aclnnInplaceRenorm",
    families=(*MAIN, "910"),
    limits=(_not_negative("p"), axis_limit(), _not_negative("maxNorm"), rank_limit("self", 2)),
)
op.form("InplaceRenorm", inplace="self")


@op.kernel
def kernel(self: Array, dim: int, call: Arguments) -> Array:
    p, most = float(call.p.value), np.float32(call.maxNorm.value)
    axes = tuple(axis for axis in range(self.ndim) if axis != dim % self.ndim)
    sizes = vector_norm(self, p, axes)
    return np.where(sizes > most, self / np.maximum(sizes, np.float32(1e-7)) * most, self)

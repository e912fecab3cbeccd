"""aclnnSlogdet."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, In, Invalid, Limit, Operator, Out
from aclnn.dtypes import DOUBLE, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, can_cast
from aclnn.shapes import Shape
from aclnn.shared.limits import rank_limit

TYPES = (FLOAT, DOUBLE, *COMPLEX)
BATCH = Shape("the batch of `self`", lambda a: a.self.shape[:-2], loose=True)


def _type_limit(name: str) -> Limit:
    def holds(a: Arguments) -> bool:
        given, taken = a.self.dtype, getattr(a, name).dtype
        return can_cast(given, taken) and (given not in COMPLEX or taken in COMPLEX)

    return Invalid(name, "must have a type to which that of self can be cast, complex where it is", holds)


op = Operator(
    "Slogdet",
    In("self", TYPES),
    Out("signOut", TYPES, shape=BATCH),
    Out("logOut", TYPES, shape=BATCH),
    summary="The signs of the determinants of square matrices, and the logarithms of their absolute values.",
    page="math/slogdet/docs/aclnnSlogdet",
    families=(*MAIN, "310P", "910"),
    limits=(
        rank_limit("self", 2),
        Invalid("self", "must have square matrices", lambda a: a.self.shape[-1] == a.self.shape[-2]),
        _type_limit("signOut"),
        _type_limit("logOut"),
    ),
)


@op.kernel
def kernel(self: Array, call: Arguments) -> tuple[Array, Array]:
    sign, logarithm = np.linalg.slogdet(self)
    return np.asarray(sign).reshape(call.signOut.shape), np.asarray(logarithm).reshape(call.logOut.shape)

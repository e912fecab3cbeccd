"""aclnnSign."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING
from aclnn.shared.elementwise import unary

op = unary(
    "Sign",
    (*FLOATING, INT32, INT64, BOOL, *COMPLEX),
    result="result",
    summary="The sign of each element: -1, 0 or 1; of a complex number the number of length 1 in its direction.",
    page="math/sign/docs/aclnnSign",
    families=MAIN,
)


@op.kernel
def kernel(self: Array) -> Array:
    if self.dtype.kind == "b":
        return self
    if self.dtype.kind == "c":  # numpy 1 has another meaning of the sign
        length = np.abs(self)
        return np.where(length == 0, 0, self / np.where(length == 0, 1, length))
    return np.where(self != self, 0, np.sign(self))  # NaN has none

"""aclnnXLogYTensor and its other forms."""

from __future__ import annotations

from aclnn.dtypes import FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC, FLOATING
from aclnn.shared.elementwise import binary

op = binary(
    "XLogYTensor",
    BASIC,
    FLOATING,
    integers=FLOAT,
    summary="self times the logarithm of other, 0 where self is 0 and other no NaN.",
    page="math/xlogy/docs/aclnnXLogYTensor&aclnnInplaceXLogYTensor",
    families=("A2", "A3", "310P", "910"),
)
op.form("InplaceXLogYTensor", inplace="self")
op.form(
    "XLogYScalarOther",
    scalars=("other",),
    page="math/xlogy/docs/aclnnXLogYScalarOther&aclnnInplaceXLogYScalarOther",
    families=("A2", "A3", "910"),
    header="aclnn_x_log_y_scalar_other.h",
)
op.form(
    "InplaceXLogYScalarOther",
    inplace="self",
    scalars=("other",),
    page="math/xlogy/docs/aclnnXLogYScalarOther&aclnnInplaceXLogYScalarOther",
    families=("A2", "A3", "910"),
    header="aclnn_x_log_y_scalar_other.h",
)
op.form(
    "XLogYScalarSelf",
    scalars=("self",),
    page="math/xlogy/docs/aclnnXLogYScalarSelf",
    header="aclnn_x_log_y_scalar_self.h",
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return np.where((self == 0) & ~np.isnan(other), 0, self * np.log(other))

"""aclnnCumprod and aclnnInplaceCumprod."""

from __future__ import annotations

from aclnn.declare import Arguments, Attribute, In, InPlace, Invalid, Operator, Out, Scalar
from aclnn.dtypes import INT32, INT64, UNDEFINED
from aclnn.lazy import Array, np
from aclnn.promotion import NUMBERS, UNSIGNED, Computation
from aclnn.shapes import shape_of
from aclnn.shared.axes import is_axis

TYPES = (*NUMBERS, *UNSIGNED)
LIMITS = (
    # The page names INT32; torch_npu's scalars of whole numbers are INT64, which the source takes as well.
    Invalid("dim", "must have the data type INT32 or INT64", lambda a: a.dim.dtype in (INT32, INT64)),
    Invalid("dim", "must be within the dimensions of input", lambda a: is_axis(a.dim.value, len(a.input.shape))),
)


def _is_asked(a: Arguments) -> bool:
    return bool(a.out.dtype == (a.input.dtype if a.dtype == UNDEFINED else a.dtype))


op = Operator(
    "Cumprod",
    In("input", TYPES),
    Scalar("dim"),
    Attribute("dtype", "const aclDataType"),
    Out("out", TYPES, shape=shape_of("input")),
    summary="Products along a dimension of each element and those before it, computed in dtype.",
    page="math/cumprod/docs/aclnnCumprod&aclnnInplaceCumprod",
    families=("A2", "A3"),
    computes=Computation("the type of `out`, to which `input` is converted,", ("input",), lambda a: a.out.dtype),
    limits=(*LIMITS, Invalid("out", "must have the data type dtype, that of input where it is undefined", _is_asked)),
)
in_place = Operator(
    "InplaceCumprod",
    InPlace("input", TYPES),
    Scalar("dim"),
    summary="Products along a dimension of each element and those before it.",
    page="math/cumprod/docs/aclnnCumprod&aclnnInplaceCumprod",
    header="aclnn_cumprod.h",
    families=("A2", "A3"),
    limits=LIMITS,
)


@in_place.kernel
@op.kernel
def kernel(input: Array, call: Arguments) -> Array:
    return np.cumprod(input, axis=call.dim.value, dtype=input.dtype) if input.ndim else input

"""aclnnTransMatmulWeight; aclnn/weight_sizes.py says how much memory it needs."""

from __future__ import annotations

from aclnn.blocks import stored_shape
from aclnn.declare import MAIN, Arguments, InPlace, Invalid, Operator
from aclnn.dtypes import BF16, FLOAT16, INT8
from aclnn.formats import FRACTAL_NZ, ND
from aclnn.lazy import Array
from aclnn.shared.limits import rank_limit
from aclnn.tensor import contiguous_strides

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aclnn.access import Blocked

TYPES = (FLOAT16, BF16, INT8)
FAMILIES = (*MAIN, "310P")

op = Operator(
    "TransMatmulWeight",
    InPlace("mmWeightRef", TYPES),
    summary="A weight in the layout that the cube unit reads fastest, FRACTAL_NZ, in place.",
    page="conversion/trans_data/docs/aclnnTransMatmulWeight",
    families=FAMILIES,
    limits=(
        Invalid("mmWeightRef", "must have format ND", lambda a: a.mmWeightRef.format == ND),
        rank_limit("mmWeightRef", 2, 6),
        Invalid("mmWeightRef", "must not be empty", lambda a: a.mmWeightRef.size > 0),
    ),
    helpers=(
        (
            "How many elements of 16 bits the weight needs in memory.",
            "aclnnCalculateMatmulWeightSize",
            ("const aclIntArray *tensorShape", "uint64_t *weightTensorSize"),
        ),
        (
            "How many elements of the given type the weight needs in memory.",
            "aclnnCalculateMatmulWeightSizeV2",
            ("const aclIntArray *tensorShape", "aclDataType dataType", "uint64_t *weightTensorSize"),
        ),
    ),
)


@op.kernel
def kernel(mmWeightRef: Array) -> Blocked:
    from aclnn.access import Blocked

    return Blocked(mmWeightRef)


@op.after_planning
def planned(a: Arguments) -> None:
    """From phase one on the program's descriptor says what the memory will hold."""
    weight = a.mmWeightRef
    weight.format = FRACTAL_NZ
    weight.storage_shape = stored_shape(weight.shape, weight.dtype.bits)
    weight.strides = contiguous_strides(weight.shape)

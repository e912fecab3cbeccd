"""The parameters of the fused operators of attention, by the fields that the kernel and the limits know."""

from __future__ import annotations

from aclnn.declare import Parameter
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16, INT8, INT32, INT64, UINT8, UINT64, DType

TENSOR, INTS = "const aclTensor *", "const aclIntArray *"
HALVES = (FLOAT16, BF16)
TYPES = (*HALVES, INT8)
OPTIONAL: dict[str, tuple[DType, ...]] = {
    "pseShift": HALVES, "attenMask": (BOOL, INT8, UINT8), "deqScale1": (UINT64, FLOAT), "quantScale1": (FLOAT,),
    "deqScale2": (UINT64, FLOAT), "quantScale2": (FLOAT, BF16), "quantOffset2": (FLOAT, BF16),
    "blockTable": (INT32,), "queryPadding": (INT64,), "kvPadding": (INT64,), "keyPrefix": TYPES, "valuePrefix": TYPES,
    "queryRope": HALVES, "keyRope": HALVES, "learnableSink": HALVES,
    **dict.fromkeys(("keyRopeAntiquantScale", "dequantScaleQuery"), (*HALVES, FLOAT)),
    **{f"{name}{what}": (*HALVES, FLOAT) for name in ("antiquant", "keyAntiquant", "valueAntiquant")
       for what in ("Scale", "Offset")},
}  # fmt: skip
"""By field: the types of tensors that may be null."""

LENGTHS = ("queryLengths", "kvLengths", "prefixLength", "qStartIdx", "kvStartIdx")


def optional_parameters(names: dict[str, str]) -> tuple[Parameter, ...]:
    """Tensors and arrays that may be null, in the order of the prototype: fields and their names there."""
    return tuple(
        Parameter(name, INTS, "attribute", False, field=field)
        if field in LENGTHS
        else Parameter(name, TENSOR, "input", False, OPTIONAL[field], field=field)
        for field, name in names.items()
    )

"""aclnnCalculateMatmulWeightSize and V2: how much memory a weight needs in the layout of aclnnTransMatmulWeight."""

from __future__ import annotations

from math import prod

from acl_sim import status
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import Refusal, aclnn_invalid, aclnn_null
from acl_sim.outputs import put
from aclnn.blocks import stored_shape
from aclnn.containers import IntArray, find_container
from aclnn.dtypes import FLOAT16, DType, dtype_of
from aclnn.ops.conversion.trans_matmul_weight import FAMILIES, TYPES


def _put_size(tensorShape: int, dtype: DType, weightTensorSize: int, shortest: int) -> None:
    for name, pointer in (("tensorShape", tensorShape), ("weightTensorSize", weightTensorSize)):
        if not pointer:
            raise aclnn_null(name)
    shape = find_container(IntArray, tensorShape, "tensorShape").values
    if not 2 <= len(shape) <= 6:
        raise aclnn_invalid("tensorShape", list(shape), "must have 2 to 6 dimensions")
    if any(length < shortest for length in shape):
        raise aclnn_invalid("tensorShape", list(shape), f"must have no dimension below {shortest}")
    if dtype not in TYPES:
        raise aclnn_invalid("dataType", dtype, f"must be one of {', '.join(map(str, TYPES))}")
    put("weightTensorSize", weightTensorSize, prod(stored_shape(shape, dtype.bits)))


@entry
def aclnnCalculateMatmulWeightSize(tensorShape: int, weightTensorSize: int) -> None:
    _put_size(tensorShape, FLOAT16, weightTensorSize, 0)


@entry
def aclnnCalculateMatmulWeightSizeV2(tensorShape: int, dataType: int, weightTensorSize: int) -> None:
    if machine().product.family not in FAMILIES:
        name = machine().product.name
        raise Refusal(status.NN_RUNTIME_ERROR, "EZ9903", f"aclnnCalculateMatmulWeightSizeV2 does not support {name}.")
    _put_size(tensorShape, dtype_of(dataType), weightTensorSize, 1)

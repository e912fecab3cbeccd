"""The kernel of LinearOperation."""

from __future__ import annotations

from typing import Any

import numpy as np

from aclnn import formats
from aclnn.access import store, widen
from aclnn.conversion import NARROW, converted
from aclnn.layouts import UNPACK
from aclnn.tensor import Tensor, contiguous_strides

Array = Any  # an ndarray; to mypy its operators give Any
_BLOCK = 16  # rows; a block's row has 32 bytes


def _weight(tensor: Tensor) -> Array:
    """The matrices [.., rows, columns] of a weight. In FRACTAL_NZ its memory is [.., N1, M1, M0, N0], which its four
    dimensions say with M1 and M0 as one; two or three are those of the matrices."""
    if tensor.format != formats.FRACTAL_NZ:
        return widen(tensor)
    width = 256 // tensor.dtype.bits
    outer, (rows, columns) = tensor.shape[:-2], tensor.shape[-2:]
    if len(tensor.shape) == 4:
        outer, rows, columns = tensor.shape[:1], tensor.shape[2], tensor.shape[1] * width
    stored = (*outer, -(-columns // width), -(-rows // _BLOCK), _BLOCK, width)
    memory = Tensor(stored, tensor.dtype, contiguous_strides(stored), 0, formats.ND, stored, tensor.address)
    return UNPACK["FRACTAL_NZ"](widen(memory), (*outer, rows, columns))


def _scale(tensor: Tensor) -> Array:
    """float32, which FLOAT16 results have in the lower halves of 64-bit numbers."""
    values = widen(tensor)
    return values if values.dtype == np.float32 else values.astype(np.uint32).view(np.float32)


def _rows(row: Array, product: Array) -> Array:
    """A row for each batch, as it is added to or multiplied with the product."""
    return row[:, None] if row.ndim == 2 and product.ndim == 3 else row


def _dequantised(call: Any, left: Array, right: Array) -> Array:
    """The product and the bias are exact; the scales are applied in float32."""
    exact = left.astype(np.float64) @ right.astype(np.float64)
    if call.bias is not None:
        exact = exact + _rows(widen(call.bias), exact)
    result = exact.astype(np.float32) * _rows(_scale(call.deqScale), exact)
    return result if call.perTokenScale is None else result * widen(call.perTokenScale)[:, None]


def _plain(call: Any, left: Array, right: Array) -> Array:
    """Before the 950 the product is rounded to the type of the bias, unless that is FLOAT."""
    result = left @ right
    addend = call.bias if call.bias is not None else call.accum
    if addend is None:
        return result
    if addend.dtype in NARROW and call.family != "950":
        result = converted(result, addend.dtype)
    return result + _rows(widen(addend), result)


def run(call: Any) -> None:
    left, right = widen(call.x), _weight(call.weight)
    if call.param.transposeA:
        left = left.swapaxes(-1, -2)
    if call.param.transposeB:
        right = right.swapaxes(-1, -2)
    if left.ndim == 2 and right.ndim == 3:
        right = right[0]
    if call.param.matmulType:
        result = (left.swapaxes(0, 1) @ right).swapaxes(0, 1)
    else:
        result = (_plain if call.deqScale is None else _dequantised)(call, left, right)
    store(call.output, result)

"""Matrix products of INT8 and INT4: sums in INT32, and what makes numbers of them.

A scale of UINT64 or INT64 is what aclnnTransQuantParamV2 gives: FLOAT in its low half, of which 19 bits count, and a
whole offset in bits 37 to 45. The offset that INT8 results have is that one: products do not read `x2Offset` again.
"""

from __future__ import annotations

from typing import Any

from aclnn.declare import Arguments, Invalid, Limit
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT4, INT8, INT32, INT64, UINT64, DType
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape, broadcast_shape
from aclnn.shared import quantisation as q

PACKED = (UINT64, INT64)
NIBBLES = (INT4, INT32)
LONGEST = 65535
_KEPT = 0xFFFFE000


def packed_scale(scale: Array, offset: Array | None) -> Array:
    """Scales, and offsets rounded to whole numbers of 9 bits, in 64 bits."""
    low = scale.astype(np.float32).view(np.uint32).astype(np.uint64) & np.uint64(_KEPT)
    packed = low | np.uint64(1 << 46)
    if offset is None:
        return packed
    whole = np.clip(np.rint(offset), -256, 255).astype(np.int64) & 0x1FF
    return (packed & np.uint64(0x4000FFFFFFFF)) | (whole.astype(np.uint64) << np.uint64(37))


def unpacked_scale(packed: Array) -> tuple[Array, Array]:
    """The scales and offsets in 64 bits, as float32."""
    bits = packed.view(np.uint64)
    scale = (bits & np.uint64(_KEPT)).astype(np.uint32).view(np.float32)
    whole = ((bits >> np.uint64(37)) & np.uint64(0x1FF)).astype(np.int64)
    return scale, np.where(whole > 255, whole - 512, whole).astype(np.float32)


def length(a: Arguments, name: str, axis: int) -> int:
    """Of a matrix along -1 or -2 in numbers, of which an INT32 has eight."""
    tensor = getattr(a, name)
    return int(tensor.shape[axis] * (q.NIBBLES if tensor.dtype == INT32 and axis == -1 else 1))


def sizes(a: Arguments) -> tuple[int, int, int, int]:
    """m, k of x1, k of x2, n."""
    first, second = ((-1, -2) if flag else (-2, -1) for flag in (a.transposeX1, a.transposeX2))
    m, k = (length(a, "x1", axis) for axis in first)
    inner, n = (length(a, "x2", axis) for axis in second)
    return m, k, inner, n


def _out(a: Any) -> Dims:
    batches = broadcast_shape(a.x1.shape[:-2], a.x2.shape[:-2]) or ()
    m, _, _, n = sizes(a)
    return (*batches, m, n)


OUT_SHAPE = Shape("the product of `x1` and `x2`", _out)


def _channel(name: str) -> Limit:
    def holds(a: Arguments) -> bool:
        tensor = getattr(a, name)
        return tensor is None or tensor.shape in ((1,), (sizes(a)[3],))

    return Invalid(name, "must have one element, or one for each column of x2", holds)


def _bias_fits(a: Arguments) -> bool:
    n, out = sizes(a)[3], _out(a)
    allowed = [(n,)] if len(out) != 3 else [(n,), (out[0], 1, n)]
    return a.bias is None or a.bias.shape in allowed


def _types(a: Arguments) -> tuple[set[DType | None], set[DType | None], set[DType | None]] | None:
    """Which types x2Offset, bias and x1Scale may have, None being absent, as the pages' tables of combinations say."""
    scale, out = a.x2Scale.dtype, a.out.dtype
    small = a.x1.dtype in NIBBLES
    none: set[DType | None] = {None}
    if scale in PACKED:
        if out == INT8 and not small:
            return {None, FLOAT}, {None, INT32}, none
        halves = (FLOAT16, BF16) if a.family == "950" and not small else (FLOAT16,)
        return (none, {None, INT32}, none) if out in halves else None
    per_token: set[DType | None] = {FLOAT} if small or out == FLOAT16 else {None, FLOAT}
    if a.family == "310P":
        return (none, {None, INT32}, per_token) if out == FLOAT16 and not small else None
    if out == BF16:
        return none, {None, INT32, BF16, FLOAT}, per_token
    if out == FLOAT16 and scale == FLOAT:
        return none, {None, INT32, FLOAT16, FLOAT}, per_token
    return (none, {None, INT32}, none) if out == INT32 and not small else None


def needs_no_row_scales(a: Arguments) -> bool:
    """Whether a combination of types may do without x1Scale."""
    types = _types(a)
    return types is not None and None in types[2]


def _goes_with(name: str, at: int) -> Limit:
    def holds(a: Arguments) -> bool:
        types, tensor = _types(a), getattr(a, name)
        assert types is not None
        return (None if tensor is None else tensor.dtype) in types[at]

    return Invalid(name, "must be one that the page combines with these matrices, scales and result", holds)


LIMITS = (
    Invalid("x2", "must have the type of x1, or both be INT4 and INT32",
            lambda a: a.x1.dtype == a.x2.dtype or {a.x1.dtype, a.x2.dtype} == set(NIBBLES)),
    Invalid("x1", "must be INT8 on this product", lambda a: a.x1.dtype == INT8, ("310P",)),
    Invalid("x1", "must not be INT32 on this product", lambda a: INT32 not in (a.x1.dtype, a.x2.dtype), ("950",)),
    Invalid("transposeX1", "must be false for INT4", lambda a: a.x1.dtype == INT8 or not a.transposeX1),
    Invalid("out", "must have a type that the page combines with the rest", lambda a: _types(a) is not None),
    _goes_with("x2Offset", 0),
    _goes_with("bias", 1),
    _goes_with("x1Scale", 2),
    Invalid("x1", "must have 2 to 6 dimensions", lambda a: 2 <= len(a.x1.shape) <= 6),
    Invalid("x2", "must have 2 to 6 dimensions", lambda a: 2 <= len(a.x2.shape) <= 6),
    Invalid("x2", "must have 2 dimensions for INT4", lambda a: a.x1.dtype == INT8 or len(a.x2.shape) == 2),
    Invalid("x1", f"must have a last dimension of at most {LONGEST}",
            lambda a: a.x2Scale.dtype not in PACKED or a.x1.shape[-1] <= LONGEST),
    Invalid("x2", f"must have a last dimension of at most {LONGEST}",
            lambda a: a.x2Scale.dtype not in PACKED or a.x2.shape[-1] <= LONGEST),
    Invalid("x2", "must have as many numbers in a column as x1 in a row", lambda a: sizes(a)[1] == sizes(a)[2]),
    Invalid("x2", "must have batches that can be broadcast with x1",
            lambda a: broadcast_shape(a.x1.shape[:-2], a.x2.shape[:-2]) is not None),
    _channel("x2Scale"),
    _channel("x2Offset"),
    Invalid("x1Scale", "must have an element for each row of x1",
            lambda a: a.x1Scale is None or a.x1Scale.shape == (sizes(a)[0],)),
    Invalid("bias", "must have the shape [n], or [batch, 1, n] for three dimensions", _bias_fits),
)  # fmt: skip


def whole(values: Array, dtype: DType) -> Array:
    """The numbers of a matrix, of which INT32 holds eight, in float64: products of a row are exact in it."""
    return (q.unpacked(values) if dtype == INT32 else values).astype(np.float64)


def dequantised(sums: Array, scale: Array, per_token: Array | None, bias: Array | None, dtype: DType) -> Array:
    """Sums of INT32 in a result's type: plus a whole bias, times scales, plus any other bias.

    sums: int64, which wrap to INT32. scale: [1] or [n], float32 or packed. per_token: [m]. dtype: the result's.
    """
    if bias is not None and bias.dtype == np.int32:
        sums, bias = sums + bias, None
    values = sums.astype(np.int32).astype(np.float32)
    scale, offset = unpacked_scale(scale) if scale.dtype.kind in "iu" else (scale, None)
    values = values * scale
    if per_token is not None:
        values = values * per_token[:, None]
    if bias is not None:
        values = values + bias
    if dtype == INT8:
        return q.rounded(values + (0 if offset is None else offset), INT8)
    return np.rint(values) if dtype == INT32 else values


def product(call: Arguments, x1: Array, x2: Array, scale: Array, x1Scale: Array | None, bias: Array | None) -> Array:
    """x1 @ x2, dequantised."""
    first, second = whole(x1, call.x1.dtype), whole(x2, call.x2.dtype)
    first = np.swapaxes(first, -1, -2) if call.transposeX1 else first
    second = np.swapaxes(second, -1, -2) if call.transposeX2 else second
    return dequantised((first @ second).astype(np.int64), scale, x1Scale, bias, call.out.dtype)

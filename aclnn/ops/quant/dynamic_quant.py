"""aclnnDynamicQuant to aclnnDynamicQuantV4."""

from __future__ import annotations

from math import prod

from acl_sim.messages import device_fault
from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, OptionalIn, OptionalOut, Out, Text
from aclnn.dtypes import BF16, EIGHT, FLOAT, FLOAT16, HIFLOAT8, INT8, INT32
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape
from aclnn.shared import quantisation as q
from aclnn.shared.groups import ends_of, groups_of_rows
from aclnn.shared.limits import rank_limit

TOKEN, TENSOR, CHANNEL = MODES = ("pertoken", "pertensor", "perchannel")
OLDER = ("310P", "910")
NEWER = ("950",)
MAX_EXPERTS = 1024
LEAST_SCALE = 1e-12  # of asymmetric quantisation before 950 (source)


def _mode(a: Arguments) -> str:
    mode: str = getattr(a, "quantMode", TOKEN)
    return mode


def _scale_shape(a: Arguments) -> Dims:
    shape: Dims = a.x.shape
    return {TOKEN: shape[:-1], TENSOR: (1,), CHANNEL: (*shape[:-2], shape[-1])}[_mode(a)]


def _smooths(a: Arguments) -> bool:
    """Without groups a row, or for channels a column; with groups a row for each."""
    smooth, groups = a.smoothScalesOptional, getattr(a, "groupIndexOptional", None)
    if smooth is None:
        return True
    length = a.x.shape[-2 if _mode(a) == CHANNEL else -1]
    if groups is None:
        return bool(smooth.shape == (length,))
    return len(smooth.shape) == 2 and smooth.shape[0] <= MAX_EXPERTS and smooth.shape[1] == length


def _groups(a: Arguments) -> bool:
    groups = a.groupIndexOptional
    return groups is None or (a.smoothScalesOptional is not None and groups.shape == a.smoothScalesOptional.shape[:1])


LIMITS = (
    *q.target_limits("yOut"),
    Invalid("x", "must have a last dimension that is a multiple of 32", lambda a: a.x.shape[-1] % 32 == 0, OLDER),
    rank_limit("x", 2),
    q.whole_words("x", "yOut"),
    Invalid(
        "smoothScalesOptional",
        "must have the shape of a row of x (a column with perchannel), or with groups a row for each of up to 1024",
        _smooths,
        MAIN,
    ),
)
GROUPED = (
    *LIMITS[:3],
    Invalid("groupIndexOptional", "must come with smoothScalesOptional, one element for each row of it", _groups, MAIN),
    *LIMITS[3:],
    q.type_code("dstType", "yOut"),
)
CHOOSING: tuple[Limit, ...] = (
    Invalid("offsetOut", "must be null for symmetrical quantisation, and only then",
            lambda a: (a.offsetOut is None) == bool(a.isSymmetrical)),
    q.mode_limit("quantMode", MODES),
    Invalid("groupIndexOptional", "must be null but with pertoken",
            lambda a: a.groupIndexOptional is None or a.quantMode == TOKEN),
    *GROUPED,
)  # fmt: skip
op = Operator(
    "DynamicQuantV4",
    In("x", (FLOAT16, BF16)),
    OptionalIn("smoothScalesOptional", like="x"),
    OptionalIn("groupIndexOptional", (INT32,)),
    Attribute("dstType", "int64_t"),
    Attribute("isSymmetrical", "bool"),
    Text("quantMode", const=True),
    Attribute("dstTypeMax", "float"),
    Out("yOut", (INT8, INT32, *EIGHT), shape=q.target_shape("x", "yOut"), const=True),
    Out("scaleOut", (FLOAT,), shape=Shape("`x` without the dimension that is reduced", _scale_shape), const=True),
    OptionalOut("offsetOut", (FLOAT,), shape=Shape("`scaleOut`", _scale_shape), const=True),
    summary="Quantises rows, columns or a tensor by scales that follow from their greatest magnitudes, or extremes.",
    page="quant/dynamic_quant/docs/aclnnDynamicQuantV4",
    families=NEWER,
    limits=(
        Invalid("dstTypeMax", "must be within 0 and 32768", lambda a: 0 <= a.dstTypeMax <= 32768),
        *CHOOSING,
    ),
)
op.form(
    "DynamicQuantV3", without=("dstTypeMax",), page="quant/dynamic_quant/docs/aclnnDynamicQuantV3", limits=CHOOSING,
    header="aclnn_dynamic_quant_v3.h",
)  # fmt: skip
_CHOICES = ("isSymmetrical", "quantMode", "dstTypeMax")
op.form(
    "DynamicQuantV2", without=_CHOICES, page="quant/dynamic_quant_v2/docs/aclnnDynamicQuantV2", limits=GROUPED,
    families=(*MAIN, *OLDER), header="aclnn_dynamic_quant_v2.h",
)  # fmt: skip
op.form(
    "DynamicQuant", without=(*_CHOICES, "groupIndexOptional", "dstType", "offsetOut"), limits=LIMITS,
    page="quant/dynamic_quant/docs/aclnnDynamicQuant", families=(*MAIN, *OLDER), header="aclnn_dynamic_quant.h",
)  # fmt: skip


def _smoothed(x: Array, smooth: Array, ends: Array | None, by_channel: bool) -> Array:
    if by_channel:
        return x * smooth[:, None]
    if ends is None:
        return x * smooth
    rows = prod(x.shape[:-1])
    groups = groups_of_rows(ends_of(ends, rows, "groupIndexOptional"))
    if len(groups) < rows:
        raise device_fault(f"groupIndexOptional must end with the {rows} rows of x, found {ends.tolist()}.")
    return x * smooth[groups].reshape(x.shape)


@op.kernel
def kernel(
    x: Array, smoothScalesOptional: Array | None, call: Arguments, groupIndexOptional: Array | None = None,
    dstTypeMax: float = 0.0,
) -> tuple[Array, Array, Array | None]:  # fmt: skip
    mode, dtype = _mode(call), call.yOut.dtype
    axis = {TOKEN: -1, TENSOR: None, CHANNEL: -2}[mode]
    if smoothScalesOptional is not None and call.family in MAIN:
        x = _smoothed(x, smoothScalesOptional, groupIndexOptional, mode == CHANNEL)
    low, high = q.range_of(dtype)
    if dtype == HIFLOAT8 and dstTypeMax:
        low, high = -dstTypeMax, dstTypeMax
    shape = call.scaleOut.shape
    if getattr(call, "offsetOut", None) is None:
        values, scale = q.symmetric(x, axis, high)
        return q.quantised(values, dtype), scale.reshape(shape), None
    top = np.max(x, axis=axis, keepdims=True)
    scale = (top - np.min(x, axis=axis, keepdims=True)) / np.float32(high - low)
    if call.family not in NEWER:
        scale = np.maximum(scale, np.float32(LEAST_SCALE))
    offset = np.float32(high) - top / scale
    return q.quantised(x / scale + offset, dtype), scale.reshape(shape), offset.reshape(shape)

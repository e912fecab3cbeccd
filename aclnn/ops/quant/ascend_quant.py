"""aclnnAscendQuantV3 and aclnnAscendQuant, its form for the last dimension."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Invalid, Operator, OptionalIn, Out, Text
from aclnn.dtypes import EIGHT, FLOAT, HIFLOAT8, INT8, INT32
from aclnn.lazy import Array
from aclnn.shapes import Dims
from aclnn.shared import quantisation as q
from aclnn.shared.limits import rank_limit, same_shape


def _axis(a: Arguments) -> int:
    axis: int = getattr(a, "axis", -1)
    return axis if axis < 0 else axis - len(a.x.shape)


def scale_shape(shape: Dims, axis: int, length: int) -> Dims:
    """Of as many dimensions as x, all but that at `axis` 1 long."""
    return tuple(length if at == len(shape) + axis else 1 for at in range(len(shape)))


def _scale_fits(a: Arguments) -> bool:
    axis, given = _axis(a), a.scale.shape
    lengths = (1, a.x.shape[axis]) if hasattr(a, "axis") or len(given) == 1 else (a.x.shape[axis],)
    return given in [shape for n in lengths for shape in ((n,), scale_shape(a.x.shape, axis, n))]


def _roundings(a: Arguments) -> tuple[str, ...]:
    if a.y.dtype == HIFLOAT8:
        return ("round", "hybrid")
    return ("round",) if a.y.dtype in EIGHT else q.ROUNDINGS


TYPES = (
    Invalid(
        "scale", "must have the type of x, or any where that is FLOAT",
        lambda a: a.x.dtype in (FLOAT, a.scale.dtype), ("A2", "A3", "310P"),
    ),
    *q.target_limits("y"),
    q.type_code("dstType", "y"),
)  # fmt: skip
SHAPES = (
    rank_limit("x", 1),
    q.whole_words("x", "y"),
    Invalid("scale", "must be 1 long or as long as the dimension of x at axis, and 1 long elsewhere", _scale_fits),
    same_shape("offset", "scale"),
    q.mode_limit("roundMode", _roundings),
    Invalid("roundMode", "must be round: hybrid is not simulated", lambda a: a.roundMode != "hybrid"),
)
op = Operator(
    "AscendQuantV3",
    In("x", FLOATS),
    In("scale", FLOATS),
    OptionalIn("offset", like="scale"),
    Attribute("sqrtMode", "bool"),
    Text("roundMode", const=True),
    Attribute("dstType", "int32_t"),
    Attribute("axis", "int32_t"),
    Out("y", (INT8, INT32, *EIGHT), shape=q.target_shape("x", "y"), const=True),
    summary="x times scale (its square with sqrtMode) plus offset, rounded to a quantised type; INT32 is eight INT4.",
    page="quant/ascend_quant_v2/docs/aclnnAscendQuantV3",
    families=(*MAIN, "310P"),
    limits=(
        Invalid("scale", "must have the type of x", lambda a: a.scale.dtype == a.x.dtype, ("950",)),
        *TYPES,
        SHAPES[0],
        Invalid("axis", "must be one of the last two dimensions of x",
                lambda a: _axis(a) in (-1, -2) and -_axis(a) <= len(a.x.shape)),
        Invalid("axis", "must be the last dimension of x on this product", lambda a: _axis(a) == -1, ("310P",)),
        *SHAPES[1:],
    ),
)  # fmt: skip
op.form(
    "AscendQuant", without=("axis",), limits=(*TYPES, *SHAPES), header="aclnn_ascend_quant.h",
    summary="As aclnnAscendQuantV3, with a scale for all or for each element of a row.",
    page="quant/ascend_quant_v2/docs/aclnnAscendQuant", families=("A2", "A3", "310P"),
)  # fmt: skip


@op.kernel
def kernel(
    x: Array, scale: Array, offset: Array | None, sqrtMode: bool, roundMode: str, call: Arguments
) -> Array:  # fmt: skip
    shape = scale_shape(x.shape, _axis(call), scale.size)
    scale = scale.reshape(shape)
    values = x * scale * scale if sqrtMode else x * scale
    if offset is not None:
        values = values + offset.reshape(shape)
    return q.quantised(values, call.y.dtype, roundMode)

"""aclnnDequantSwigluQuantV2, and aclnnDequantSwigluQuant with the plain SwiGLU and INT8.

Not simulated, and refused: halves of other dimensions than the last, 4-bit floats, pairs of groups.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf, prod

from acl_sim import status
from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, OptionalIn, Out, Text
from aclnn.dtypes import BF16, EIGHT, FLOAT, FLOAT16, HIFLOAT8, INT8, INT32, INT64
from aclnn.lazy import Array, np
from aclnn.shapes import Dims
from aclnn.shared import quantisation as q
from aclnn.shared.groups import ends_of, groups_of_rows
from aclnn.shared.limits import rank_limit, same_shape

DYNAMIC, STATIC = MODES = ("dynamic", "static")
PLAIN, INTERLEAVED, HALVES, CLAMPED = range(4)  # swigluMode
CUBE = ("A2", "A3")
LONGEST = 7232


def _mode(a: Arguments) -> str:
    mode: str = a.quantModeOptional or STATIC
    return mode


def _groups(a: Arguments) -> int:
    return 1 if a.groupIndexOptional is None else int(a.groupIndexOptional.shape[0])


def _row_fits(name: str, halves: bool) -> Limit:
    """A row of x (or half of one), for each group; a number for each where it quantises."""

    def holds(a: Arguments) -> bool:
        tensor = getattr(a, name)
        if tensor is None:
            return True
        wide = a.x.shape[-1] // (2 if halves else 1)
        allowed: list[Dims] = [(_groups(a), wide)]
        if a.groupIndexOptional is None:
            allowed.append((wide,))
        if halves:
            allowed.append((_groups(a),))
        return tensor.shape in allowed

    words = f"must be {'half ' if halves else ''}a row of x{' or a number' if halves else ''}, for each group"
    return Invalid(name, words, holds)


def _only_for_integers(name: str) -> Limit:
    return Invalid(name, "must be null unless x is INT32", lambda a: a.x.dtype == INT32 or getattr(a, name) is None)


def _missing(name: str, when: str, is_needed: Callable[[Arguments], bool]) -> Limit:
    def holds(a: Arguments) -> bool:
        return getattr(a, name) is not None or not is_needed(a)

    return Limit(name, f"must not be null {when}", holds, status=status.NN_PARAM_NULLPTR)


def _scale_rows(a: Arguments) -> bool:
    scale, rows = a.activationScaleOptional, a.x.shape[:-1]
    return scale is None or scale.shape in (rows, (*rows, 1))


SHAPES = (
    _missing("weightScaleOptional", "for x of INT32", lambda a: a.x.dtype == INT32),
    _missing("quantScaleOptional", "for static quantisation", lambda a: _mode(a) == STATIC),
    q.mode_limit("quantModeOptional", MODES, optional=True),
    *map(_only_for_integers, ("weightScaleOptional", "activationScaleOptional", "biasOptional")),
    rank_limit("x", 2),
    Invalid("x", "must have an even last dimension", lambda a: a.x.shape[-1] % 2 == 0),
    Invalid("x", f"must have a last dimension of at most {LONGEST} with groups on this product",
            lambda a: a.groupIndexOptional is None or a.x.shape[-1] <= LONGEST, CUBE),
    rank_limit("groupIndexOptional", 1, 1),
    _row_fits("weightScaleOptional", False),
    Invalid("activationScaleOptional", "must have an element for each row of x", _scale_rows),
    _row_fits("biasOptional", False),
    _row_fits("quantScaleOptional", True),
    Invalid("quantOffsetOptional", "must be null for dynamic quantisation",
            lambda a: a.quantOffsetOptional is None or _mode(a) == STATIC),
    same_shape("quantOffsetOptional", "quantScaleOptional"),
)  # fmt: skip
op = Operator(
    "DequantSwigluQuantV2",
    In("x", (FLOAT16, BF16, INT32)),
    OptionalIn("weightScaleOptional", (FLOAT,)),
    OptionalIn("activationScaleOptional", (FLOAT,)),
    OptionalIn("biasOptional", (FLOAT, FLOAT16, BF16, INT32)),
    OptionalIn("quantScaleOptional", (FLOAT,)),
    OptionalIn("quantOffsetOptional", (FLOAT,)),
    OptionalIn("groupIndexOptional", (INT64,)),
    Attribute("activateLeft", "bool"),
    Text("quantModeOptional"),
    Attribute("dstType", "int64_t"),
    Text("roundModeOptional"),
    Attribute("activateDim", "int64_t"),
    Attribute("swigluMode", "int64_t"),
    Attribute("clampLimit", "double"),
    Attribute("gluAlpha", "double"),
    Attribute("gluBias", "double"),
    Out("yOut", (INT8, *EIGHT), shape=q.half_rows("x"), const=True),
    Out("scaleOut", (FLOAT,), shape=q.row_shape("x"), const=True),
    summary="Rows of INT32 made numbers by scales, their SwiGLU, and that quantised, by groups of rows.",
    page="quant/dequant_swiglu_quant/docs/aclnnDequantSwigluQuantV2",
    families=MAIN,
    limits=(
        Invalid("x", "must be INT32 or BF16 on this product", lambda a: a.x.dtype != FLOAT16, CUBE),
        q.type_code("dstType", "yOut"),
        Invalid("roundModeOptional", "must be rint, for HIFLOAT8 round, or null",
                lambda a: a.roundModeOptional in (None, "round" if a.yOut.dtype == HIFLOAT8 else "rint")),
        Invalid("activateDim", "must be the last dimension: others are not simulated",
                lambda a: a.activateDim in (-1, len(a.x.shape) - 1)),
        Invalid("swigluMode", "must be 0 to 3", lambda a: a.swigluMode in range(4)),
        Invalid("activateLeft", "must be true with swigluMode 1",
                lambda a: a.activateLeft or a.swigluMode != INTERLEAVED),
        Invalid("clampLimit", "must be positive and finite", lambda a: a.swigluMode == PLAIN or 0 < a.clampLimit < inf),
        Invalid("x", "must have 2 dimensions on this product", lambda a: len(a.x.shape) == 2, CUBE),
        Invalid("x", "must have a last dimension that is a multiple of 64 on this product",
                lambda a: a.x.shape[-1] % 64 == 0, CUBE),
        Limit("groupIndexOptional", "must not be null on this product", lambda a: a.groupIndexOptional is not None,
              CUBE, status.NN_PARAM_NULLPTR),
        *SHAPES,
    ),
)  # fmt: skip
op.form(
    "DequantSwigluQuant",
    without=(
        "dstType", "roundModeOptional", "activateDim", "swigluMode", "clampLimit", "gluAlpha", "gluBias",
    ),
    changed=(
        OptionalIn("groupIndexOptional", (INT32, INT64)),
        Out("yOut", (INT8,), shape=q.half_rows("x"), const=True),
    ),
    header="aclnn_dequant_swiglu_quant.h",
    page="quant/dequant_swiglu_quant/docs/aclnnDequantSwigluQuant",
    families=("A2", "950"),
    limits=(
        Invalid("groupIndexOptional", "must be INT64 on this product",
                lambda a: a.groupIndexOptional is None or a.groupIndexOptional.dtype == INT64, ("950",)),
        Invalid("quantModeOptional", "must be dynamic on this product", lambda a: _mode(a) == DYNAMIC, ("950",)),
        *SHAPES,
    ),
)  # fmt: skip


def _gated(values: Array, left: bool, mode: int, limit: float, alpha: float, bias: float) -> Array:
    """The variants of SwiGLU; those with a limit clamp what they gate."""
    if mode == INTERLEAVED:
        gate, other = values[:, ::2], values[:, 1::2]
    else:
        gate, other = np.split(values, 2, axis=-1) if left else np.split(values, 2, axis=-1)[::-1]
    if mode == PLAIN:
        return gate / (1 + np.exp(-gate)) * other
    most = np.float32(limit)
    other = np.clip(other, -most, most)
    if mode == CLAMPED:
        return np.minimum(gate / (1 + np.exp(-gate)), most) * other
    gate = np.minimum(gate, most)
    return gate / (1 + np.exp(np.float32(-alpha) * gate)) * (other + np.float32(bias))


@op.kernel
def kernel(
    x: Array, weightScaleOptional: Array | None, activationScaleOptional: Array | None, biasOptional: Array | None,
    quantScaleOptional: Array | None, quantOffsetOptional: Array | None, groupIndexOptional: Array | None,
    activateLeft: bool, call: Arguments, swigluMode: int = PLAIN, clampLimit: float = 0.0, gluAlpha: float = 0.0,
    gluBias: float = 0.0,
) -> tuple[Array, Array | None]:  # fmt: skip
    """groupIndexOptional counts the rows of each group; those behind the last group are left alone."""
    from aclnn.access import Part

    rows = prod(x.shape[:-1])
    ends = np.array([rows])
    if groupIndexOptional is not None:
        ends = ends_of(groupIndexOptional, rows, "groupIndexOptional", counts=True)
    groups = groups_of_rows(ends)

    def of_rows(table: Array) -> Array:
        return table.reshape(len(ends), -1)[groups]

    values = x.reshape(rows, -1)[: len(groups)]
    if values.dtype == np.int32 and weightScaleOptional is not None:
        if biasOptional is not None and biasOptional.dtype == np.int32:
            values, biasOptional = values + of_rows(biasOptional), None
        values = values.astype(np.float32) * of_rows(weightScaleOptional)
        if activationScaleOptional is not None:
            values = values * activationScaleOptional.reshape(-1, 1)[: len(groups)]
        if biasOptional is not None:
            values = values + of_rows(biasOptional)
    values = _gated(values, activateLeft, swigluMode, clampLimit, gluAlpha, gluBias)
    scales = None
    if _mode(call) == STATIC:
        assert quantScaleOptional is not None
        values = values / of_rows(quantScaleOptional)
        if quantOffsetOptional is not None:
            values = values + of_rows(quantOffsetOptional)
    else:
        if quantScaleOptional is not None:
            values = values * of_rows(quantScaleOptional)
        values, scale = q.symmetric(values, -1, q.range_of(call.yOut.dtype)[1])
        scales = Part(np.arange(len(groups)), scale)
    return Part(np.arange(values.size), q.rounded(values, call.yOut.dtype)), scales

"""aclnnSwiGluQuantV2 and aclnnSwiGluQuant."""

from __future__ import annotations

from math import prod

from acl_sim import status
from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, OptionalIn, Out, Text
from aclnn.dtypes import FLOAT, INT8, INT32
from aclnn.lazy import Array, np
from aclnn.shared import quantisation as q
from aclnn.shared.groups import ends_of, groups_of_rows
from aclnn.shared.limits import rank_limit, same_shape

DYNAMIC, STATIC = MODES = ("dynamic", "static")
LONGEST = 8192
ENDS, COUNTS = 0, 1


def _mode(a: Arguments) -> str:
    mode: str = a.quantModeOptional or DYNAMIC
    return mode


def _scale_fits(a: Arguments) -> bool:
    """A number or a row for each group, or for all rows where there are none."""
    groups = 1 if a.groupIndexOptional is None else a.groupIndexOptional.shape[0]
    return a.smoothScalesOptional is None or a.smoothScalesOptional.shape in ((groups,), (groups, a.x.shape[-1] // 2))


def _needs(name: str, words: str, needed: tuple[str, ...]) -> Limit:
    def holds(a: Arguments) -> bool:
        return getattr(a, name) is not None or _mode(a) not in needed

    return Limit(name, f"must not be null{words}", holds, status=status.NN_PARAM_NULLPTR)


SHAPES = (
    q.mode_limit("quantModeOptional", MODES, optional=True),
    rank_limit("x", 2),
    Invalid(
        "x", f"must have a last dimension that is even and at most {LONGEST}",
        lambda a: a.x.shape[-1] % 2 == 0 and 0 < a.x.shape[-1] <= LONGEST,
    ),
    rank_limit("groupIndexOptional", 1, 1),
    Invalid(
        "groupIndexOptional", "must not have more elements than x has rows",
        lambda a: a.groupIndexOptional is None or a.groupIndexOptional.size <= prod(a.x.shape[:-1]),
    ),
    Invalid("smoothScalesOptional", "must have a number, or half a row of x, for each group", _scale_fits),
)  # fmt: skip
OFFSETS = same_shape("offsetsOptional", "smoothScalesOptional")
op = Operator(
    "SwiGluQuantV2",
    In("x", FLOATS),
    OptionalIn("smoothScalesOptional", (FLOAT,)),
    OptionalIn("offsetsOptional", (FLOAT,)),
    OptionalIn("groupIndexOptional", (INT32,)),
    Attribute("activateLeft", "bool"),
    Text("quantModeOptional"),
    Attribute("groupListType", "int64_t"),
    Attribute("dstType", "int64_t"),
    Out("yOut", (INT8,), shape=q.half_rows("x"), const=True),
    Out("scaleOut", (FLOAT,), shape=q.row_shape("x"), const=True),
    summary="SwiGLU of rows, times the scale of their group, quantised: by their greatest magnitudes, or as they are.",
    page="quant/swi_glu_quant/docs/aclnnSwiGluQuantV2",
    families=MAIN,
    limits=(
        Invalid("groupListType", "must be 0 or 1", lambda a: a.groupListType in (ENDS, COUNTS)),
        q.type_code("dstType", "yOut"),
        _needs("smoothScalesOptional", " for static quantisation", (STATIC,)),
        _needs("offsetsOptional", " for static quantisation", (STATIC,)),
        *SHAPES,
        OFFSETS,
    ),
)
op.form(
    "SwiGluQuant", without=("groupListType", "dstType"), header="aclnn_swi_glu_quant.h",
    page="quant/swi_glu_quant/docs/aclnnSwiGluQuant",
    limits=(
        _needs("smoothScalesOptional", "", MODES),
        _needs("groupIndexOptional", ": only groups are supported", MODES),
        _needs("offsetsOptional", " for static quantisation", (STATIC,)),
        *SHAPES,
        OFFSETS,
    ),
)  # fmt: skip


@op.kernel
def kernel(
    x: Array, smoothScalesOptional: Array | None, offsetsOptional: Array | None, groupIndexOptional: Array | None,
    activateLeft: bool, call: Arguments, groupListType: int = ENDS,
) -> tuple[Array, Array]:  # fmt: skip
    """Rows behind the last group are left alone; static quantisation gives no scales."""
    from aclnn.access import Part

    halves = np.split(x.reshape(-1, x.shape[-1]), 2, axis=-1)
    gate, other = halves if activateLeft else halves[::-1]
    rows = len(gate)
    ends = np.array([rows])
    if groupIndexOptional is not None:
        ends = ends_of(groupIndexOptional, rows, "groupIndexOptional", groupListType == COUNTS)
    groups = groups_of_rows(ends)
    gate, other = gate[: len(groups)], other[: len(groups)]
    values = gate / (1 + np.exp(-gate)) * other
    if smoothScalesOptional is not None:
        values = values * smoothScalesOptional.reshape(len(ends), -1)[groups]
    if _mode(call) == STATIC:
        assert offsetsOptional is not None
        values, scales = values + offsetsOptional.reshape(len(ends), -1)[groups], None
    else:
        scale = np.float32(q.range_of(call.yOut.dtype)[1]) / np.max(np.abs(values), axis=-1, keepdims=True)
        values, scales = values * scale, Part(np.arange(len(groups)), scale)
    return Part(np.arange(values.size), q.quantised(values, call.yOut.dtype)), scales

"""aclnnAddRmsNormQuantV2, and aclnnAddRmsNormQuant without beta and the normalised rows."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, OptionalIn, OptionalOut, Out
from aclnn.dtypes import BF16, EIGHT, FLOAT, FLOAT16, INT8, INT32, DType
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of
from aclnn.shared import norms
from aclnn.shared import quantisation as q
from aclnn.shared.limits import same_shape

BLOCK = 32  # bytes that 310P moves at least
BEFORE_950 = ("A2", "A3", "310P")


def _types(a: Arguments) -> list[tuple[DType, DType, DType]]:
    """The types of x1, scales and zero points that go together."""
    older = [(FLOAT16, FLOAT, INT32)]
    if a.family == "310P":
        return older
    if a.family != "950":
        return [*older, (BF16, BF16, BF16)]
    own = [(dtype, dtype, dtype) for dtype in FLOATS]
    return [*own, *((half, FLOAT, zero) for half in (FLOAT16, BF16) for zero in (INT32, FLOAT))]


def _types_go_together(a: Arguments) -> bool:
    zero = a.zeroPoints1Optional or a.zeroPoints2Optional
    given = (a.x1.dtype, a.scales1.dtype)
    return any(given == row[:2] and (zero is None or zero.dtype == row[2]) for row in _types(a))


def _like(name: str, other: str) -> Limit:
    def holds(a: Arguments) -> bool:
        first, second = getattr(a, name), getattr(a, other)
        return first is None or second is None or first.dtype == second.dtype

    return Invalid(name, f"must have the type of {other}", holds)


def _beta_type(a: Arguments) -> bool:
    """That of gamma; FLOAT beside zero points of FLOAT on 950, as the page's table has it."""
    beta, zero = getattr(a, "betaOptional", None), a.zeroPoints1Optional
    if beta is None:
        return True
    wide = a.family == "950" and a.scales1.dtype == FLOAT and zero is not None and zero.dtype == FLOAT
    return bool(beta.dtype == (FLOAT if wide else a.gamma.dtype))


LIMITS = (
    Invalid("divMode", "must be true on this product", lambda a: a.divMode, BEFORE_950),
    Invalid("scales1", "must have a type that the page combines with those of x1 and the zero points",
            _types_go_together),
    _like("scales2Optional", "scales1"),
    _like("zeroPoints2Optional", "zeroPoints1Optional"),
    same_shape("x2", "x1"),
    Invalid("gamma", "must have the shape of the last dimensions of x1", lambda a: norms.ends_with(a.x1, a.gamma)),
    *(same_shape(name, "gamma") for name in ("scales1", "scales2Optional", "zeroPoints1Optional",
                                             "zeroPoints2Optional")),
    Invalid("gamma", f"must have rows of at least {BLOCK} bytes on this product",
            lambda a: a.gamma.size * a.gamma.dtype.bits // 8 >= BLOCK, ("310P",)),
    Invalid("y2Out", "must have shape and type of y1Out where scales2Optional is given",
            lambda a: a.scales2Optional is None or (a.y2Out.shape, a.y2Out.dtype) == (a.x1.shape, a.y1Out.dtype)),
)  # fmt: skip
op = Operator(
    "AddRmsNormQuantV2",
    In("x1", FLOATS),
    In("x2", like="x1"),
    In("gamma", like="x1"),
    In("scales1", FLOATS),
    OptionalIn("scales2Optional", FLOATS),
    OptionalIn("zeroPoints1Optional", (INT32, *FLOATS)),
    OptionalIn("zeroPoints2Optional", (INT32, *FLOATS)),
    OptionalIn("betaOptional", FLOATS),
    Attribute("axis", "int64_t"),
    Attribute("epsilon", "double"),
    Attribute("divMode", "bool"),
    Out("y1Out", (INT8, *EIGHT), shape=shape_of("x1")),
    Out("y2Out", (INT8, *EIGHT)),
    Out("xOut", like="x1", shape=shape_of("x1")),
    OptionalOut("rmsNormOut", like="x1", shape=shape_of("x1")),
    summary="The sum of two tensors, its rows over the root of their mean square times gamma plus beta, and quantised.",
    page="norm/add_rms_norm_quant_v2/docs/aclnnAddRmsNormQuantV2",
    families=(*MAIN, "310P"),
    limits=(
        *LIMITS,
        same_shape("betaOptional", "gamma"),
        Invalid("betaOptional", "must have a type that the page combines with the others", _beta_type),
    ),
)
op.form(
    "AddRmsNormQuant", without=("betaOptional", "rmsNormOut"), header="aclnn_add_rms_norm_quant.h", limits=LIMITS,
    page="norm/add_rms_norm_quant/docs/aclnnAddRmsNormQuant",
)  # fmt: skip


@op.kernel
def kernel(
    x1: Array, x2: Array, gamma: Array, scales1: Array, scales2Optional: Array | None,
    zeroPoints1Optional: Array | None, zeroPoints2Optional: Array | None, epsilon: float, divMode: bool,
    call: Arguments, betaOptional: Array | None = None,
) -> tuple[Array, Array | None, Array, Array]:  # fmt: skip
    def quantised(scales: Array, zero: Array | None) -> Array:
        values = y / scales if divMode else y * scales
        if zero is not None:
            values = values + zero.astype(np.float32)
        return q.rounded(values, call.y1Out.dtype)

    x = x1 + x2
    normal = x * norms.rms(x, gamma.ndim, epsilon) * gamma
    y = normal if betaOptional is None else normal + betaOptional
    second = None if scales2Optional is None else quantised(scales2Optional, zeroPoints2Optional)
    return quantised(scales1, zeroPoints1Optional), second, x, normal

"""aclnnRmsNormQuant."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, Out
from aclnn.dtypes import EIGHT, FLOAT, INT8, INT32, DType
from aclnn.lazy import Array, np
from aclnn.shared import norms
from aclnn.shared import quantisation as q
from aclnn.shared.limits import lacks, rank_limit

BLOCK = 32  # bytes that 310P moves at least
OLDER = ("A2", "A3", "310P")


def _is_row(name: str) -> Limit:
    def holds(a: Arguments) -> bool:
        row: tuple[int, ...] = a.x.shape[-1:]
        return getattr(a, name).shape in (row, (1, *row))

    return Invalid(name, "must be a row of x, in one dimension or [1, n]", holds)


def _types_go_together(a: Arguments) -> bool:
    """scale has the type of x and offset that or INT8; on 950 they may be FLOAT beside 16 bits, and offset INT32."""
    own, given = a.x.dtype, (a.scale.dtype, a.offset.dtype)
    pairs: list[tuple[DType, DType]] = [] if own == FLOAT else [(own, INT8)]
    if a.family == "950":
        pairs += [(own, own), *([] if own == FLOAT else [(FLOAT, INT32), (FLOAT, FLOAT)])]
    return given in pairs


op = Operator(
    "RmsNormQuant",
    In("x", FLOATS),
    In("gamma", like="x"),
    In("beta", like="x"),
    In("scale", FLOATS),
    In("offset", (INT8, INT32, *FLOATS)),
    Attribute("epsilon", "double"),
    Out("y", (INT8, INT32, *EIGHT), shape=q.target_shape("x", "y")),
    summary="Each row over the root of its mean square times gamma plus beta, over scale plus offset, quantised.",
    page="norm/rms_norm_quant/docs/aclnnRmsNormQuant",
    families=(*MAIN, "310P"),
    limits=(
        lacks("y", (INT32,), OLDER),
        Invalid("scale", "must have a type that the page combines with those of x and offset", _types_go_together),
        rank_limit("x", 1),
        Invalid("x", "must not be empty", lambda a: a.x.size > 0),
        q.whole_words("x", "y"),
        _is_row("gamma"),
        _is_row("beta"),
        Invalid("scale", "must have one element", lambda a: a.scale.shape == (1,)),
        Invalid("offset", "must have one element", lambda a: a.offset.shape == (1,)),
        Invalid(
            "x", f"must have rows of at least {BLOCK} bytes on this product",
            lambda a: a.x.shape[-1] * a.x.dtype.bits // 8 >= BLOCK, ("310P",),
        ),
    ),
)  # fmt: skip


@op.kernel
def kernel(x: Array, gamma: Array, beta: Array, scale: Array, offset: Array, epsilon: float, call: Arguments) -> Array:
    values = x * norms.rms(x, 1, epsilon) * gamma.reshape(-1) + beta.reshape(-1)
    quantised = values / scale + offset.astype(np.float32)
    return q.quantised(np.nan_to_num(quantised, nan=0, posinf=np.inf, neginf=-np.inf), call.y.dtype)

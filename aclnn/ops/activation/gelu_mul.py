"""aclnnGeluMul."""

from __future__ import annotations

from math import prod

from aclnn.declare import FLOATS, MAIN, In, Invalid, Operator, Out, Text
from aclnn.lazy import Array, np
from aclnn.shared import quantisation as q
from aclnn.shared.gelus import gelu
from aclnn.shared.limits import rank_limit

LONGEST = 1024
MOST_ROWS = 200000

op = Operator(
    "GeluMul",
    In("input", FLOATS),
    Text("approximateOptional"),
    Out("out", like="input", shape=q.half_rows("input"), const=True),
    summary="GELU of the first half of each row, times the second half.",
    page="activation/gelu_mul/docs/aclnnGeluMul",
    families=MAIN,
    limits=(
        rank_limit("input", 2),
        q.mode_limit("approximateOptional", ("none", "tanh"), optional=True),
        Invalid(
            "input", f"must have a last dimension that is even and at most {LONGEST}",
            lambda a: a.input.shape[-1] % 2 == 0 and a.input.shape[-1] <= LONGEST,
        ),
        Invalid("input", f"must have at most {MOST_ROWS} rows", lambda a: prod(a.input.shape[:-1]) <= MOST_ROWS),
    ),
)  # fmt: skip


@op.kernel
def kernel(input: Array, approximateOptional: str | None) -> Array:
    first, second = np.split(input, 2, axis=-1)
    return gelu(first, approximateOptional == "tanh") * second

"""aclnnArange and aclnnRange, which differ in words: the output says how many numbers there are."""

from __future__ import annotations

from typing import Any

from aclnn.declare import MAIN, Arguments, Invalid, Operator, Out, Scalar
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING


def _numbers(a: Arguments) -> tuple[Any, Any, Any]:
    """Start, end and step as the type of the output has them."""
    whole = a.out.dtype in (INT32, INT64)
    start, end, step = (int(scalar.value) if whole else scalar.value for scalar in (a.start, a.end, a.step))
    return start, end, step


def _goes_on(a: Arguments) -> bool:
    start, end, step = _numbers(a)
    return bool(start <= end if step > 0 else start >= end)


op = Operator(
    "Arange",
    Scalar("start"),
    Scalar("end"),
    Scalar("step"),
    Out("out", (*FLOATING, INT32, INT64)),
    summary="The numbers from start in steps, before end; as many as the output has room for.",
    page="math/range/docs/aclnnArange",
    families=(*MAIN, "310P", "910"),
    limits=(
        Invalid("step", "must not be 0", lambda a: _numbers(a)[2] != 0),
        Invalid("end", "must lie where step goes from start", _goes_on),
    ),
)
op.form(
    "Range",
    summary="The numbers from start in steps, up to and with end; as many as the output has room for.",
    page="math/range/docs/aclnnRange",
    families=(*MAIN, "310P", "310B", "910"),
    header="aclnn_range.h",
)


@op.kernel
def kernel(call: Arguments) -> Array:
    start, _, step = _numbers(call)
    dtype = np.int64 if call.out.dtype in (INT32, INT64) else np.float64
    return (start + step * np.arange(call.out.size, dtype=dtype)).astype(dtype).reshape(call.out.shape)

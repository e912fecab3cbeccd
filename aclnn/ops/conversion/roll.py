"""aclnnRoll."""

from __future__ import annotations

from aclnn.declare import MAIN, In, IntArray, Invalid, Operator, Out
from aclnn.dtypes import BF16, BOOL, COMPLEX64, FLOAT, FLOAT16, UINT32
from aclnn.lazy import Array, np
from aclnn.promotion import INTEGERS
from aclnn.shapes import shape_of

op = Operator(
    "Roll",
    In("x", (FLOAT, FLOAT16, BF16, *INTEGERS, UINT32, BOOL, COMPLEX64)),
    IntArray("shifts"),
    IntArray("dims"),
    Out("out", like="x", shape=shape_of("x")),
    summary="The elements moved along axes, those that leave at the end coming back at the beginning.",
    page="conversion/roll/docs/aclnnRoll",
    families=(*MAIN, "310P", "910"),
    limits=(
        Invalid(
            "shifts", "must have an element for each of dims, or one", lambda a: len(a.shifts) == len(a.dims or (0,))
        ),
        Invalid(
            "dims",
            "must be within the dimensions of x",
            lambda a: all(-len(a.x.shape) <= d < len(a.x.shape) for d in a.dims),
        ),
    ),
)


@op.kernel
def kernel(x: Array, shifts: tuple[int, ...], dims: tuple[int, ...]) -> Array:
    return np.roll(x, shifts, dims) if dims else np.roll(x, shifts[0])

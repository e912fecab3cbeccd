"""aclnnRepeatInterleave, aclnnRepeatInterleaveInt and aclnnRepeatInterleaveIntWithDim."""

from __future__ import annotations

from acl_sim.messages import device_fault
from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16, INT8, INT16, INT32, INT64, UINT8
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape
from aclnn.shared.axes import axis_limit, axis_of, with_length
from aclnn.shared.limits import rank_limit

TYPES = (UINT8, INT8, INT16, INT32, INT64, BOOL, FLOAT16, BF16, FLOAT)
FLAT = Shape("(`outputSize`)", lambda a: (a.outputSize,))
NOT_NEGATIVE = Invalid("repeats", "must not be negative", lambda a: a.repeats >= 0)


def _along(a: Arguments) -> Dims:
    shape: Dims = a.self.shape
    return with_length(shape, axis_of(a.dim, len(shape)), a.outputSize)


op = Operator(
    "RepeatInterleave",
    In("self", TYPES),
    In("repeats", (INT32, INT64)),
    Attribute("outputSize", "int64_t"),
    Out("out", like="self", shape=FLAT),
    summary="All elements in one row, each as often as repeats says for it, or for all.",
    page="index/repeat_interleave/docs/aclnnRepeatInterleave",
    families=MAIN,
    limits=(
        rank_limit("repeats", 0, 1),
        Invalid(
            "repeats", "must have one element, or one for each of self", lambda a: a.repeats.size in (1, a.self.size)
        ),
    ),
)


@op.kernel
def kernel(self: Array, repeats: Array, outputSize: int) -> Array:
    if (repeats < 0).any():
        raise device_fault(f"repeats has {int(repeats.min())}; it must not be negative.")
    found = np.repeat(self.reshape(-1), repeats.reshape(-1))
    if found.size != outputSize:
        raise device_fault(f"repeats gives {found.size} elements; outputSize is {outputSize}.")
    return found


of_all = Operator(
    "RepeatInterleaveInt",
    In("self", TYPES),
    Attribute("repeats", "int64_t"),
    Attribute("outputSize", "int64_t"),
    Out("out", like="self", shape=FLAT),
    summary="All elements in one row, each repeated.",
    page="index/repeat_interleave/docs/aclnnRepeatInterleaveInt",
    header="aclnn_repeat_interleave.h",
    families=MAIN,
    limits=(
        NOT_NEGATIVE,
        Invalid("outputSize", "must be repeats elements of self", lambda a: a.outputSize == a.repeats * a.self.size),
    ),
)


@of_all.kernel
def kernel_of_all(self: Array, repeats: int) -> Array:
    return np.repeat(self.reshape(-1), repeats)


along = Operator(
    "RepeatInterleaveIntWithDim",
    In("self", TYPES),
    Attribute("repeats", "int64_t"),
    Attribute("dim", "int64_t"),
    Attribute("outputSize", "int64_t"),
    Out("out", like="self", shape=Shape("`self` with the length `outputSize` along `dim`", _along)),
    summary="Each slice across a dimension repeated.",
    page="index/repeat_interleave/docs/aclnnRepeatInterleaveIntWithDim",
    header="aclnn_repeat_interleave.h",
    families=MAIN,
    limits=(
        NOT_NEGATIVE,
        rank_limit("self", 1),
        axis_limit(),
        Invalid(
            "outputSize",
            "must be repeats times the length of self along dim",
            lambda a: a.outputSize == a.repeats * a.self.shape[axis_of(a.dim, len(a.self.shape))],
        ),
    ),
)


@along.kernel
def kernel_along(self: Array, repeats: int, dim: int) -> Array:
    return np.repeat(self, repeats, axis=dim)

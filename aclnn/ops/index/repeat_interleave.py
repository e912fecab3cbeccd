"""aclnnRepeatInterleave with its forms for one number of repetitions, along a dimension, and for indices."""

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


def _slices(a: Arguments) -> int:
    length: int = a.self.shape[axis_of(a.dim, len(a.self.shape))]
    return length


def _along(a: Arguments) -> Dims:
    shape: Dims = a.self.shape
    return with_length(shape, axis_of(a.dim, len(shape)), a.outputSize)


ALONG = Shape("`self` with the length `outputSize` along `dim`", _along)


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
    return _repeated(self.reshape(-1), repeats, 0, outputSize)


def _repeated(values: Array, repeats: Array, axis: int, wanted: int) -> Array:
    """Slices repeated as the data says; it must give as many as the program expects."""
    if (repeats < 0).any():
        raise device_fault(f"repeats has {int(repeats.min())}; it must not be negative.")
    found = np.repeat(values, repeats.reshape(-1), axis=axis)
    if found.shape[axis] != wanted:
        raise device_fault(f"repeats gives {found.shape[axis]} elements; outputSize is {wanted}.")
    return found


with_dim = Operator(
    "RepeatInterleaveWithDim",
    In("self", TYPES),
    In("repeats", (INT32, INT64)),
    Attribute("dim", "int64_t"),
    Attribute("outputSize", "int64_t"),
    Out("out", like="self", shape=ALONG),
    summary="Each slice across a dimension as often as repeats says for it, or for all.",
    page="index/repeat_interleave/docs/aclnnRepeatInterleaveWithDim",
    header="aclnn_repeat_interleave.h",
    families=MAIN,
    limits=(
        rank_limit("repeats", 0, 1),
        rank_limit("self", 1),
        axis_limit(),
        Invalid("repeats", "must have one element, or one for each slice", lambda a: a.repeats.size in (1, _slices(a))),
    ),
)


@with_dim.kernel
def kernel_with_dim(self: Array, repeats: Array, dim: int, outputSize: int) -> Array:
    return _repeated(self, repeats, dim, outputSize)


of_indices = Operator(
    "RepeatInterleaveTensor",
    In("repeats", (INT32, INT64)),
    Attribute("outputSize", "int64_t"),
    Out("out", like="repeats", shape=FLAT),
    summary="The numbers from 0, each as often as repeats says for it.",
    page="index/repeat_interleave/docs/aclnnRepeatInterleaveTensor",
    header="aclnn_repeat_interleave.h",
    families=MAIN,
    limits=(
        rank_limit("repeats", 1, 1),
        Invalid("outputSize", "must be at most 2^22", lambda a: a.outputSize <= 2**22),
    ),
)


@of_indices.kernel
def kernel_of_indices(repeats: Array, outputSize: int) -> Array:
    return _repeated(np.arange(repeats.size), repeats, 0, outputSize)


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
    Out("out", like="self", shape=ALONG),
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
            lambda a: a.outputSize == a.repeats * _slices(a),
        ),
    ),
)


@along.kernel
def kernel_along(self: Array, repeats: int, dim: int) -> Array:
    return np.repeat(self, repeats, axis=dim)

"""aclnnInplacePartialRotaryMul: embeds a slice of each row in place; neighbours are the pairs."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import FLOATS, Arguments, Attribute, In, InPlace, IntArray, Limit, Operator
from aclnn.dtypes import FLOAT
from aclnn.ops.posembedding import rotary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

A2_A3 = ("A2", "A3")


def _slice(given: tuple[int, ...] | None, length: int) -> tuple[int, int]:
    """Start and end within rows of that length: all of them unless given."""
    start, end = given or (0, length)
    return start, end


def _length(a: Arguments) -> int:
    """The elements of each row to embed."""
    start, end = _slice(a.partialSlice, a.xRef.shape[-1])
    return end - start


def _is_slice(a: Arguments) -> bool:
    row: int = a.xRef.shape[-1]
    start, end = _slice(a.partialSlice, row)
    return 0 <= start <= end <= row


def _has_layout(a: Arguments, *layouts: str) -> bool:
    """Whether cos has one of the layouts, of which 1 stands for an axis of length 1, for x in BSND."""
    lengths = {"1": 1, **dict(zip("BSN", a.xRef.shape))}
    return any(all(lengths[axis] == length for axis, length in zip(name, a.cos.shape)) for name in layouts)


op = Operator(
    "InplacePartialRotaryMul",
    InPlace("xRef", FLOATS, const=True),
    In("cos", FLOATS),
    In("sin", like="cos"),
    Attribute("rotary_mode", "int64_t"),
    IntArray("partialSlice", required=False),
    summary="Rotary position embedding, in place, of a slice of each row whose pairs are neighbours.",
    page="posembedding/inplace_partial_rotary_mul/docs/aclnnInplacePartialRotaryMul",
    families=("A2", "A3", "950"),
    unsupported=status.NN_PARAM_NULLPTR,  # no executor for such a product
    limits=(
        Limit(
            "cos",
            "must have the data type of xRef, or FLOAT",
            lambda a: a.cos.dtype in (a.xRef.dtype, FLOAT),
            status=status.NN_PARAM_INVALID,
        ),
        Limit("rotary_mode", "must be 1", lambda a: a.rotary_mode == rotary.INTERLEAVE),
        Limit("xRef", "must have 4 dimensions", lambda a: len(a.xRef.shape) == 4),
        Limit("cos", "must have 4 dimensions", lambda a: len(a.cos.shape) == 4),
        Limit("sin", "must have the shape of cos", lambda a: a.sin.shape == a.cos.shape),
        Limit("xRef", "must not be empty", lambda a: a.xRef.size > 0),
        Limit("xRef", "must have a last dimension of at most 1024", lambda a: a.xRef.shape[-1] <= 1024),
        Limit("xRef", "must have a last dimension that is a multiple of 2", lambda a: a.xRef.shape[-1] % 2 == 0),
        Limit("partialSlice", "must have two elements, or none", lambda a: len(a.partialSlice or ()) in (0, 2)),
        Limit("partialSlice", "must be a range within the last dimension of xRef", _is_slice),
        Limit("partialSlice", "must have a length that is a multiple of 2", lambda a: _length(a) % 2 == 0),
        Limit(
            "cos",
            "must have the length of partialSlice as last dimension, unless that is 0",
            lambda a: _length(a) in (0, a.cos.shape[-1]),
        ),
        Limit(
            "cos",
            "must have a shape of BS1D or B11D on this product",
            lambda a: _length(a) == 0 or _has_layout(a, "BS1", "B11"),
            A2_A3,
        ),
        Limit(
            "cos",
            "must have a shape of BSND, B1ND, B11D or 111D on this product",
            lambda a: _length(a) == 0 or _has_layout(a, "BSN", "B1N", "B11", "111"),
            ("950",),
        ),
    ),
)


@op.kernel
def kernel(
    xRef: NDArray[Any],
    cos: NDArray[Any],
    sin: NDArray[Any],
    rotary_mode: int,
    partialSlice: tuple[int, ...] | None,
) -> NDArray[Any] | None:
    start, end = _slice(partialSlice, xRef.shape[-1])
    if start == end:
        return None
    return rotary.embed(rotary_mode, xRef, cos, sin, start)


@op.native_kernel
def native_kernel(a: Arguments) -> None:
    start, end = _slice(a.partialSlice, a.xRef.shape[-1])
    if start < end:
        rotary.run_forward(a.rotary_mode, a.xRef, a.cos, a.sin, a.xRef, start)

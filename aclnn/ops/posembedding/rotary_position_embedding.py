"""aclnnRotaryPositionEmbedding and V2: y = x*cos + rotate(x)*sin, in V2 also with a rotation matrix of the caller's."""

from __future__ import annotations

from acl_sim import status
from acl_sim.machine import machine
from aclnn.declare import FLOATS, Arguments, Attribute, In, Limit, Operator, OptionalIn, Out
from aclnn.dtypes import BF16
from aclnn.ops.posembedding import rotary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

A2_A3 = ("A2", "A3")
ONLY_310P = ("310P",)
BEFORE_950 = ("A2", "A3", "310P")  # products that take the shapes for one of the named layouts
BLOCK_BYTES = 32  # the vector unit's; a row is aligned when half of it is whole blocks
MOST_STRIDE_BLOCKS = 65535  # the 310P's copy instruction holds the stride between rows in 16 bits


def _readings(a: Arguments) -> list[rotary.Reading]:
    return rotary.readings(a.mode, a.x.shape, a.cos.shape)


def _suits_310p(a: Arguments, reading: rotary.Reading) -> bool:
    if reading.layout == "BNSD":
        return reading.batch * reading.heads <= 8 * reading.seq
    rows = reading.heads if reading.layout == "BSND" else reading.batch * reading.heads
    stride: int = (rows - 1) * a.x.shape[-1] * a.x.dtype.bits // 8
    return stride < MOST_STRIDE_BLOCKS * BLOCK_BYTES


def _suits_bnsd(a: Arguments, reading: rotary.Reading) -> bool:
    """The documented cut-off beyond which small operators are faster: it depends on whether rows are aligned."""
    length = a.x.shape[-1]
    both = reading.batch * reading.heads
    if (length // 2 * a.x.dtype.bits // 8) % BLOCK_BYTES == 0:
        return both <= 8 * reading.seq
    return bool(length >= 80) or 2 * both <= -(-reading.seq // machine().product.vector_cores)


def _is_small_enough(a: Arguments, reading: rotary.Reading) -> bool:
    if a.mode == rotary.INTERLEAVE:
        return reading.batch * reading.heads < 1000
    if reading.batch >= 1000 or reading.heads >= 1000:
        return False
    if a.family == "310P":
        return _suits_310p(a, reading)
    return reading.layout != "BNSD" or _suits_bnsd(a, reading)


LIMITS = (
    Limit("mode", "must be 0, 1, 2 or 3", lambda a: a.mode in rotary.MODES),
    Limit("mode", "must be 0 or 1 on this product", lambda a: a.mode in (rotary.HALF, rotary.INTERLEAVE), A2_A3),
    Limit("mode", "must be 0 on this product", lambda a: a.mode == rotary.HALF, ONLY_310P),
    Limit("x", "must have 3 or 4 dimensions", lambda a: len(a.x.shape) in (3, 4)),
    Limit("cos", "must have as many dimensions as x", lambda a: len(a.cos.shape) == len(a.x.shape)),
    Limit("sin", "must have the shape of cos", lambda a: a.sin.shape == a.cos.shape),
    Limit("out", "must have the shape of x", lambda a: a.out.shape == a.x.shape),
    Limit("cos", "must have the last dimension of x", lambda a: a.cos.shape[-1] == a.x.shape[-1]),
    Limit("x", "must have a last dimension below 896 on this product", lambda a: a.x.shape[-1] < 896, A2_A3),
    Limit(
        "x",
        "must have a last dimension of 32, 64, 96 or 128 on this product",
        lambda a: a.x.shape[-1] in (32, 64, 96, 128),
        ONLY_310P,
    ),
    Limit("x", "must have a last dimension of at most 1024", lambda a: a.x.shape[-1] <= 1024),
    Limit(
        "x",
        "must have a last dimension that is a multiple of 4 in quarter mode, of 2 otherwise",
        lambda a: a.x.shape[-1] % rotary.divisor(a.mode) == 0,
    ),
    Limit("cos", "must broadcast to x", lambda a: rotary.broadcasts(a.cos.shape, a.x.shape)),
    Limit(
        "cos",
        "must have a shape that BNSD, BSND, SBND or TND allow on this product",
        lambda a: bool(_readings(a)),
        BEFORE_950,
    ),
    Limit(
        "x",
        "must have fewer batches and heads on this product",
        lambda a: any(_is_small_enough(a, reading) for reading in _readings(a)),
        BEFORE_950,
    ),
)


def _is_empty(a: Arguments) -> bool:
    return bool(a.x.size == a.out.size == 0)


op = Operator(
    "RotaryPositionEmbedding",
    In("x", FLOATS),
    In("cos", like="x"),
    In("sin", like="x"),
    Attribute("mode", "int64_t"),
    Out("out", like="x"),
    summary="Rotary position embedding of one tensor.",
    page="posembedding/rotary_position_embedding/docs/aclnnRotaryPositionEmbedding",
    families=("A2", "A3", "950", "310P"),
    unsupported=status.NN_PARAM_NULLPTR,  # as for the gradient
    is_empty=_is_empty,
    limits=(
        Limit("x", "must not be BF16 on this product", lambda a: a.x.dtype != BF16, ONLY_310P, status.NN_PARAM_INVALID),
        *LIMITS,
    ),
)

op_v2 = Operator(
    "RotaryPositionEmbeddingV2",
    In("x", FLOATS),
    In("cos", like="x"),
    In("sin", like="x"),
    Attribute("mode", "int64_t"),
    OptionalIn("rotate", like="x"),
    Out("out", like="x"),
    summary="Rotary position embedding of one tensor, by a mode or by the caller's rotation matrix.",
    page="posembedding/rotary_position_embedding/docs/aclnnRotaryPositionEmbeddingV2",
    families=("A2", "A3", "950"),
    unsupported=status.NN_PARAM_NULLPTR,
    is_empty=_is_empty,
    limits=(
        Limit(
            "rotate",
            "must be null on this product",
            lambda a: a.rotate is None,
            ("950",),
            status.NN_PARAM_INVALID,
        ),
        *(limit for limit in LIMITS if limit.families != ONLY_310P),
        Limit(
            "rotate",
            "must be a square matrix with as many rows as x has in its last dimension",
            lambda a: a.rotate is None or a.rotate.shape == (a.x.shape[-1],) * 2,
        ),
    ),
)


@op.kernel
def kernel(x: NDArray[Any], cos: NDArray[Any], sin: NDArray[Any], mode: int) -> NDArray[Any]:
    return rotary.embed(mode, x, cos, sin)


@op.native_kernel
def native_kernel(a: Arguments) -> None:
    rotary.run_forward(a.mode, a.x, a.cos, a.sin, a.out)


@op_v2.kernel
def kernel_v2(
    x: NDArray[Any], cos: NDArray[Any], sin: NDArray[Any], mode: int, rotate: NDArray[Any] | None
) -> NDArray[Any]:
    """With a matrix, the mode only says which one the caller built: y = x*cos + (x @ rotate)*sin."""
    if rotate is None:
        return rotary.embed(mode, x, cos, sin)
    y: NDArray[Any] = x * cos + x @ rotate * sin
    return y


@op_v2.native_kernel
def native_kernel_v2(a: Arguments) -> None:
    """A matrix is multiplied by the reference."""
    if a.rotate is None:
        native_kernel(a)
        return
    from aclnn.access import run_reference

    run_reference(op_v2, a)

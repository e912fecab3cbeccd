"""aclnnRopeWithSinCosCache and V2: rotary position embedding of query and key by rows of one table of cos and sin.

With mropeSection a token has several positions, each of which provides some columns of cos and sin; the cacheMode of
V2 says which.
"""

from __future__ import annotations

from acl_sim import status
from acl_sim.messages import device_fault
from aclnn.declare import FLOATS, Arguments, Attribute, In, IntArray, Invalid, Limit, Operator, Out, limit_with
from aclnn.dtypes import INT64
from aclnn.ops.posembedding import rotary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

IN_SECTIONS, IN_TURNS = CACHE_MODES = (0, 1)
SECTIONS = ((16, 24, 24), (24, 20, 20), (8, 12, 12), (16, 16, 16, 16), (11, 11, 10))  # the last one: source only
MISSING_ON_950 = ((8, 12, 12), (16, 16, 16, 16))


def _is_mrope(sections: tuple[int, ...] | None) -> bool:
    """Whether tokens have several positions; [0, 0, 0] asks for plain rotation as null does."""
    return sections is not None and sections[0] > 0


def _positions_shape(a: Arguments) -> tuple[int, ...]:
    tokens: tuple[int, ...] = a.queryIn.shape[:1]
    return (len(a.mropeSection), *tokens) if _is_mrope(a.mropeSection) else tokens


def _fills_blocks(a: Arguments, length: int) -> bool:
    return bool(length * a.queryIn.dtype.bits % (64 * 8) == 0)


def _limits(mismatch: int, misaligned: int) -> tuple[Limit, ...]:
    """In the order of the source. The two pages differ in what shapes that do not fit and odd lengths are answered."""
    fits = limit_with(mismatch)
    aligned = limit_with(misaligned)
    return (
        Invalid("queryIn", "must have 2 dimensions", lambda a: len(a.queryIn.shape) == 2),
        Invalid("keyIn", "must have 2 dimensions", lambda a: len(a.keyIn.shape) == 2),
        Invalid("cosSinCache", "must have 2 dimensions", lambda a: len(a.cosSinCache.shape) == 2),
        Invalid("positions", "must not be empty", lambda a: a.positions.size > 0),
        Invalid("queryIn", "must not be empty", lambda a: a.queryIn.size > 0),
        Invalid("keyIn", "must not be empty", lambda a: a.keyIn.size > 0),
        Invalid("cosSinCache", "must not be empty", lambda a: a.cosSinCache.size > 0),
        fits("keyIn", "must have as many tokens as queryIn", lambda a: a.keyIn.shape[0] == a.queryIn.shape[0]),
        fits("queryOut", "must have the shape of queryIn", lambda a: a.queryOut.shape == a.queryIn.shape),
        fits("keyOut", "must have the shape of keyIn", lambda a: a.keyOut.shape == a.keyIn.shape),
        Invalid(
            "mropeSection",
            "must have 3 or 4 elements",
            lambda a: a.mropeSection is None or len(a.mropeSection) in (3, 4),
        ),
        Invalid(
            "mropeSection",
            "must have no negative elements",
            lambda a: a.mropeSection is None or min(a.mropeSection) >= 0,
        ),
        fits(
            "positions",
            "must have the shape [tokens], or [elements of mropeSection, tokens]",
            lambda a: a.positions.shape == _positions_shape(a),
        ),
        fits(
            "mropeSection",
            "must add up to half of the last dimension of cosSinCache",
            lambda a: not _is_mrope(a.mropeSection) or 2 * sum(a.mropeSection) == a.cosSinCache.shape[1],
        ),
        Invalid(
            "mropeSection",
            f"must be one of {', '.join(map(str, SECTIONS))}",
            lambda a: not _is_mrope(a.mropeSection) or a.mropeSection in SECTIONS,
        ),
        Invalid("headSize", "must be positive", lambda a: a.headSize > 0),
        fits("queryIn", "must consist of heads of headSize", lambda a: a.queryIn.shape[1] % a.headSize == 0),
        fits("keyIn", "must consist of heads of headSize", lambda a: a.keyIn.shape[1] % a.headSize == 0),
        aligned("headSize", "must make heads of a multiple of 64 bytes", lambda a: _fills_blocks(a, a.headSize)),
        aligned(
            "cosSinCache",
            "must have rows of a multiple of 64 bytes",
            lambda a: _fills_blocks(a, a.cosSinCache.shape[1]),
        ),
        aligned(
            "cosSinCache",
            "must have a last dimension of at most headSize",
            lambda a: a.cosSinCache.shape[1] <= a.headSize,
        ),
    )


_CACHE_MODE_LIMITS = (
    Limit("cacheMode", "must be 0 or 1", lambda a: a.cacheMode in CACHE_MODES, status=status.NN_PARAM_INVALID),
    Limit(
        "cacheMode",
        "must be 0 with four sections",
        lambda a: a.cacheMode == IN_SECTIONS or a.mropeSection is None or len(a.mropeSection) != 4,
        status=status.NN_PARAM_INVALID,
    ),
)

_INPUTS = (
    In("positions", (INT64,)),
    In("queryIn", FLOATS),
    In("keyIn", like="queryIn"),
    In("cosSinCache", like="queryIn"),
    IntArray("mropeSection", required=False),
    Attribute("headSize", "int64_t"),
    Attribute("isNeoxStyle", "bool"),
)
_OUTPUTS = (Out("queryOut", like="queryIn"), Out("keyOut", like="queryIn"))

op = Operator(
    "RopeWithSinCosCache",
    *_INPUTS,
    *_OUTPUTS,
    summary="Rotary position embedding of query and key by rows of a table of cos and sin.",
    page="posembedding/rope_with_sin_cos_cache/docs/aclnnRopeWithSinCosCache",
    families=("A2", "A3", "950"),
    unsupported=status.NN_PARAM_INVALID,
    limits=(
        *_limits(mismatch=status.NN_PARAM_INVALID, misaligned=status.NN_PARAM_INVALID),
        Limit(
            "mropeSection",
            f"must not be {' or '.join(map(str, MISSING_ON_950))} on this product",
            lambda a: a.mropeSection not in MISSING_ON_950,
            families=("950",),
            status=status.NN_PARAM_INVALID,
        ),
    ),
)

v2 = Operator(
    "RopeWithSinCosCacheV2",
    *_INPUTS,
    Attribute("cacheMode", "int64_t"),
    *_OUTPUTS,
    summary="Rotary position embedding of query and key by rows of a table of cos and sin, with a choice of columns.",
    page="posembedding/rope_with_sin_cos_cache/docs/aclnnRopeWithSinCosCacheV2",
    families=("A2", "A3"),
    unsupported=status.NN_PARAM_INVALID,
    limits=(
        *_CACHE_MODE_LIMITS,
        *_limits(mismatch=status.NN_INNER_TILING_ERROR, misaligned=status.NN_RUNTIME_ERROR),
    ),
)


def _check_positions(positions: NDArray[Any], rows: int) -> None:
    """The device would read whatever lies before or behind the table: here it faults."""
    outside = positions[(positions < 0) | (positions >= rows)]
    if outside.size:
        raise device_fault(f"Rotary embedding read row {outside[0]} of a cosSinCache that has {rows} rows.")


def _columns(sections: tuple[int, ...], mode: int, half: int) -> NDArray[Any]:
    """Which of a token's positions provides each column of cos and sin."""
    import numpy as np

    columns: NDArray[Any] = np.zeros(half, np.intp)
    if mode == IN_SECTIONS:
        columns[:] = np.repeat(np.arange(len(sections)), sections)
        return columns
    columns[1 : 3 * sections[1] : 3] = 1
    columns[2 : 3 * sections[2] : 3] = 2
    return columns


def _cos_and_sin(
    positions: NDArray[Any], table: NDArray[Any], sections: tuple[int, ...] | None, mode: int
) -> tuple[NDArray[Any], NDArray[Any]]:
    """One row for each token, of half the rotated length."""
    import numpy as np

    half = table.shape[1] // 2
    if sections is None or not _is_mrope(sections):
        rows = table[positions]
        return rows[:, :half], rows[:, half:]
    rows = positions[_columns(sections, mode, half)].T  # of the table, by token and column
    columns = np.arange(half)
    return table[rows, columns], table[rows, half + columns]


@op.kernel
@v2.kernel
def kernel(
    positions: NDArray[Any],
    queryIn: NDArray[Any],
    keyIn: NDArray[Any],
    cosSinCache: NDArray[Any],
    mropeSection: tuple[int, ...] | None,
    headSize: int,
    isNeoxStyle: bool,
    cacheMode: int = IN_SECTIONS,
) -> tuple[NDArray[Any], NDArray[Any]]:
    """x*cos + R(x)*sin for the first elements of each head, as many as a row of the table has; the rest is copied."""
    import numpy as np

    _check_positions(positions, cosSinCache.shape[0])
    tables = _cos_and_sin(positions, cosSinCache, mropeSection, cacheMode)
    cos, sin = (np.tile(half, 2) if isNeoxStyle else np.repeat(half, 2, axis=1) for half in tables)
    mode = rotary.HALF if isNeoxStyle else rotary.INTERLEAVE

    def embedded(rows: NDArray[Any]) -> NDArray[Any]:
        heads = rows.reshape(len(rows), -1, headSize)
        return rotary.embed(mode, heads, cos[:, np.newaxis], sin[:, np.newaxis]).reshape(rows.shape)

    return embedded(queryIn), embedded(keyIn)

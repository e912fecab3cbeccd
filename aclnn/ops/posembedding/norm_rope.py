"""What aclnnNormRopeConcat and its backward share: kinds of norm and rotation, the parts of a stream, shapes, rounding.

A stream (query, key, value) has a part of its own and one from the encoder, [B, S, N, D] each, which are put one after
the other along S, in an order, and transposed to [B, N, S, D].
"""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import Arguments, Limit
from aclnn.ops.posembedding import rotary
from aclnn.tensor import Tensor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


NONE, LAYER_NORM, LAYER_NORM_AFFINE, RMS_NORM, RMS_NORM_AFFINE = range(5)
LAYER_NORMS = (LAYER_NORM, LAYER_NORM_AFFINE)
ROTATIONS = {1: rotary.INTERLEAVE, 2: rotary.HALF}  # by ropeType; 0 is none
NORMED = ("Query", "Key", "AddedQuery", "AddedKey")  # as the names of weights, means and so on have it
PARTS = {"Query": "query", "Key": "key", "AddedQuery": "encoderQuery", "AddedKey": "encoderKey"}


def norm_type(name: str, x: Any) -> int:
    """How the part with that name is normalised; `x` are arguments by attribute or a dict of them."""
    attribute = "normAddedType" if name.startswith("Added") else "normType"
    return int(x[attribute] if isinstance(x, dict) else getattr(x, attribute))


def length(part: Tensor | None) -> int:
    """S of a part, 0 for one that is null."""
    return part.shape[1] if part is not None else 0


def stream_shape(own: Tensor, encoder: Tensor | None) -> tuple[int, ...]:
    """[B, N, S, D] of both parts together."""
    batch, _, heads, head = own.shape
    return (batch, heads, length(own) + length(encoder), head)


def rank_limit(name: str, rank: int, answer: int = status.NN_INNER_TILING_ERROR) -> Limit:
    return Limit(
        name,
        f"must have {rank} dimensions",
        lambda a: getattr(a, name) is None or len(getattr(a, name).shape) == rank,
        status=answer,
    )


def part_limit(name: str) -> Limit:
    def holds(a: Arguments) -> bool:
        part, (batch, _, *heads) = getattr(a, name), a.query.shape
        return part is None or (part.shape[0], *part.shape[2:]) == (batch, *heads)

    return Limit(name, "must have the B, N and D of query", holds)


def vector_limit(name: str) -> Limit:
    return Limit(
        name,
        "must have the shape [D]",
        lambda a: getattr(a, name) is None or getattr(a, name).shape == a.query.shape[3:],
    )


def statistic_limit(name: str, of: str) -> Limit:
    """Mean or rstd of a part."""
    part = PARTS[of]
    return Limit(
        name,
        f"must have the shape [B, S, N, 1] of {part}",
        lambda a: (
            None in (getattr(a, name), getattr(a, part)) or getattr(a, name).shape == (*getattr(a, part).shape[:3], 1)
        ),
    )


def _rope_fits(a: Arguments) -> bool:
    shortest = min(length(a.query) + length(a.encoderQuery), length(a.key) + length(a.encoderKey))
    return a.ropeSin is None or (1 <= a.ropeSin.shape[0] <= shortest and a.ropeSin.shape[1] == a.query.shape[3])


def rope_limits() -> tuple[Limit, ...]:
    return (
        rank_limit("ropeSin", 2),
        rank_limit("ropeCos", 2),
        Limit("ropeSin", "must have the shape [S, D] with at most the S of the shorter stream", _rope_fits),
        Limit(
            "ropeCos",
            "must have the shape of ropeSin",
            lambda a: None in (a.ropeSin, a.ropeCos) or a.ropeCos.shape == a.ropeSin.shape,
        ),
    )


def rope_is_given(a: Arguments, name: str) -> bool:
    return a.ropeType == 0 or getattr(a, name) is not None


def head_limit(answer: int) -> Limit:
    return Limit(
        "query",
        "must have an even last dimension of 2 to 1024",
        lambda a: a.query.shape[3] % 2 == 0 and 2 <= a.query.shape[3] <= 1024,
        status=answer,
    )

"""aclnnInterleaveRope: takes the even elements of each row before the odd ones, then rotates the halves."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import FLOATS, Arguments, In, Limit, Operator, Out
from aclnn.dtypes import FLOAT
from aclnn.ops.posembedding import rotary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

A2_A3 = ("A2", "A3")
ROW = 64

op = Operator(
    "InterleaveRope",
    In("x", FLOATS),
    In("cos", like="x"),
    In("sin", like="x"),
    Out("out", like="x"),
    summary="Rotary position embedding of one tensor whose pairs are neighbours; in the result they are halves.",
    page="posembedding/interleave_rope/docs/aclnnInterleaveRope",
    families=("A2", "A3", "950"),  # the newest page names 950 only, earlier ones and the sources A2 and A3
    unsupported=status.NN_PARAM_NULLPTR,  # no executor for such a product
    # On 950 this is mode 3 of RotaryPositionEmbedding; the kernel of A2 and A3 wants elements.
    is_empty=lambda a: a.family == "950" and a.x.size == a.out.size == 0,
    limits=(
        Limit(
            "x",
            "must be FLOAT16 or BF16 on this product",
            lambda a: a.x.dtype != FLOAT,
            A2_A3,
            status.NN_PARAM_INVALID,
        ),
        Limit("x", "must have 4 dimensions", lambda a: len(a.x.shape) == 4),
        Limit("cos", "must have 4 dimensions", lambda a: len(a.cos.shape) == 4),
        Limit("x", "must not be empty", lambda a: a.x.size > 0),
        Limit("x", f"must have a last dimension of {ROW}", lambda a: a.x.shape[-1] == ROW),
        Limit("sin", "must have the shape of cos", lambda a: a.sin.shape == a.cos.shape),
        Limit("cos", "must have the batches of x on this product", lambda a: a.cos.shape[0] == a.x.shape[0], A2_A3),
        Limit("cos", "must have the batches of x or one", lambda a: a.cos.shape[0] in (1, a.x.shape[0])),
        Limit("cos", "must have one head", lambda a: a.cos.shape[1] == 1),
        Limit("cos", "must have the positions of x or one", lambda a: a.cos.shape[2] in (1, a.x.shape[2])),
        Limit("cos", "must have the last dimension of x", lambda a: a.cos.shape[-1] == a.x.shape[-1]),
        Limit("out", "must have the shape of x", lambda a: a.out.shape == a.x.shape),
    ),
)


@op.kernel
def kernel(x: NDArray[Any], cos: NDArray[Any], sin: NDArray[Any]) -> NDArray[Any]:
    return rotary.embed(rotary.INTERLEAVE_HALF, x, cos, sin)


@op.native_kernel
def native_kernel(a: Arguments) -> None:
    rotary.run_forward(rotary.INTERLEAVE_HALF, a.x, a.cos, a.sin, a.out)

"""aclnnApplyTopKTopP."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import FLOATS, MAIN, Arguments, In, Invalid, Limit, Operator, OptionalIn, Out
from aclnn.dtypes import INT32
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of
from aclnn.shared import experts
from aclnn.shared.limits import rank_limit


def _of_each_row(name: str) -> Limit:
    def holds(a: Arguments) -> bool:
        tensor = getattr(a, name)
        return tensor is None or tensor.shape == a.logits.shape[:1]

    return Invalid(name, "must have an element for each row of logits", holds)


op = Operator(
    "ApplyTopKTopP",
    In("logits", FLOATS),
    OptionalIn("p", like="logits"),
    OptionalIn("k", (INT32,)),
    Out("out", like="logits", shape=shape_of("logits")),
    summary="The k greatest numbers of each row, of them those that make up a probability p; else minus infinity.",
    page="index/apply_top_k_top_p_with_sorted/docs/aclnnApplyTopKTopP",
    families=MAIN,
    limits=(
        Limit("p", "must not be null where k is", lambda a: a.p is not None or a.k is not None,
              status=status.NN_PARAM_NULLPTR),
        rank_limit("logits", 2, 2),
        _of_each_row("p"),
        _of_each_row("k"),
    ),
)  # fmt: skip


@op.kernel
def kernel(logits: Array, p: Array | None, k: Array | None) -> Array:
    """Whatever equals the k-th greatest is kept; at least one number of each row is."""
    order = np.argsort(logits, axis=-1, kind="stable")
    ascending = np.take_along_axis(logits, order, -1)
    length = logits.shape[1]
    if k is not None:
        kept = np.where((k <= 0) | (k >= length), length, k)
        least = np.take_along_axis(ascending, (length - kept)[:, None].astype(np.int64), -1)
        ascending = np.where(ascending < least, -np.inf, ascending).astype(np.float32)
    if p is not None:
        sums = np.cumsum(experts.softmax(ascending), axis=-1, dtype=np.float32)
        dropped = sums <= 1 - p[:, None]
        dropped[:, -1] = False
        ascending = np.where(dropped, -np.inf, ascending)
    result = np.empty_like(logits)
    np.put_along_axis(result, order, ascending.astype(logits.dtype), -1)
    return result

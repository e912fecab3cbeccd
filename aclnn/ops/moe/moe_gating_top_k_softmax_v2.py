"""aclnnMoeGatingTopKSoftmaxV2."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Limit, Operator, OptionalIn, OptionalOut, Out
from aclnn.dtypes import BOOL, FLOAT, INT32
from aclnn.lazy import Array, np
from aclnn.ops.moe.moe_gating_top_k_softmax import LIMITS
from aclnn.shared import experts


def _gives_softmax(a: Arguments) -> bool:
    return bool(a.renorm == 0 and a.outputSoftmaxResultFlag)


op = Operator(
    "MoeGatingTopKSoftmaxV2",
    In("x", FLOATS),
    OptionalIn("finishedOptional", (BOOL,)),
    Attribute("k", "int64_t"),
    Attribute("renorm", "int64_t"),
    Attribute("outputSoftmaxResultFlag", "bool"),
    Out("yOut", like="x", shape=experts.chosen_shape("x"), const=True),
    Out("expertIdxOut", (INT32,), shape=experts.chosen_shape("x"), const=True),
    OptionalOut("softmaxResultOutOptional", (FLOAT,), const=True),
    summary="The k greatest weights of each token and their experts: of its softmax, or the softmax of its greatest.",
    page="moe/moe_gating_top_k_softmax_v2/docs/aclnnMoeGatingTopKSoftmaxV2",
    families=MAIN,
    limits=(
        *LIMITS,
        Limit("renorm", "must be 0 or 1", lambda a: a.renorm in (0, 1)),
        Limit(
            "softmaxResultOutOptional",
            "must have the shape of x where it is asked for",
            lambda a: (
                not _gives_softmax(a)
                or (a.softmaxResultOutOptional is not None and a.softmaxResultOutOptional.shape == a.x.shape)
            ),
        ),
    ),
)


@op.kernel
def kernel(
    x: Array, finishedOptional: Array | None, k: int, renorm: int, call: Arguments
) -> tuple[Array, Array, Array | None]:
    weights = x if renorm else experts.softmax(x)
    chosen = experts.top(weights, k)
    y = np.take_along_axis(weights, chosen, -1)
    found = experts.unfinished(chosen, finishedOptional, x.shape[-1])
    return experts.softmax(y) if renorm else y, found, weights if _gives_softmax(call) else None

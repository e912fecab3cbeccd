"""aclnnFlashAttentionScore (V1 to V3) and aclnnFlashAttentionVarLenScore (V1 to V5): attention for training.

Not simulated, and refused: pseType 2 and 3, sparseMode 7 and 8, parts of a sequence, a pse for tokens in one row.
"""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, Attribute, In, Operator, Parameter, Text
from aclnn.dtypes import FLOAT
from aclnn.shared.fused_attention_limits import within
from aclnn.shared.training_attention import forward
from aclnn.shared.training_attention_limits import (
    BATCHED,
    ONE_ROW,
    TYPES,
    extras,
    lengths,
    limits,
    out,
    out_shape,
    shaped,
    statistics,
    tensor,
)  # fmt: skip


def _version(
    name: str, ropes: bool = False, sink: bool = False, starts: bool = False, layout: bool = False
) -> Operator:
    """A prototype: whether it has rotary parts, a sink, start indices with pseType, a layout for the statistics."""
    one_row = "VarLen" in name
    rotary = {field: (tensor(f"{field}Rope", f"{field}Rope", TYPES),) if ropes else () for field in ("query", "key")}
    ends = (lengths("actualSeqQLenOptional", "queryEnds"), lengths("actualSeqKvLenOptional", "kvEnds"))
    begin = (lengths("qStartIdxOptional", "qStartIdx"), lengths("kvStartIdxOptional", "kvStartIdx"))
    parameters: tuple[Parameter, ...] = (
        In("query", TYPES), *rotary["query"], In("key", like="query"), *rotary["key"], In("value", like="query"),
        *extras("realShiftOptional"),
        *((tensor("sinkOptional", "sink", (FLOAT,)),) if sink else ()),
        lengths("prefixOptional", "prefix"), *(ends if one_row else ()), *(begin if starts else ()),
        Attribute("scaleValue", "double"), Attribute("keepProb", "double"),
        *(Attribute(number, "int64_t") for number in ("preTokens", "nextTokens", "headNum")),
        Text("inputLayout", required=True),
        *(Attribute(number, "int64_t") for number in ("innerPrecise", "sparseMode")),
        *((Attribute("pseType", "int64_t"),) if starts else ()),
        *((Parameter("softmaxOutLayout", "char *", "attribute", False, field="softmaxLayout"),) if layout else ()),
        out("softmaxMaxOut", "softmaxMaxOut", (FLOAT,)), out("softmaxSumOut", "softmaxSumOut", (FLOAT,)),
        out("softmaxOutOut", "softmaxOutOut", TYPES, required=False),
        out("attentionOutOut", "attentionOut", like="query"),
    )  # fmt: skip
    more = (
        *map(statistics, ("softmaxMaxOut", "softmaxSumOut")),
        shaped("attentionOut", "of query with the D of value", lambda a: [out_shape(a)]),
    )
    operator = Operator(
        name,
        *parameters,
        summary="Attention of queries to keys and values, with dropout, and what its gradient needs of the softmax.",
        page=f"attention/flash_attention_score/docs/aclnn{name}",
        families=MAIN,
        unsupported=status.NN_INNER_TILING_ERROR,
        is_empty=lambda a: a.query.size == 0,
        limits=within((*limits(ONE_ROW if one_row else BATCHED), *more), parameters),
        header="aclnn_flash_attention_score.h",
    )
    operator.kernel(forward)
    return operator


op = _version("FlashAttentionScore")
v2 = _version("FlashAttentionScoreV2", starts=True)
v3 = _version("FlashAttentionScoreV3", starts=True, sink=True)
row = _version("FlashAttentionVarLenScore")
row_v2 = _version("FlashAttentionVarLenScoreV2", starts=True)
row_v3 = _version("FlashAttentionVarLenScoreV3", starts=True, ropes=True)
row_v4 = _version("FlashAttentionVarLenScoreV4", layout=True)
row_v5 = _version("FlashAttentionVarLenScoreV5", starts=True, ropes=True, sink=True, layout=True)

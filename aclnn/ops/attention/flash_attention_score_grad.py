"""aclnnFlashAttentionScoreGrad (V1 to V3) and aclnnFlashAttentionUnpaddingScoreGrad (V1 to V5).

What their forward operators do not simulate is refused here too; dpseOut is left as it is, as the pages say.
"""

from __future__ import annotations

from typing import Any

from acl_sim import status
from aclnn.declare import MAIN, Arguments, Attribute, In, Operator, Parameter, Text
from aclnn.dtypes import FLOAT
from aclnn.shared.fused_attention_limits import within
from aclnn.shared.training_attention import backward
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


def _like(of: str, field: str) -> Any:
    return shaped(field, f"of {of}", lambda a: [getattr(a, of).shape])


def _version(name: str, ropes: bool = False, sink: bool = False, starts: bool = False, layout: str = "") -> Operator:
    """A prototype: rotary parts, a sink, start indices with pseType, and where the layout of the statistics stands."""
    one_row = "Unpadding" in name
    rotary = {
        n: (tensor(f"{n}Rope", f"{f}Rope", TYPES),) if ropes else () for n, f in (("query", "query"), ("keyIn", "key"))
    }
    ends = (lengths("actualSeqQLenOptional", "queryEnds"), lengths("actualSeqKvLenOptional", "kvEnds"))
    begin = (lengths("qStartIdxOptional", "qStartIdx"), lengths("kvStartIdxOptional", "kvStartIdx"))
    asked = (Parameter("softmaxInLayout", "char *", "attribute", False, field="softmaxLayout"),)
    parameters: tuple[Parameter, ...] = (
        In("query", TYPES), *rotary["query"], In("keyIn", like="query", field="key"), *rotary["keyIn"],
        In("value", like="query"), In("dy", like="query"),
        *extras("pseShiftOptional"),
        tensor("softmaxMaxOptional", "softmaxMax", (FLOAT,), required=True),
        tensor("softmaxSumOptional", "softmaxSum", (FLOAT,), required=True),
        tensor("softmaxInOptional", "softmaxIn", TYPES),
        tensor("attentionInOptional", "attentionIn", TYPES, required=True),
        *((tensor("sinkInOptional", "sink", (FLOAT,)),) if sink else ()),
        lengths("prefixOptional", "prefix"), *(ends if one_row else ()), *(begin if starts else ()),
        Attribute("scaleValue", "double"), Attribute("keepProb", "double"),
        *(Attribute(number, "int64_t") for number in ("preTokens", "nextTokens", "headNum")),
        Text("inputLayout", required=True),
        *(Attribute(number, "int64_t") for number in ("innerPrecise", "sparseMode")),
        *((Attribute("pseType", "int64_t"),) if starts else ()),
        *(asked if layout == "before" else ()),
        out("dqOut", "dq", like="query"), *((out("dqRopeOut", "dqRope", TYPES, required=False),) if ropes else ()),
        out("dkOut", "dk", like="query"), *((out("dkRopeOut", "dkRope", TYPES, required=False),) if ropes else ()),
        out("dvOut", "dv", like="query"), out("dpseOut", "dpse", TYPES, required=False),
        *((out("dsinkOut", "dsink", (FLOAT,), required=False),) if sink else ()),
        *(asked if layout == "after" else ()),
    )  # fmt: skip
    more = (
        *map(statistics, ("softmaxMax", "softmaxSum")),
        *(shaped(f, "of query with the D of value", lambda a: [out_shape(a)]) for f in ("dy", "attentionIn")),
        *(_like(of, field) for of, field in (("query", "dq"), ("key", "dk"), ("value", "dv"))),
        *(_like(f"{of}Rope", field) for of, field in ((("query", "dqRope"), ("key", "dkRope")) if ropes else ())),
    )
    operator = Operator(
        name,
        *parameters,
        summary="The gradients of attention, from what its forward operator kept of the softmax.",
        page=f"attention/flash_attention_score_grad/docs/aclnn{name}",
        families=MAIN,
        unsupported=status.NN_INNER_TILING_ERROR,
        is_empty=lambda a: a.query.size == 0,
        limits=within((*limits(ONE_ROW if one_row else BATCHED), *more), parameters),
        header="aclnn_flash_attention_score_grad.h",
    )

    def kernel(call: Arguments, **values: Any) -> tuple[Any, ...]:
        gradients = backward(call, **values)
        return tuple(gradients.get(parameter.field) for parameter in operator.outputs)

    operator.kernel(kernel)
    return operator


op = _version("FlashAttentionScoreGrad")
v2 = _version("FlashAttentionScoreGradV2", starts=True)
v3 = _version("FlashAttentionScoreGradV3", starts=True, sink=True)
row = _version("FlashAttentionUnpaddingScoreGrad")
row_v2 = _version("FlashAttentionUnpaddingScoreGradV2", starts=True)
row_v3 = _version("FlashAttentionUnpaddingScoreGradV3", starts=True, ropes=True)
row_v4 = _version("FlashAttentionUnpaddingScoreGradV4", layout="after")
row_v5 = _version("FlashAttentionUnpaddingScoreGradV5", starts=True, ropes=True, sink=True, layout="before")

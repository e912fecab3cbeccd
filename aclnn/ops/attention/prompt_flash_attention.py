"""aclnnPromptFlashAttention, V2 and V3: attention of all tokens of a prompt."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import Attribute, In, Operator, Out, Parameter, Text
from aclnn.shared.attention_cache_limits import SCALES
from aclnn.shared.attention_parameters import TYPES, optional_parameters
from aclnn.shared.attention_plan import BATCHED
from aclnn.shared.fused_attention import kernel
from aclnn.shared.fused_attention_limits import SIZES, TOKENS, layout_limit, within

_V1 = {"pseShift": "pseShift", "attenMask": "attenMask", "queryLengths": "actualSeqLengths"}
_V2 = {
    **_V1, "kvLengths": "actualSeqLengthsKv",
    **{name: name for name in ("deqScale1", "quantScale1", "deqScale2", "quantScale2", "quantOffset2")},
}  # fmt: skip


def _version(number: str, names: dict[str, str], modes: tuple[str, ...], families: tuple[str, ...]) -> Operator:
    parameters: tuple[Parameter, ...] = (
        *(In(name, TYPES) for name in ("query", "key", "value")),
        *optional_parameters(names),
        Attribute("numHeads", "int64_t"),
        Attribute("scaleValue", "double"),
        Attribute("preTokens", "int64_t"),
        Attribute("nextTokens", "int64_t"),
        Text("inputLayout", required=True),
        *(Attribute(name, "int64_t") for name in ("numKeyValueHeads", *modes)),
        Out("attentionOut", TYPES, const=True),
    )
    limits = (layout_limit((*BATCHED, "TND") if number == "V3" else BATCHED), *SIZES, *TOKENS, *SCALES)
    operator = Operator(
        f"PromptFlashAttention{number}",
        *parameters,
        summary="Attention of all queries to keys and values.",
        page=f"attention/prompt_flash_attention/docs/aclnnPromptFlashAttention{number}",
        families=families,
        unsupported=status.NN_INNER_TILING_ERROR,
        is_empty=lambda a: a.query.size == 0,
        limits=within(limits, parameters),
    )
    operator.kernel(kernel)
    return operator


op = _version("", _V1, (), ("A2", "310P"))
v2 = _version("V2", _V2, ("sparseMode",), ("A2", "310P"))
v3 = _version("V3", _V2, ("sparseMode", "innerPrecise"), ("A2", "A3", "310P"))

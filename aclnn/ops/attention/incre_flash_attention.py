"""aclnnIncreFlashAttention, V2 to V4: attention of one new token of each batch."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import Attribute, In, InList, Limit, Operator, Out, Parameter, Text
from aclnn.shared.attention_cache_limits import CACHES, PAGES, SCALES
from aclnn.shared.attention_parameters import HALVES, TYPES, optional_parameters
from aclnn.shared.attention_plan import Plan
from aclnn.shared.fused_attention import kernel
from aclnn.shared.fused_attention_limits import SIZES, TOKENS, layout_limit, within

_V1 = {"pseShift": "pseShift", "attenMask": "attenMask", "kvLengths": "actualSeqLengths"}
_V2 = {
    **_V1, "deqScale1": "dequantScale1", "quantScale1": "quantScale1", "deqScale2": "dequantScale2",
    "quantScale2": "quantScale2", "quantOffset2": "quantOffset2",
}  # fmt: skip
_V3 = {**_V2, "antiquantScale": "antiquantScale", "antiquantOffset": "antiquantOffset", "blockTable": "blocktable"}
_V4 = {**_V3, "kvPadding": "kvPaddingSize"}


def _version(number: str, names: dict[str, str], modes: tuple[str, ...], families: tuple[str, ...]) -> Operator:
    parameters: tuple[Parameter, ...] = (
        In("query", HALVES),
        InList("key", TYPES),
        InList("value", TYPES),
        *optional_parameters(names),
        Attribute("numHeads", "int64_t"),
        Attribute("scaleValue", "double"),
        Text("inputLayout", required=True),
        *(Attribute(name, "int64_t") for name in ("numKeyValueHeads", *modes)),
        Out("attentionOut", TYPES, const=True),
    )
    one = Limit("query", "must have one token in each batch", lambda a: Plan(a).query.length == 1)
    limits = (layout_limit(("BSH", "BSND", "BNSD")), *SIZES, one, *PAGES, *TOKENS, *CACHES, *SCALES)
    operator = Operator(
        f"IncreFlashAttention{number}",
        *parameters,
        summary="Attention of one query for each batch to its keys and values.",
        page=f"attention/incre_flash_attention/docs/aclnnIncreFlashAttention{number}",
        families=families,
        unsupported=status.NN_INNER_TILING_ERROR,
        is_empty=lambda a: a.query.size == 0,
        limits=within(limits, parameters),
    )
    operator.kernel(kernel)
    return operator


op = _version("", _V1, (), ("A2", "310P"))
v2 = _version("V2", _V2, (), ("A2", "310P"))
v3 = _version("V3", _V3, ("blockSize", "innerPrecise"), ("A2", "310P"))
v4 = _version("V4", _V4, ("blockSize", "innerPrecise"), ("A2", "A3", "310P"))

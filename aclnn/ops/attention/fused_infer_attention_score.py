"""aclnnFusedInferAttentionScore, V2 to V5: attention with caches, for one new token or for many.

Not simulated, and refused: INT4 and floats of 8 and 4 bits, all of INT8 with rotary parts apart, V5's start indices and
pseType.
"""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import Attribute, In, InList, Operator, OptionalOut, Out, Parameter, Text
from aclnn.dtypes import FLOAT
from aclnn.shared.attention_cache_limits import CACHES, PAGES, SCALES
from aclnn.shared.attention_parameters import TYPES, optional_parameters
from aclnn.shared.attention_plan import BATCHED, LAYOUTS
from aclnn.shared.fused_attention import kernel
from aclnn.shared.fused_attention_limits import SIZES, TOKENS, layout_limit, width_limit, within

A2_A3 = ("A2", "A3")
PAGE = "attention/fused_infer_attention_score/docs/aclnnFusedInferAttentionScore"

_V1 = {
    "pseShift": "pseShift", "attenMask": "attenMask", "queryLengths": "actualSeqLengths",
    "kvLengths": "actualSeqLengthsKv", "deqScale1": "deqScale1", "quantScale1": "quantScale1",
    "deqScale2": "deqScale2", "quantScale2": "quantScale2", "quantOffset2": "quantOffset2",
    "antiquantScale": "antiquantScale", "antiquantOffset": "antiquantOffset", "blockTable": "blockTable",
    "queryPadding": "queryPaddingSize", "kvPadding": "kvPaddingSize",
}  # fmt: skip
_V2 = {
    **{field: f"{name}Optional" for field, name in _V1.items()},
    **{field: f"{field}Optional" for field in
       ("keyAntiquantScale", "keyAntiquantOffset", "valueAntiquantScale", "valueAntiquantOffset")},
    "keyPrefix": "keySharedPrefixOptional", "valuePrefix": "valueSharedPrefixOptional",
    "prefixLength": "actualSharedPrefixLenOptional",
}  # fmt: skip
_V3 = {**_V2, **{field: f"{field}Optional" for field in ("queryRope", "keyRope", "keyRopeAntiquantScale")}}
_V4 = {**_V3, **{field: f"{field}Optional" for field in ("dequantScaleQuery", "learnableSink")}}
_V5 = {**_V4, **{field: f"{field}Optional" for field in ("qStartIdx", "kvStartIdx")}}


def _version(number: str, names: dict[str, str], modes: tuple[str, ...], layouts: object, families: tuple[str, ...],
             summary: str) -> Operator:  # fmt: skip
    """A prototype; `modes` are the attributes at its end."""
    numbers = (
        ("numHeads", "int64_t"), ("scaleValue", "double"), ("preTokens", "int64_t"), ("nextTokens", "int64_t"),
    )  # fmt: skip
    later = ("numKeyValueHeads", "sparseMode", "innerPrecise", "blockSize", "antiquantMode")
    parameters: tuple[Parameter, ...] = (
        In("query", TYPES),
        InList("key", TYPES),
        InList("value", TYPES),
        *optional_parameters(names),
        *(Attribute(name, c_type) for name, c_type in numbers),
        Text("inputLayout", required=True),
        *(Attribute(name, "int64_t") for name in later),
        Attribute("softmaxLseFlag", "bool"),
        *(Attribute(name, "int64_t") for name in modes),
        Out("attentionOut", TYPES, const=True),
        OptionalOut("softmaxLse", (FLOAT,), const=True),
    )
    limits = (layout_limit(LAYOUTS if layouts is None else BATCHED), *SIZES, *PAGES, *TOKENS, width_limit(16), *CACHES)
    operator = Operator(
        f"FusedInferAttentionScore{number}",
        *parameters,
        summary=summary,
        page=f"{PAGE}{number}",
        families=families,
        unsupported=status.NN_INNER_TILING_ERROR,
        is_empty=lambda a: a.query.size == 0,
        limits=within((*limits, *SCALES), parameters),
    )
    operator.kernel(kernel)
    return operator


_SUMMARY = "Attention of queries to keys and values, which may be lists, pages, or padded"
op = _version("", _V1, (), BATCHED, A2_A3, f"{_SUMMARY}.")
_MODES = ("keyAntiquantMode", "valueAntiquantMode")
v2 = _version("V2", _V2, _MODES, BATCHED, A2_A3, f"{_SUMMARY}; also behind a prefix that all batches share.")
v3 = _version("V3", _V3, _MODES, None, A2_A3, f"{_SUMMARY}; also with rotary parts apart and tokens in one row.")
v4 = _version("V4", _V4, (*_MODES, "queryQuantMode"), None, A2_A3, f"{_SUMMARY}; also with a sink for each head.")
v5 = _version(
    "V5", _V5, (*_MODES, "queryQuantMode", "pseType"), None, ("950",), f"{_SUMMARY}; also with a sink for each head."
)

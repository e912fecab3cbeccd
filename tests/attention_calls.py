"""Calls of aclnnFusedInferAttentionScore and its later versions, with what most tests leave as it is."""

from __future__ import annotations

from typing import Any

import numpy as np
from harness import Session
from torch_calls import DTYPES, Call, draw

SCALE = 0.25
NOT_LIMITED = 2147483647


def drawn(short: str, *shapes: tuple[int, ...], seed: int = 1) -> list[Any]:
    rng = np.random.default_rng(seed)
    return [draw(rng, shape, DTYPES[short], -1, 1) for shape in shapes]


def arguments_for(query: Any, key: Any, value: Any, out: Any, heads: int, shared: int, **more: Any) -> dict[str, Any]:
    lists = [tensor if isinstance(tensor, list) else [tensor] for tensor in (key, value)]
    common = {
        "query": query, "key": lists[0], "value": lists[1], "attentionOut": out, "numHeads": heads,
        "numKeyValueHeads": shared, "scaleValue": SCALE, "inputLayout": "BNSD", "sparseMode": 0, "innerPrecise": 0,
        "preTokens": NOT_LIMITED, "nextTokens": NOT_LIMITED, "blockSize": 0, "antiquantMode": 0,
        "softmaxLseFlag": False,
    }  # fmt: skip
    return {**common, **more}


def antiquant_modes(**more: Any) -> dict[str, Any]:
    return {"keyAntiquantMode": 0, "valueAntiquantMode": 0, **more}


def attend(session: Session, version: str, **values: Any) -> Any:
    later = antiquant_modes() if version in ("V2", "V3", "V4") else {}
    if version == "V4":
        later["queryQuantMode"] = 0
    return Call(session, f"FusedInferAttentionScore{version}", **{**later, **values}).run()

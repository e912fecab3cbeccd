"""The types and formats that LinearOperation takes together, by its parameter and product.

Source: the sections LinearOperation* of ATB's table of types, ops_configs/atb_ops_info.ini.
"""

from __future__ import annotations

from typing import Any

from aclnn import formats
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT32, INT64, UINT64, UNDEFINED, DType
from atb.declare import Combination

PER_TOKEN = 2


def _both(inputs: tuple[DType, ...], output: DType) -> tuple[Combination, ...]:
    """With the weight in ND, and in FRACTAL_NZ."""
    layouts = (formats.ND, formats.FRACTAL_NZ, *(formats.ND,) * (len(inputs) - 2))
    return Combination(inputs, (output,)), Combination(inputs, (output,), layouts)


def combinations(param: Any, family: str) -> tuple[Combination, ...]:
    """Those of a parameter on a family of products."""
    if param.outDataType != UNDEFINED.code:
        return _dequantising(param, family)
    halves = (FLOAT16, BF16) if family in ("A2", "A3", "950") else (FLOAT16,)
    if param.enAccum:
        return tuple(Combination((half, half, FLOAT), (FLOAT,)) for half in halves)
    count = 3 if param.hasBias else 2
    found = [c for half in halves for c in _both((half,) * count, half)]
    if param.hasBias and len(halves) == 2:
        found += [Combination((half, half, FLOAT), (half,)) for half in halves]
    if not param.hasBias and family in ("A2", "A3") and not param.matmulType:
        found.append(Combination((FLOAT, FLOAT), (FLOAT,)))
    return tuple(found)


def _dequantising(param: Any, family: str) -> tuple[Combination, ...]:
    output = FLOAT16 if param.outDataType == FLOAT16.code else BF16
    matrices = (INT8, INT8, *((INT32,) if param.hasBias else ()))
    if param.quantMode == PER_TOKEN:
        return (Combination((*matrices, FLOAT, FLOAT), (output,)),)
    scales = (FLOAT,) if output == BF16 or family == "910" else (UINT64, INT64)
    return tuple(c for scale in scales for c in _both((*matrices, scale), output))

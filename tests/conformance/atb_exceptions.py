"""Rows of ATB's tables that cannot hold: what they want is not what the library's own sources do."""

from __future__ import annotations

from atb_csv import Row

BY_NUMBER = {
    ("ElewiseOperation", "337", "Ascend950"): (
        "InferShape refuses the inputs of row 336, which are the same, with 16 before Setup can look at the output"
    ),
    **{
        ("ReshapeAndCacheOperation", str(number), "Ascend950"): "the library's source has K_CACHE_V_BYPASS on the 950"
        for number in range(53, 57)
    },
}


def exception(row: Row, product: str, what: str) -> str:
    """Why a row that does not hold cannot, or what of it is not simulated; nothing where it should hold."""
    if row.operation == "GatherOperation" and product == "Ascend310B" and what.startswith("I 13"):
        return "ATB's table of types has only FLOAT16 for Gather on the 310B"
    if row.operation == "ReshapeAndCacheOperation" and row.param.get("compressType", 0) and what.startswith("C 1"):
        return "compressed caches are not simulated"
    if row.operation == "PagedAttentionOperation" and what.startswith("C 1"):
        param = row.param
        if product not in ("Ascend910B", "Ascend950"):
            return "not simulated on this product"
        if any(param.get(name, 0) for name in ("calcType", "compressType", "quantType", "mlaVHeadSize")):
            return "several tokens of a request, quantised or compressed caches and latent attention are not simulated"
    return BY_NUMBER.get((row.operation, row.number, product), "")

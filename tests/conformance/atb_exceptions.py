"""Rows of ATB's tables that cannot hold: what they want is not what the library's own sources do."""

from __future__ import annotations

from atb_csv import Row

BY_NUMBER = {
    ("ElewiseOperation", "337"): (
        "InferShape refuses the inputs of row 336, which are the same, with 16 before Setup can look at the output"
    ),
}


def exception(row: Row, product: str, what: str) -> str:
    """Why a row that does not hold cannot; nothing where it should."""
    if row.operation == "GatherOperation" and product == "Ascend310B" and what.startswith("I 13"):
        return "ATB's table of types has only FLOAT16 for Gather on the 310B"
    return BY_NUMBER.get((row.operation, row.number), "")

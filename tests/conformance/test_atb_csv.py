"""ATB's own tables of operation tests: expected errors with their stages, and results against formulas.

The tables (tests/apitest/opstest/csv of the ascend-transformer-boost repository) are not ours to distribute: name their
directory in ACL_SIM_ATB_CSV.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from atb_cases import Result, run_cases
from atb_csv import PRODUCTS, Row, case_of, contents, decoded, elements, flat, is_runnable, read_rows
from atb_golden import GOLDEN, differs, sizes

from atb import status
from atb.catalogue import find_operation

TABLES = ["rope", "elewise", "softmax", "transpose", "concat", "split", "slice", "gather", "linear", "rms_norm"]
CODES = {name: code for code, name in status.NAMES.items()}
DIRECTORY = os.environ.get("ACL_SIM_ATB_CSV")

LARGEST = int(os.environ.get("ACL_SIM_ATB_LARGEST", 1 << 21))  # elements of a row that is computed

# Rows that cannot hold, and why.
EXCEPTIONS = {
    **{f"elewise:{row}": "results in 8-bit floats are not simulated" for row in range(304, 310)},
    "rope:79": "the 950 of ATB's own table of types has no FLOAT cos",
    "elewise:337": "the same tensors as row 336, which must answer 16 in InferShape",
}
ON_310B = "ATB's table of types has only FLOAT16 for Gather on the 310B, its test rows have more"

pytestmark = pytest.mark.skipif(
    DIRECTORY is None, reason="ACL_SIM_ATB_CSV does not name the directory of ATB's tables of operation tests"
)


def _outcome(row: Row, result: Result, data: list[Any] | None) -> str:
    """Nothing where a row holds, else what is different."""
    wanted = (row.stage, CODES.get(row.error, 0) if row.error else 0)
    if (result.stage, result.status) != wanted:
        return f"{result.stage} {result.status} instead of {wanted[0]} {wanted[1]}"
    if row.stage != "-" or data is None:
        return ""
    inputs = [None if x is None else decoded(dtype, x) for (dtype, _, _), x in zip(row.inputs, data)]
    golden = GOLDEN[row.operation](flat(row.param), *inputs)
    scale = sizes(inputs)
    if row.operation == "LinearOperation":  # what is added up
        scale = float(GOLDEN[row.operation](flat(row.param), *(abs(x) for x in inputs if x is not None))[0].max())
    for (dtype, _, _), got, formula in zip(row.outputs, result.outputs, golden):
        got = got.reshape(-1)[: formula.size].reshape(formula.shape)  # a tensor may be larger than its contents
        if differs(dtype, decoded(dtype, got), formula, scale):
            return "other numbers than the formula"
    return ""


def _fields(row: Row) -> dict[str, Any]:
    """What the parameter has of the row's JSON, which may hold more."""
    declaration = find_operation(f"infer::{row.operation.removesuffix('Operation')}Param")
    assert declaration is not None
    known = {field.name for field in declaration.fields}
    return {name: value for name, value in flat(row.param).items() if name in known}


@pytest.mark.parametrize("table", TABLES)
def test_table(driver: Path, table: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert DIRECTORY is not None
    rows = list(read_rows(Path(DIRECTORY) / f"{table}.csv"))
    assert rows
    generator = np.random.default_rng(1)
    tried, large, wrong = 0, 0, []
    for name, product in PRODUCTS.items():
        mine = [row for row in rows if name in (row.products or ["Ascend910B"]) and is_runnable(row)]
        data = [_data(row, generator) for row in mine]
        cases = [case_of(row, _fields(row), inputs) for row, inputs in zip(mine, data)]
        for row, result, inputs in zip(mine, run_cases(driver, cases, product), data):
            tried += 1
            large += inputs is None
            if what := _outcome(row, result, inputs):
                reason = _not_simulated(row) or EXCEPTIONS.get(f"{table}:{row.number}", "")
                if (table, name, what[:4]) == ("gather", "Ascend310B", "I 13"):
                    reason = ON_310B
                wrong.append((f"{table}:{row.number} {row.name} on {name}: {what}", reason))
    unknown = [row.number for row in rows if not is_runnable(row)]
    with capsys.disabled():
        print(f"\n{table}.csv: {tried - len(wrong)} of {tried} hold; {large} with many elements were only prepared")
        if unknown:
            print(f"  rows {', '.join(unknown)} have types or formats that do not exist")
        for reason, count in Counter(reason for _, reason in wrong if reason).items():
            print(f"  {count}: {reason}")
        for text, reason in wrong:
            if not reason:
                print(f"  {text}")
    assert tried
    assert not [text for text, reason in wrong if not reason]


def _not_simulated(row: Row) -> str:
    """Why a row cannot hold: a form of the operation that is refused by name."""
    fields = flat(row.param)
    if any(value for name, value in fields.items() if name.endswith("quantType") and value != 0):
        return "quantised normalisation is not simulated"
    if row.operation == "LinearOperation" and fields.get("outDataType", -1) != -1:
        return "dequantising matrix products are not simulated"
    if row.operation == "LinearOperation" and fields.get("matmulType", 0):
        return "MATMUL_EIN_SUM is not simulated"
    if row.operation == "LinearOperation" and any(format == "fractal_nz" for _, format, _ in row.inputs):
        return "weights in FRACTAL_NZ are not simulated"
    return ""


def _data(row: Row, generator: np.random.Generator) -> list[Any] | None:
    if elements(row) > LARGEST:
        return None
    return [contents(row, index, generator) for index in range(len(row.inputs))]

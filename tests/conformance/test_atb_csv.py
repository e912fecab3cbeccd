"""ATB's own tables of operation tests: expected errors with their stages, and results against formulas.

The tables (tests/apitest/opstest/csv of the ascend-transformer-boost repository) are not ours to distribute: name their
directory in ACL_SIM_ATB_CSV. Rows of more than ACL_SIM_ATB_LARGEST elements are only prepared, and counted apart.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from atb_cases import Result, run_cases
from atb_csv import PRODUCTS, Row, case_of, contents, elements, flat, is_runnable, read_rows
from atb_exceptions import exception
from atb_golden import GOLDEN, decoded, differs, sizes

from atb import status
from atb.catalogue import find_operation

TABLES = [
    "rope", "elewise", "softmax", "transpose", "concat", "split", "slice", "gather", "linear", "rms_norm", "activation",
    "as_strided", "cumsum", "fill", "reduce", "where", "onehot", "nonzero", "sort", "set_value", "repeat", "group_topk",
    "reshape_and_cache", "layer_norm", "index_add", "transdata", "scatter_elements_v2",
    "swiglu_quant", "block_copy", "paged_attention",
]  # fmt: skip
CODES = {name: code for code, name in status.NAMES.items()}
DIRECTORY = os.environ.get("ACL_SIM_ATB_CSV")
LARGEST = int(os.environ.get("ACL_SIM_ATB_LARGEST", 1 << 21))  # elements of a row that is computed
BATCH = 1 << 24  # elements of the rows that one process gets

pytestmark = pytest.mark.skipif(
    DIRECTORY is None, reason="ACL_SIM_ATB_CSV does not name the directory of ATB's tables of operation tests"
)


def _mismatch(row: Row, result: Result, data: list[Any] | None) -> str:
    """Nothing where a row holds, else what is different."""
    if row.stage == "C" and not row.error:
        return "" if result.stage != "C" else f"C {result.status}, though it can be created"
    wanted = (row.stage, CODES.get(row.error, 0) if row.error else 0)
    if (result.stage, result.status) != wanted:
        return f"{result.stage} {result.status} instead of {wanted[0]} {wanted[1]}"
    if row.stage != "-" or data is None:
        return ""
    inputs = [None if x is None else decoded(dtype, x) for (dtype, _, _), x in zip(row.inputs, data)]
    golden = GOLDEN[row.operation](flat(row.param), *inputs)
    scale = sizes(inputs)
    if row.operation == "LinearOperation":  # what is added up
        sums = GOLDEN[row.operation](flat(row.param), *(np.abs(x) for x in inputs if x is not None))
        scale = float(np.abs(sums[0]).max())
    for dtype, got, formula in zip(result.dtypes, result.outputs, golden):
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


def _batches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows, so many at a time that their contents fit into memory."""
    batch: list[Row] = []
    size = 0
    for row in rows:
        count = elements(row) if elements(row) <= LARGEST else 0
        if batch and size + count > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += count
    if batch:
        yield batch


def _tried(driver: Path, rows: Sequence[Row], product: str) -> Iterator[tuple[Row, str, str]]:
    """Each row with what was done with it (_outcome), and what is different."""
    generator = np.random.default_rng(1)
    for batch in _batches(rows):
        data = [_data(row, generator) for row in batch]
        cases = [case_of(row, _fields(row), inputs) for row, inputs in zip(batch, data)]
        for row, result, inputs in zip(batch, run_cases(driver, cases, product), data):
            yield row, _outcome(row, inputs), _mismatch(row, result, inputs)


def _outcome(row: Row, inputs: list[Any] | None) -> str:
    if row.error:
        return "refused"
    return "created" if row.stage == "C" else "computed" if inputs is not None else "prepared"


def _data(row: Row, generator: np.random.Generator) -> list[Any] | None:
    if elements(row) > LARGEST:
        return None
    return [contents(row, index, generator) for index in range(len(row.inputs))]


@pytest.mark.parametrize("table", TABLES)
def test_table(driver: Path, table: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert DIRECTORY is not None
    rows = list(read_rows(Path(DIRECTORY) / f"{table}.csv"))
    counts: Counter[str] = Counter()
    known: dict[str, list[str]] = {}
    wrong = []
    for name, product in PRODUCTS.items():
        mine = [row for row in rows if name in (row.products or ["Ascend910B"]) and is_runnable(row)]
        for row, how, what in _tried(driver, mine, product):
            if not what:
                counts[how] += 1
            elif reason := exception(row, name, what):
                known.setdefault(reason, []).append(f"{row.number} on {name}")
            else:
                wrong.append(f"{table}:{row.number} {row.name} on {name}: {what}")
    unknown = [row.number for row in rows if not is_runnable(row)]
    with capsys.disabled():
        print(f"\n{_summary(table, counts, len(wrong) + sum(map(len, known.values())))}")
        if unknown:
            print(f"  rows {', '.join(unknown)} have types or formats that do not exist")
        for reason, numbers in known.items():
            print(f"  {len(numbers)}: {reason}: rows {', '.join(numbers)}")
        for text in wrong:
            print(f"  {text}")
    assert sum(counts.values())
    assert not wrong


def _summary(table: str, counts: Counter[str], failed: int) -> str:
    decided = counts["computed"] + counts["refused"] + counts["created"]
    text = f"{table}.csv: {decided} of {decided + failed} hold ({counts['computed']} computed, "
    text += f"{counts['refused']} refused as expected"
    text += f", {counts['created']} created)" if counts["created"] else ")"
    if counts["prepared"]:
        text += f"; {counts['prepared']} with more than {LARGEST} elements were prepared without a fault, not computed"
    return text

"""Reads the table form of ATB's own operation tests: one row a case, columns between bars, tensors between semicolons.

A row names an operation with its parameter as JSON, the types, formats and shapes of its tensors, ranges for random
contents, the error that it expects with its stage ("I:ERROR_INVALID_TENSOR_DIM"), and the products that it is for.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from atb_cases import FORMATS, STORAGE, Array, Case, In, Out
from atb_golden import encoded, fractal
from atb_indices import host_contents, special_contents

PRODUCTS = {
    "Ascend910B": "Ascend910B1",
    "Ascend310P": "Ascend310P3",
    "Ascend310B": "Ascend310B1",
    "Ascend910A": "Ascend910A",
    "Ascend950": "Ascend950PR_9599",
}
"""A product of the simulator for each name in the tables."""

SYNONYMS = {"float32": "float"}


@dataclass
class Row:
    """One case. `stage` and `error` are what is expected: "-" and "" for success."""

    number: str
    name: str
    operation: str
    param: dict[str, Any]
    inputs: list[tuple[str, str, tuple[int, ...]]]
    outputs: list[tuple[str, str, tuple[int, ...]]]
    ranges: list[tuple[float, float]]
    kinds: list[str]
    stage: str
    error: str
    products: list[str]
    is_general: bool  # the outputs are what InferShape tells


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of one table; lines that are none are left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.reader(file, delimiter="|", quoting=csv.QUOTE_NONE)
        names = [name.strip() for name in next(table)]
        for fields in table:
            row = {name: field.strip() for name, field in zip(names, fields)}
            if row.get("OpName"):
                yield _row(row)


def _row(row: dict[str, str]) -> Row:
    stage, _, error = row.get("ExpectedError", "").rpartition(":")
    if error == "NO_ERROR":
        stage, error = stage or "-", ""  # "C:NO_ERROR" is about CreateOperation alone
    ranges = [_range(text) for text in row["DataGenRange"].split(";") if text.strip()]
    products = [name.strip() for name in row.get("SocVersion", "").split(",") if name.strip()]
    param = json.loads(row["OpParam"])
    inputs, outputs = (_tensors(row, kind) for kind in ("In", "Out"))
    kinds = [kind.strip() for kind in row["DataGenType"].split(";")]
    return _as_generated(
        Row(
            row["CaseNum"],
            row["CaseName"],
            row["OpName"],
            param,
            inputs,
            outputs,
            ranges,
            kinds,
            stage,
            error,
            products,
            row.get("TestType") == "Generalization",
        )
    )


def _as_generated(row: Row) -> Row:
    """What ATB's own driver makes of operations whose inputs it generates itself ("customize"), whatever is written."""
    if "customize" not in row.kinds:
        return row
    if row.operation == "RopeOperation":  # all of the query's type, outputs of its shape
        query = row.inputs[0]
        row.inputs[1:4] = [(query[0], *tensor[1:]) for tensor in row.inputs[1:4]]
        row.outputs = [(*tensor[:2], query[2]) for tensor in row.outputs]
    if row.operation == "LinearOperation" and row.param.get("outDataType", -1) != -1:
        index = 3 if row.param.get("hasBias", True) else 2
        is_wide = row.param["outDataType"] == 1 and row.param.get("quantMode", 0) != 2
        kind = "int64" if is_wide and "Ascend910A" not in row.products else "float"
        row.inputs[index:] = [(kind, *tensor[1:]) for tensor in row.inputs[index:]]
    if row.operation == "PagedAttentionOperation" and (kind := row.param.get("maskType", 0)) in (1, 2):
        dtype, format, shape = row.inputs[5]
        if "Ascend910B" in row.products and row.stage == "-" and not row.param.get("calcType", 0):
            heads = () if kind == 1 else (row.inputs[0][2][1],)
            row.inputs[5] = (dtype, format, (row.inputs[4][2][0], *heads, 1, shape[-1]))
    return row


def _range(text: str) -> tuple[float, float]:
    low, high = (float(value) for value in text.split(",")[:2])
    return low, high


def _tensors(row: dict[str, str], kind: str) -> list[tuple[str, str, tuple[int, ...]]]:
    count = int(row[f"{kind}Num"] or 0)  # a row may describe more
    parts = [row[f"{kind}{column}"].split(";")[:count] for column in ("DType", "Format", "Shape")]
    if not (row[f"{kind}Shape"] and row[f"{kind}DType"]):
        return []
    return [
        (SYNONYMS.get(dtype.strip(), dtype.strip()), format.strip(), tuple(int(n) for n in re.findall(r"-?\d+", shape)))
        for dtype, format, shape in zip(*parts)
    ]


def flat(param: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """The fields of a parameter, those of nested structures as "outer.inner"."""
    fields: dict[str, Any] = {}
    for name, value in param.items():
        if isinstance(value, dict):
            fields |= flat(value, f"{prefix}{name}.")
        else:
            fields[prefix + name] = value
    return fields


def contents(row: Row, index: int, generator: np.random.Generator) -> Array | None:
    """Random contents of an input in its range, in the storage type; None for one that is left out."""
    dtype, _, shape = row.inputs[index]
    if 0 in shape:
        return None
    if any(length < 0 for length in shape):
        return np.zeros(0, STORAGE[dtype])
    if _is_packed(row, row.inputs[index][1]) and len(shape) == 4:  # made plain, packed by case_of
        shape = (shape[0], shape[2], shape[1] * shape[3])
    low, high = row.ranges[index] if index < len(row.ranges) else (0.0, 1.0)
    if (special := special_contents(row, index, generator)) is not None:
        return special
    kind = row.kinds[index] if index < len(row.kinds) else "random"
    if kind in ("zero", "one"):
        return encoded(dtype, np.full(shape, float(kind == "one")))
    return encoded(dtype, generator.random(shape, np.float32) * np.float32(high - low) + np.float32(low))


def elements(row: Row) -> int:
    """How many numbers the row is about."""
    return sum(math.prod(max(0, length) for length in shape) for _, _, shape in (*row.inputs, *row.outputs))


def case_of(row: Row, fields: dict[str, Any], data: list[Array | None] | None) -> Case:
    """What the driver is told; without data, only to prepare the operation."""
    contents = data if data is not None else [host_contents(row, index) for index in range(len(row.inputs))]
    inputs = [
        In(
            dtype,
            fractal(values) if _is_packed(row, format) and values is not None else values,
            () if 0 in shape else shape,  # ATB's driver gives a tensor without data no dimensions
            format,
        )
        for (dtype, format, shape), values in zip(row.inputs, contents)
    ]
    outputs = [] if row.is_general else [Out(dtype, shape, format) for dtype, format, shape in row.outputs]
    return Case(row.operation, fields, inputs, outputs, data is None, row.is_general, _aliases(row))


def _aliases(row: Row) -> dict[int, int]:
    """The outputs that ATB's driver gives the addresses of inputs."""
    if row.stage != "-":
        return {}
    if row.operation in ("GroupTopkOperation", "IndexAddOperation"):
        return {0: 0}
    if row.operation == "ReshapeAndCacheOperation":
        return {0: 1} if row.param.get("kvCacheCfg") == 1 else {0: 2, 1: 3}
    return {}


def _is_packed(row: Row, format: str) -> bool:
    """Whether contents are made plain and cut into blocks; those of caches are made as they lie."""
    return row.stage == "-" and format == "fractal_nz" and row.operation == "LinearOperation"


def is_runnable(row: Row) -> bool:
    """Whether all types and formats exist; one table has a misspelt one."""
    return all(dtype in STORAGE and format in FORMATS for dtype, format, _ in (*row.inputs, *row.outputs))

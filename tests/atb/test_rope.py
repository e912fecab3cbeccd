"""RopeOperation: recorded vectors bit for bit, and the code that each kind of wrong argument gets, with its stage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from atb_cases import STORAGE, Case, In, Out, given, run_cases

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
VECTORS = np.load(GOLDEN / "rope_atb_golden.npz")
INDEX = json.loads((GOLDEN / "rope_atb_index.json").read_text())


def _array(case: str, name: str) -> Any:
    return VECTORS[f"{case}|{name}"]


def _vector(entry: dict[str, Any]) -> Case:
    name = entry["case"]
    dtype = "bf16" if entry["dtype"] == "bf16" else "float16"
    q, k, cos, sin, seqlen = (_array(name, part) for part in ("q", "k", "cos", "sin", "seqlen"))
    table = "float" if cos.dtype == np.float32 else dtype
    view = (lambda x: x.view(np.float16)) if dtype == "float16" else (lambda x: x)
    table_view = (lambda x: x) if table == "float" else view
    return Case(
        "RopeOperation",
        {"rotaryCoeff": entry["rotaryCoeff"], "cosFormat": entry["cosFormat"]},
        [
            given(dtype, view(q)),
            given(dtype, view(k)),
            given(table, table_view(cos)),
            given(table, table_view(sin)),
            given("int32", seqlen),
        ],
        [Out(dtype, q.shape), Out(dtype, k.shape)],
    )


def test_recorded_vectors(driver: Path) -> None:
    assert len(INDEX) == 192
    results = run_cases(driver, [_vector(entry) for entry in INDEX])
    wrong = []
    for entry, result in zip(INDEX, results):
        assert (result.stage, result.status) == ("-", 0), entry
        for name, out in zip(("out_q", "out_k"), result.outputs):
            if not np.array_equal(out.view(np.uint16), _array(entry["case"], name)):
                wrong.append((entry["case"], name))
    assert not wrong


def _rope(tensors: dict[str, tuple[Any, ...]], fields: dict[str, Any]) -> Case:
    """A correct case, with some tensors (type, shape, format) and fields changed; None leaves an input out."""
    half = "float16"
    shapes: dict[str, Any] = {
        "query": (half, (4, 64)),
        "key": (half, (4, 32)),
        "cos": (half, (4, 16)),
        "sin": (half, (4, 16)),
        "seqlen": ("int32", (1,)),
        "ropeQ": (half, (4, 64)),
        "ropeK": (half, (4, 32)),
        **tensors,
    }
    described = {name: value for name, value in shapes.items() if value is not None}
    inputs = [
        In(dtype, np.ones(shape if all(n > 0 for n in shape) else 0, STORAGE[dtype]), shape, *rest)
        for dtype, shape, *rest in (value for name, value in described.items() if not name.startswith("rope"))
    ]
    outputs = [Out(*value) for name, value in described.items() if name.startswith("rope")]
    return Case("RopeOperation", fields, inputs, outputs)


A2, P310, A950 = "Ascend910B1", "Ascend310P3", "Ascend950PR_9599"
HUGE = (1 << 20, 1 << 20)
HALF = "float16"


# stage, status, product, changed tensors, changed fields: one row for each row of ATB's checks, in their order
TABLE: list[tuple[str, int, str, dict[str, Any], dict[str, Any]]] = [
    ("C", 1, A2, {}, {"rsv": [0, 1]}),
    ("C", 1, A950, {}, {"cosFormat": 1}),
    ("I", 5, A2, {"seqlen": None}, {}),
    ("I", 8, A2, {"query": (HALF, ())}, {}),
    ("I", 8, A2, {"query": (HALF, (1,) * 9)}, {}),
    ("I", 9, A2, {"query": (HALF, (0, 64))}, {}),
    ("I", 9, A2, {"query": (HALF, (-4, 64))}, {}),
    ("I", 9, A2, {"query": (HALF, (-1, *HUGE))}, {}),
    ("I", 13, A2, {"query": ("float", (4, 64))}, {}),
    ("I", 13, A2, {"cos": ("bf16", (4, 16))}, {}),
    ("I", 13, A2, {"cos": ("float", (4, 16))}, {}),
    ("I", 13, A2, {"seqlen": ("int64", (1,))}, {}),
    ("I", 13, A2, {"query": (HALF, (4, 64), "fractal_nz")}, {}),
    ("I", 13, A2, {"query": (HALF, (4, 64), "nchw")}, {}),
    ("I", 13, A950, {"cos": ("float", (4, 16)), "sin": ("float", (4, 16))}, {}),
    ("I", 6, P310, dict.fromkeys(("query", "key", "cos", "sin"), ("bf16", (4, 16))), {}),
    ("I", 8, A2, {"query": (HALF, (4, 4, 16))}, {}),
    ("I", 8, A2, {"key": (HALF, (64,))}, {}),
    ("I", 8, A2, {"cos": (HALF, (4, 1, 16))}, {}),
    ("I", 8, A2, {"sin": (HALF, (64,))}, {}),
    ("I", 8, A2, {"seqlen": ("int32", (1, 1))}, {}),
    ("I", 9, A2, {"key": (HALF, (5, 32))}, {}),
    ("I", 9, A2, {"query": (HALF, (2, 3, 4, 16))}, {}),
    ("I", 8, A2, {"cos": (HALF, (4, 4112)), "sin": (HALF, (4, 4112))}, {}),
    ("I", 9, A2, {"sin": (HALF, (5, 16))}, {}),
    ("I", 9, A2, {"sin": (HALF, (4, 32))}, {}),
    ("I", 9, A2, {"query": (HALF, (4, 72))}, {}),
    ("I", 8, A2, {"cos": (HALF, (4, 24)), "sin": (HALF, (4, 24))}, {}),
    ("I", 1, A2, {}, {"rotaryCoeff": 3}),
    ("I", 1, A2, {}, {"rotaryCoeff": 0}),
    ("I", 1, A2, {}, {"rotaryCoeff": 8}),
    ("I", 1, A2, {"cos": (HALF, (4, 2)), "sin": (HALF, (4, 2))}, {"rotaryCoeff": 4}),
    ("I", 1, A2, {}, {"cosFormat": 2}),
    ("S", 5, A2, {"ropeK": None}, {}),
    ("S", 8, A2, {"ropeQ": (HALF, ())}, {}),
    ("S", 13, A2, {"ropeQ": ("float", (4, 64))}, {}),
    ("S", 13, A2, {"ropeK": (HALF, (4, 32), "fractal_nz")}, {}),
    ("S", 4, A2, {"query": (HALF, (4, 8)), "key": (HALF, (4, 8)), "cos": (HALF, (4, 8)), "sin": (HALF, (4, 8))}, {}),
    ("S", 9, A2, {"cos": (HALF, (3, 16)), "sin": (HALF, (3, 16))}, {}),
    ("S", 9, A2, {"ropeQ": (HALF, (4, 32))}, {}),
    ("-", 0, A2, {}, {}),
    ("-", 0, A2, {"ropeQ": (HALF, (8, 64))}, {}),
    ("-", 0, A2, {"cos": ("float", (4, 16)), "sin": ("float", (4, 16)), "seqlen": ("uint32", (1,))}, {}),
    ("-", 0, P310, {}, {"rotaryCoeff": 16}),
    ("-", 0, A950, {"cos": (HALF, (4, 8)), "sin": (HALF, (4, 8))}, {"rotaryCoeff": 2}),
]


@pytest.mark.parametrize("product", [A2, P310, A950])
def test_every_refusal_has_its_code_and_its_stage(driver: Path, product: str) -> None:
    rows = [row for row in TABLE if row[2] == product]
    results = run_cases(driver, [_rope(row[3], row[4]) for row in rows], product)
    wrong = [
        (row, result.stage, result.status)
        for row, result in zip(rows, results)
        if (result.stage, result.status) != row[:2]
    ]
    assert not wrong


def test_shapes_follow_query_and_key(driver: Path) -> None:
    four = {"query": (HALF, (2, 2, 4, 16)), "ropeQ": (HALF, (2, 2, 4, 16))}
    (result,) = run_cases(driver, [_rope(four, {})])
    assert result.inferred == [(1, 2, (2, 2, 4, 16)), (1, 2, (4, 32))]


@pytest.mark.parametrize("lengths", [[3, 2], [5, -1], [9]])
def test_seqlen_that_does_not_fit_is_a_fault_of_the_device(driver: Path, lengths: list[int]) -> None:
    case = _rope({}, {"cosFormat": 1})
    inputs = [*case.inputs[:4], given("int32", np.array(lengths))]
    (result,) = run_cases(driver, [Case("RopeOperation", case.fields, inputs, case.outputs)])
    assert (result.stage, result.status) == ("D", 507015)


def test_the_documented_example(driver: Path) -> None:
    """Ones in all inputs and the default coefficient: a row of 8 becomes 0, 0, 2, 2, 0, 0, 2, 2."""
    tensors = dict.fromkeys(("query", "key", "ropeQ", "ropeK"), (HALF, (4, 16)))
    (result,) = run_cases(driver, [_rope({**tensors, "cos": (HALF, (4, 8)), "sin": (HALF, (4, 8))}, {})])
    assert (result.stage, result.status) == ("-", 0)
    for output in result.outputs:
        assert np.array_equal(output, np.tile(np.float16([0, 0, 2, 2]), (4, 4)))

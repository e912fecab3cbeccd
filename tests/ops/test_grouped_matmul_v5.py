"""Matrix products by groups, against a product for each group in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from array_calls import OPERATORS, arguments_of, assert_refused, refusal
from harness import Array, Session
from quantisation_oracle import drawn, is_rounded
from values import agrees

TYPES = pytest.mark.parametrize("short", ["f32", "f16", "bf16"])
ENDS, COUNTS = [2, 2, 5], [2, 0, 3]


def _run(session: Session, name: str, values: dict[str, Any]) -> list[Array]:
    """The results in `out`, read back from tensors made here."""
    operator = OPERATORS[name]
    given = arguments_of(session, operator, {key: value for key, value in values.items() if key != "out"})
    tensors = [session.tensor(np.full(shape, 7, _STORED[short]), short) for short, shape in values["out"]]
    place = next(i for i, p in enumerate(operator.parameters) if p.field == "out")
    given[place] = session.tensor_list(tensors)
    session.run(operator.c_name, *given)
    return [session.read(tensor) for tensor in tensors]


_STORED: dict[str, Any] = {"f32": np.float32, "f16": np.uint16, "bf16": np.uint16, "i8": np.int8, "i32": np.int32}


def _is(bits: Array, short: str, exact: Array) -> None:
    assert bits.shape == exact.shape
    assert agrees(bits, short, exact, 1e-5)


def _values(**values: Any) -> dict[str, Any]:
    return {"splitItem": 2, "groupType": 0, "groupListType": 0, "actType": 0, **values}


def _bias_type(short: str) -> str:
    return "f32" if short == "bf16" else short


def _by_rows(x: Array, weight: Array, extra: Array | None, counts: list[int]) -> Array:
    starts = np.cumsum([0, *counts])
    parts = [x[starts[g] : starts[g + 1]] @ weight[g] + (0 if extra is None else extra[g]) for g in range(len(counts))]
    return np.concatenate(parts)


@TYPES
@pytest.mark.parametrize("name", ["GroupedMatmulV4", "GroupedMatmulV5"])
@pytest.mark.parametrize(("kind", "listed"), [(0, ENDS), (1, COUNTS), (2, [[0, 2], [2, 3], [1, 0]])])
@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("step", [1, 2])
def test_groups_of_rows(
    session: Session, name: str, short: str, kind: int, listed: list[Any], single: bool, step: int
) -> None:
    x, weight, bias = drawn(1, (6, 4), short), drawn(2, (3, 4, 5), short), drawn(3, (3, 5), _bias_type(short))
    exact = _by_rows(x, weight, bias, COUNTS)
    (y,) = _run(session, name, _values(
        x=[(short, x, step)], weight=[(short, weight, step)] if single else [(short, w, step) for w in weight],
        biasOptional=[(_bias_type(short), bias)] if single else [(_bias_type(short), b) for b in bias],
        groupListOptional=("i64", listed), groupListType=kind, out=[(short, (6, 5))],
    ))  # fmt: skip
    _is(y[:5], short, exact)
    assert (y[5:] == 7).all()  # behind the last group


@TYPES
def test_lists_into_one_result(session: Session, short: str) -> None:
    xs, weights = [drawn(n, (n, 4), short) for n in (1, 2)], [drawn(9 + n, (4, 5), short) for n in (1, 2)]
    (y,) = _run(session, "GroupedMatmulV5", _values(
        x=[(short, x) for x in xs], weight=[(short, w) for w in weights], out=[(short, (3, 5))], splitItem=3,
    ))  # fmt: skip
    _is(y, short, np.concatenate([x @ w for x, w in zip(xs, weights)]))


@TYPES
def test_lists_into_lists(session: Session, short: str) -> None:
    xs, weights = [drawn(n, (n, 3 + n), short) for n in (1, 2)], [drawn(9 + n, (3 + n, 4 * n), short) for n in (1, 2)]
    found = _run(session, "GroupedMatmulV5", _values(
        x=[(short, x) for x in xs], weight=[(short, w) for w in weights], splitItem=0, groupType=-1,
        out=[(short, (1, 4)), (short, (2, 8))],
    ))  # fmt: skip
    for y, x, w in zip(found, xs, weights):
        _is(y, short, x @ w)


@TYPES
@pytest.mark.parametrize("product", ["A2", "A3"])
def test_groups_of_columns(session: Session, short: str) -> None:
    x, weight = drawn(1, (3, 6), short), drawn(2, (6, 5), short)
    exact = np.stack([x[:, s:e] @ weight[s:e] for s, e in ((0, 2), (2, 2), (2, 5))])
    (y,) = _run(session, "GroupedMatmulV5", _values(
        x=[(short, x)], weight=[(short, weight)], groupType=2, groupListOptional=("i64", ENDS),
        out=[(short, (3, 3, 5))],
    ))  # fmt: skip
    _is(y, short, exact)


def _whole(seed: int, shape: tuple[int, ...], limit: int = 127) -> Array:
    return np.random.default_rng(seed).integers(-limit, limit, shape, endpoint=True)


@pytest.mark.parametrize(
    ("out", "scale_type", "bias_type"),
    [
        ("bf16", "bf16", "i32"),
        ("bf16", "f32", "bf16"),
        ("f16", "f32", "i32"),
        ("f16", "f32", None),
        ("i32", None, "i32"),
    ],
)
@pytest.mark.parametrize("by_row", [False, True])
def test_quantised(session: Session, out: str, scale_type: str | None, bias_type: str | None, by_row: bool) -> None:
    by_row = by_row and out != "i32"
    x, weight, rows = _whole(1, (5, 16)), _whole(2, (3, 16, 8)), drawn(4, (5,), "f32", 0.5, 2)
    scale = np.ones((3, 8)) if scale_type is None else drawn(3, (3, 8), scale_type, 0.001, 0.002)
    bias = _whole(5, (3, 8)) * 100 if bias_type == "i32" else drawn(5, (3, 8), bias_type or "f32")
    group = np.repeat(np.arange(3), COUNTS)
    sums = np.stack([x[at] @ weight[group[at]] for at in range(5)]) + (bias[group] if bias_type == "i32" else 0)
    exact = sums * scale[group] * (rows[:, None] if by_row else 1) + (bias[group] if bias_type == "bf16" else 0)
    (y,) = _run(session, "GroupedMatmulV4", _values(
        x=[("i8", x)], weight=[("i8", weight)], biasOptional=bias_type and [(bias_type, bias)],
        scaleOptional=scale_type and [(scale_type, scale)], perTokenScaleOptional=[("f32", rows)] if by_row else None,
        groupListOptional=("i64", COUNTS), groupListType=1, out=[(out, (5, 8))],
    ))  # fmt: skip
    if out == "i32":
        assert (y == exact).all()
    else:
        _is(y, out, exact)


def test_quantised_again(session: Session) -> None:
    """Scales of UINT64 are what aclnnTransQuantParamV2 gives: here a power of two, which its 19 bits hold."""
    x, weight = _whole(1, (5, 16), 9), _whole(2, (1, 16, 8), 9)
    scale = np.full((1, 8), int(np.float32(0.125).view(np.uint32)) | 1 << 46, np.uint64)
    (y,) = _run(session, "GroupedMatmulV4", _values(
        x=[("i8", x)], weight=[("i8", weight)], scaleOptional=[("u64", scale)], groupListOptional=("i64", [5]),
        out=[("i8", (5, 8))],
    ))  # fmt: skip
    is_rounded(y, "i8", (x @ weight[0]) * 0.125)


@pytest.mark.parametrize("short", ["f16", "bf16"])
@pytest.mark.parametrize("moves", [False, True])
def test_small_weights(session: Session, short: str, moves: bool) -> None:
    x, weight = drawn(1, (5, 16), short), _whole(2, (3, 16, 8))
    scale, offset = drawn(3, (3, 8), short, 0.5, 1), drawn(4, (3, 8), short)
    full = (weight + (offset[:, None] if moves else 0)) * scale[:, None]
    (y,) = _run(session, "GroupedMatmulV5", _values(
        x=[(short, x)], weight=[("i8", weight)], antiquantScaleOptional=[(short, scale)],
        antiquantOffsetOptional=[(short, offset)] if moves else None, groupListOptional=("i64", ENDS),
        out=[(short, (5, 8))],
    ))  # fmt: skip
    from values import HALF_ULP, narrowed, widened

    bound = np.abs(_by_rows(np.abs(x), np.abs(full), None, COUNTS)) * HALF_ULP[short] * 2.1  # the weight is rounded too
    exact = _by_rows(x, full, None, COUNTS)
    assert (np.abs(widened(y, short) - exact) <= bound + 1e-3).all()
    _is(y, short, _by_rows(x, widened(narrowed(full, short), short), None, COUNTS))


def test_weights_in_blocks(session: Session) -> None:
    x, weight = drawn(1, (4, 20), "f16"), drawn(2, (2, 20, 24), "f16")
    padded = np.zeros((2, 32, 32))
    padded[:, :20, :24] = weight
    blocks = padded.reshape(2, 2, 16, 2, 16).transpose(0, 3, 1, 2, 4).astype(np.float16).view(np.uint16)
    tensor = session.tensor(np.ascontiguousarray(blocks), "f16", (2, 20, 24), [480, 24, 1], format="FRACTAL_NZ")
    operator = OPERATORS["GroupedMatmulWeightNz"]
    out = session.tensor(np.zeros((4, 24), np.uint16), "f16")
    values = _values(x=[("f16", x)], groupListOptional=("i64", [1, 4]), quantGroupSize=0)
    arguments = arguments_of(session, operator, values)
    for field, given in (("weight", tensor), ("out", out)):
        place = next(i for i, p in enumerate(operator.parameters) if p.field == field)
        arguments[place] = session.tensor_list([given])
    session.run(operator.c_name, *arguments)
    _is(session.read(out), "f16", _by_rows(x, weight, None, [1, 3]))


H, F, I8 = "f16", "f32", "i8"
_BASE = _values(
    x=[(H, (5, 4))], weight=[(H, (3, 4, 6))], groupListOptional=("i64", (3,)), out=[(H, (5, 6))],
)  # fmt: skip
_INT8: dict[str, Any] = {
    "x": [(I8, (5, 4))], "weight": [(I8, (3, 4, 6))], "scaleOptional": [(F, (3, 6))], "out": [(H, (5, 6))],
}  # fmt: skip
_REFUSED: list[tuple[str, dict[str, Any], int, str]] = [
    ("A2", {"x": []}, 161002, "x"),
    ("A2", {"weight": [None]}, 161001, "weight"),
    ("A2", {"out": [None]}, 161001, "out"),
    ("A2", {"weight": [(H, (4, 6))] * 129}, 161002, "weight"),
    ("A2", {"weight": [("bf16", (3, 4, 6))]}, 161002, "weight"),
    ("A2", {"out": [(F, (5, 6))]}, 161002, "out"),
    ("950", {"x": [(F, (5, 4))], "weight": [(F, (3, 4, 6))], "out": [(F, (5, 6))]}, 161002, "x"),
    ("A2", {"biasOptional": [(F, (3, 6))]}, 161002, "biasOptional"),
    ("A2", {"biasOptional": [(H, (6,))]}, 161002, "biasOptional"),
    ("A2", {"scaleOptional": [(F, (3, 6))]}, 161002, "scaleOptional"),
    ("A2", {"perTokenScaleOptional": [(F, (5,))]}, 161002, "perTokenScaleOptional"),
    ("A2", {"antiquantScaleOptional": [(H, (3, 6))]}, 161002, "antiquantScaleOptional"),
    ("A2", {"weight": [(I8, (3, 4, 6))]}, 161002, "antiquantScaleOptional"),
    ("A2", {"offsetOptional": [(F, (3, 6))]}, 161002, "offsetOptional"),
    ("A2", {"activationInputOptional": [(F, (3, 6))]}, 161002, "activationInputOptional"),
    ("A2", {"dynQuantScaleOutOptional": [(F, (3,))]}, 161002, "dynQuantScaleOutOptional"),
    ("A2", {"actType": 1}, 161002, "actType"),
    ("A2", {"groupType": 1}, 161002, "groupType"),
    ("A2", {"groupListType": 3}, 161002, "groupListType"),
    ("950", {"groupListType": 2, "groupListOptional": ("i64", (3, 2))}, 161002, "groupListType"),
    ("A2", {"splitItem": 0}, 161002, "splitItem"),
    ("A2", {"groupListOptional": None}, 161002, "groupListOptional"),
    ("A2", {"groupListOptional": ("i64", (2,))}, 161002, "groupListOptional"),
    ("A2", {"weight": [(H, (4, 6))]}, 161002, "weight"),
    ("A2", {"weight": [(H, (3, 5, 6))]}, 161002, "weight"),
    ("A2", {"x": [(H, (5, 4)), (H, (5, 4))]}, 161002, "x"),
    ("A2", {"out": [(H, (5, 5))]}, 161002, "out"),
    ("A2", {"tuningConfigOptional": (-1,)}, 161002, "tuningConfigOptional"),
    ("A2", {**_INT8, "groupType": 2}, 161002, "groupType"),
    ("A2", {**_INT8, "scaleOptional": [("bf16", (3, 6))]}, 161002, "scaleOptional"),
    ("A2", {**_INT8, "perTokenScaleOptional": [(F, (6,))]}, 161002, "perTokenScaleOptional"),
    ("A2", {**_INT8, "biasOptional": [(H, (3, 6))]}, 161002, "biasOptional"),
]


def test_accepted(session: Session) -> None:
    for more in ({}, _INT8):
        status, message = refusal(session, "GroupedMatmulV5", **_BASE | more)
        assert status == 0, message


@pytest.mark.parametrize(("product", "changed", "status", "parameter"), _REFUSED)
def test_refused(session: Session, changed: dict[str, Any], status: int, parameter: str) -> None:
    assert_refused(session, "GroupedMatmulV5", parameter, status, **{**_BASE, **changed})


def test_weights_must_be_in_blocks(session: Session) -> None:
    status, message = refusal(session, "GroupedMatmulWeightNz", **_BASE, quantGroupSize=0)
    assert (status, "Parameter weight " in message) == (161002, True)


def test_ends_behind_the_rows_fault(session: Session) -> None:
    operator = OPERATORS["GroupedMatmulV5"]
    values = _BASE | {"groupListOptional": ("i64", [2, 4, 6])}
    status, _, executor = session.plan(operator.c_name, *arguments_of(session, operator, values))
    assert status == 0, session.message()
    assert session.acl.aclnnGroupedMatmulV5(None, 0, executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 507015
    assert "groupListOptional" in session.message()

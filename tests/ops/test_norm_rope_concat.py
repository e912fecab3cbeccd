"""aclnnNormRopeConcat against the formula, its rounding, and what it refuses."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

import norm_rope_oracle as oracle
import numpy as np
import pytest
from harness import STORAGE, Array, Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from values import agrees, narrowed, widened

OPERATOR = "aclnnNormRopeConcat"
EPSILON = 0.5  # large enough to tell
INVALID, TILING, LAUNCH = 161002, 561002, 361001
STREAMS = {"query": "encoderQuery", "key": "encoderKey", "value": "encoderValue"}
NORMED = {"Query": "query", "Key": "key", "AddedQuery": "encoderQuery", "AddedKey": "encoderKey"}
AFFINE = tuple(f"norm{of}{part}" for of in NORMED for part in ("Weight", "Bias"))
OUTPUTS = ("queryOutput", "keyOutput", "valueOutput")
STATISTICS = tuple(f"norm{of}{part}" for of in NORMED for part in ("Mean", "Rstd"))
NAMES = (*STREAMS, *STREAMS.values(), *AFFINE, "ropeSin", "ropeCos", *OUTPUTS, *STATISTICS)


@dataclass(frozen=True)
class Case:
    dtype: str = "f32"
    batch: int = 2
    heads: int = 3
    head: int = 8
    queries: int = 3
    keys: int = 4
    encoder_queries: int = 2  # 0 stands for null
    encoder_keys: int = 1
    norm: int = 2
    added: int = 2
    rope: int = 1
    order: int = 0
    table: int = 4
    training: bool = True
    changes: dict[str, Any] = field(default_factory=dict)  # shapes, types, or None, by parameter

    def kind(self, of: str) -> int:
        return self.added if of.startswith("Added") else self.norm

    def shapes(self) -> dict[str, tuple[int, ...] | None]:
        """What the page asks for; everything that may be given is."""
        lengths = {
            "query": self.queries, "key": self.keys, "value": self.keys, "encoderQuery": self.encoder_queries,
            "encoderKey": self.encoder_keys, "encoderValue": self.encoder_keys,
        }  # fmt: skip
        parts = {n: (self.batch, s, self.heads, self.head) if s else None for n, s in lengths.items()}
        shapes: dict[str, tuple[int, ...] | None] = {
            **parts,
            **dict.fromkeys(AFFINE, (self.head,)),
            "ropeSin": (self.table, self.head),
            "ropeCos": (self.table, self.head),
        }
        for own, encoder in STREAMS.items():
            shapes[f"{own}Output"] = (self.batch, self.heads, lengths[own] + lengths[encoder], self.head)
        for of, part in NORMED.items():
            statistic = (self.batch, lengths[part], self.heads, 1) if lengths[part] else None
            shapes[f"norm{of}Mean"] = shapes[f"norm{of}Rstd"] = statistic
        return shapes | {name: change for name, change in self.changes.items() if not isinstance(change, str)}

    def dtype_of(self, name: str) -> str:
        if isinstance(self.changes.get(name), str):
            return str(self.changes[name])
        return "f32" if name in STATISTICS else self.dtype


def arguments(case: Case, tensors: dict[str, Any]) -> list[Any]:
    numbers = [ctypes.c_int64(value) for value in (case.norm, case.added, case.rope, case.order)]
    inputs, outputs = NAMES[: -len(OUTPUTS) - len(STATISTICS)], (*OUTPUTS, *STATISTICS)
    rest = ctypes.c_double(EPSILON), ctypes.c_bool(case.training)
    return [*(tensors[name] for name in inputs), *numbers, *rest, *(tensors[name] for name in outputs)]


def random_data(case: Case, seed: int) -> dict[str, Array]:
    rng = np.random.default_rng(seed)
    return {
        name: narrowed(rng.uniform(-2, 2, shape), case.dtype_of(name))
        for name, shape in case.shapes().items()
        if shape is not None
    }


def uploaded(session: Session, case: Case, data: dict[str, Array]) -> dict[str, Any]:
    return {name: session.tensor(data[name], case.dtype_of(name)) if name in data else None for name in NAMES}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    queries, keys, encoder_queries, encoder_keys = draw(
        st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(0, 2), st.integers(0, 2))
    )
    return Case(
        dtype=draw(st.sampled_from(["f32", "f16", "bf16"])), batch=draw(st.integers(1, 2)),
        heads=draw(st.integers(1, 3)), head=2 * draw(st.integers(2, 20)),
        queries=queries, keys=keys, encoder_queries=encoder_queries, encoder_keys=encoder_keys,
        norm=draw(st.integers(0, 4)), added=draw(st.integers(0, 4)),
        rope=draw(st.integers(0, 2)), order=draw(st.integers(0, 1)), training=draw(st.booleans()),
        table=draw(st.integers(1, min(queries + encoder_queries, keys + encoder_keys))),
    )  # fmt: skip


@pytest.mark.parametrize("product", ["A2", "950"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_numbers(session: Session, data: st.DataObject) -> None:
    case = data.draw(cases(), "case")
    values = random_data(case, data.draw(st.integers(0, 2**32 - 1), "seed"))
    tensors = uploaded(session, case, values)
    session.run(OPERATOR, *arguments(case, tensors))
    wide: dict[str, Array | None] = dict.fromkeys(NAMES)
    wide |= {name: widened(bits, case.dtype_of(name)) for name, bits in values.items()}
    parts: dict[str, Any] = {name: wide[name] for name in (*STREAMS, *STREAMS.values())}
    for of, part in NORMED.items():
        x = wide[part]
        if x is None:
            continue
        parts[part] = oracle.normalised(x, case.kind(of), wide[f"norm{of}Weight"], wide[f"norm{of}Bias"], EPSILON)
        mean, rstd = (session.read(tensors[f"norm{of}{which}"]) for which in ("Mean", "Rstd"))
        if case.training and case.kind(of) in oracle.LAYER_NORMS:
            assert agrees(mean, "f32", x.mean(-1, keepdims=True), 1e-5)
            assert agrees(1 / rstd**2, "f32", x.var(-1, keepdims=True) + EPSILON, 1e-5)
        else:
            assert np.array_equal(mean, values[f"norm{of}Mean"])
            assert np.array_equal(rstd, values[f"norm{of}Rstd"])
    for own, encoder in STREAMS.items():
        exact = oracle.joined(parts[own], parts[encoder], case.order)
        if own != "value":
            exact = oracle.rotated(exact, case.rope, wide["ropeCos"], wide["ropeSin"])
        assert agrees(session.read(tensors[f"{own}Output"]), case.dtype, exact, 1e-5), own


# Two factors whose product is halfway between two numbers of the type, and the bits of the outer, odd one.
HALVES = {
    "f16": [(1 + 3 * 2.0**-10, 1.5, 0x3E05), (5 * 2.0**-24, 0.5, 0x0003), (2.0**-24, 0.5, 0x0001)],
    "bf16": [(1 + 3 * 2.0**-7, 1.5, 0x3FC5), (1 + 2.0**-6, 1.25, 0x3FA3)],
}


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("dtype", "half"), [(dtype, half) for dtype, halves in HALVES.items() for half in halves])
def test_halves_are_rounded_away_from_zero(session: Session, dtype: str, half: Any, sign: int) -> None:
    """CAST_ROUND in the kernel, for f16 and bf16 alike."""
    left, right, outer = half
    case = Case(
        dtype=dtype, batch=1, heads=1, head=2, queries=1, keys=1, encoder_queries=0, encoder_keys=0, norm=0, table=1
    )
    values = random_data(case, 0)
    values["query"] = narrowed(np.full((1, 1, 1, 2), sign * left), dtype)
    values["ropeCos"], values["ropeSin"] = narrowed(np.full((1, 2), right), dtype), np.zeros((1, 2), np.uint16)
    tensors = uploaded(session, case, values)
    session.run(OPERATOR, *arguments(case, tensors))
    assert session.read(tensors["queryOutput"]).ravel().tolist() == [outer | (0x8000 if sign < 0 else 0)] * 2


def test_only_what_is_needed(session: Session) -> None:
    """Without norm, rotation and encoder nothing optional is asked for."""
    changes = dict.fromkeys((*AFFINE, "ropeSin", "ropeCos", *STATISTICS))
    case = Case(norm=0, added=2, rope=0, encoder_queries=0, encoder_keys=0, changes=changes)
    values = random_data(case, 1)
    tensors = uploaded(session, case, values)
    session.run(OPERATOR, *arguments(case, tensors))
    for name in STREAMS:
        assert np.array_equal(session.read(tensors[f"{name}Output"]), values[name].transpose(0, 2, 1, 3))


def changed(**changes: Any) -> Case:
    return Case(changes=changes)


# What, the case, the parameter that is blamed, the status.
REFUSED: list[tuple[str, Case, str, int]] = [
    ("int32", Case(dtype="i32"), "query", INVALID),
    ("key unlike query", changed(key="f16"), "key", INVALID),
    ("weight unlike query", changed(normKeyWeight="f16"), "normKeyWeight", INVALID),
    ("rank of query", changed(query=(2, 3, 24)), "query", INVALID),
    ("rank of encoderKey", changed(encoderKey=(2, 1, 24)), "encoderKey", INVALID),
    ("odd rows", Case(head=7), "query", INVALID),
    ("rows of 1026", Case(head=1026), "query", INVALID),
    ("batches of key", changed(key=(1, 4, 3, 8)), "key", TILING),
    ("heads of value", changed(value=(2, 4, 2, 8)), "value", TILING),
    ("rows of encoderQuery", changed(encoderQuery=(2, 2, 3, 6)), "encoderQuery", TILING),
    ("weight", changed(normQueryWeight=(6,)), "normQueryWeight", TILING),
    ("rank of bias", changed(normAddedKeyBias=(3, 8)), "normAddedKeyBias", TILING),
    ("rank of sin", changed(ropeSin=(4, 1, 8)), "ropeSin", TILING),
    ("rank of cos", changed(ropeCos=(32,)), "ropeCos", TILING),
    ("too long a table", Case(table=6, keys=6), "ropeSin", TILING),
    ("empty table", Case(table=0), "ropeSin", TILING),
    ("rows of the table", changed(ropeSin=(4, 6)), "ropeSin", TILING),
    ("cos unlike sin", changed(ropeCos=(3, 8)), "ropeCos", TILING),
    ("positions of value", changed(value=(2, 3, 3, 8)), "value", TILING),
    ("positions of encoderValue", changed(encoderValue=(2, 2, 3, 8)), "encoderValue", TILING),
    ("encoderValue alone", changed(encoderKey=None), "encoderValue", TILING),
    ("norm 5", Case(norm=5), "normType", TILING),
    ("norm -1", Case(added=-1), "normAddedType", TILING),
    ("LayerNorm without weight", changed(normKeyWeight=None), "normKeyWeight", TILING),
    ("LayerNorm without bias", changed(normAddedQueryBias=None), "normAddedQueryBias", TILING),
    ("RmsNorm without weight", Case(norm=4, changes={"normQueryWeight": None}), "normQueryWeight", TILING),
    ("no sin", changed(ropeSin=None), "ropeSin", TILING),
    ("no cos", Case(rope=2, changes={"ropeCos": None}), "ropeCos", TILING),
    ("output", changed(queryOutput=(2, 5, 3, 8)), "queryOutput", TILING),
    ("value's output", changed(valueOutput=(2, 3, 4, 8)), "valueOutput", TILING),
    ("no mean", changed(normQueryMean=None), "normQueryMean", TILING),
    ("no rstd", Case(added=1, changes={"normAddedKeyRstd": None}), "normAddedKeyRstd", TILING),
    ("mean", changed(normKeyMean=(2, 3, 4, 1)), "normKeyMean", TILING),
    ("rotation 3", Case(rope=3), "ropeType", LAUNCH),
    ("order 2", Case(order=2), "concatOrder", LAUNCH),
]  # fmt: skip


def plan(session: Session, case: Case) -> int:
    data = {n: np.zeros(shape, STORAGE[case.dtype_of(n)]) for n, shape in case.shapes().items() if shape is not None}
    return session.plan(OPERATOR, *arguments(case, uploaded(session, case, data)))[0]


@pytest.mark.parametrize(("case", "parameter", "expected"), [pytest.param(*rest, id=what) for what, *rest in REFUSED])
def test_refusals(session: Session, case: Case, parameter: str, expected: int) -> None:
    assert plan(session, case) == expected
    assert f"Parameter {parameter} " in session.message()


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(Case(norm=4, changes={"normQueryBias": None, "normKeyBias": None}), id="RmsNorm needs no bias"),
        pytest.param(Case(norm=4, changes={"normQueryMean": None}), id="RmsNorm gives no mean"),
        pytest.param(Case(training=False, changes={"normQueryMean": None}), id="no mean without training"),
        pytest.param(Case(encoder_queries=0, table=3), id="encoder's key without its query"),
    ],
)
def test_accepted(session: Session, case: Case) -> None:
    assert plan(session, case) == 0, session.message()


@pytest.mark.parametrize("product", ["310P"])
def test_product_without_the_operator(session: Session) -> None:
    assert plan(session, Case()) == 561003
    assert "Parameter product " in session.message()

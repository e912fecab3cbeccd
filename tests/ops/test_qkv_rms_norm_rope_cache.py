"""aclnnQkvRmsNormRopeCache against the formula, and what it refuses."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
from harness import STORAGE, Array, Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from values import agrees, narrowed, widened

OPERATOR = "aclnnQkvRmsNormRopeCache"
EPSILON = 0.5  # large enough to tell
NULL, INVALID, FAULT = 161001, 161002, 507015
INPUTS = ("qkv", "qGamma", "kGamma", "cos", "sin", "index", "qOut", "kCache", "vCache")
SCALES = ("kScaleOptional", "vScaleOptional", "kOffsetOptional", "vOffsetOptional")
BEFORE = ("qOutBeforeQuant", "kOutBeforeQuant", "vOutBeforeQuant")


@dataclass(frozen=True)
class Case:
    """A call by what may vary; `size` and `heads` are the arrays when they differ from what the rest says."""

    dtype: str = "f16"
    batch: int = 2
    tokens: int = 3
    queries: int = 4
    keys: int = 2
    pages: int = 3
    page: int = 32
    k_int8: bool = False
    v_int8: bool = False
    offsets: bool = False
    before: bool = False
    mode: str | None = "PA_NZ"
    size: tuple[int, ...] = ()
    heads: tuple[int, ...] = ()
    changes: dict[str, Any] = field(default_factory=dict)  # shapes, types, or None, by parameter

    def shapes(self) -> dict[str, tuple[int, ...] | None]:
        rows = self.batch * self.tokens
        scale = (self.keys, 128)
        k, v = (
            (self.pages, self.keys * 128 // c, self.page, c)
            for c in (32 if q else 16 for q in (self.k_int8, self.v_int8))
        )
        shapes: dict[str, tuple[int, ...] | None] = {
            "qkv": (rows, (self.queries + 2 * self.keys) * 128), "qGamma": (128,), "kGamma": (128,),
            "cos": (rows, 128), "sin": (rows, 128), "index": (rows,), "qOut": (rows, self.queries * 128),
            "kCache": k, "vCache": v,
            "kScaleOptional": scale if self.k_int8 else None, "vScaleOptional": scale if self.v_int8 else None,
            "kOffsetOptional": scale if self.k_int8 and self.offsets else None,
            "vOffsetOptional": scale if self.v_int8 and self.offsets else None,
        }  # fmt: skip
        for name, heads in zip(BEFORE, (self.queries, self.keys, self.keys)):
            shapes[name] = (rows, heads * 128) if self.before else None
        return shapes | {name: change for name, change in self.changes.items() if not isinstance(change, str)}

    def dtype_of(self, name: str) -> str:
        if isinstance(self.changes.get(name), str):
            return str(self.changes[name])
        if name == "index":
            return "i64"
        if name in SCALES:
            return "f32"
        return "i8" if (name == "kCache" and self.k_int8) or (name == "vCache" and self.v_int8) else self.dtype


def arguments(session: Session, case: Case, tensors: dict[str, Any]) -> list[Any]:
    size = case.size or (case.batch, case.tokens, case.queries + 2 * case.keys, 128)
    heads = case.heads or (case.queries, case.keys, case.keys)
    mode = case.mode.encode() if case.mode is not None else None
    return [
        *(tensors[name] for name in (*INPUTS, *SCALES)), session.int_array(size), session.int_array(heads),
        ctypes.c_double(EPSILON), mode, *(tensors[name] for name in BEFORE),
    ]  # fmt: skip


def random_data(case: Case, seed: int) -> dict[str, Array]:
    rng = np.random.default_rng(seed)
    data: dict[str, Array] = {}
    for name, shape in case.shapes().items():
        dtype = case.dtype_of(name)
        if shape is None:
            continue
        if name == "index":
            slots = rng.permutation(case.pages * case.page)[: shape[0]]
            data[name] = np.where(rng.random(shape) < 0.25, -1, slots).astype(np.int64)
        elif "Cache" in name or "Out" in name:
            size = np.dtype(STORAGE[dtype]).itemsize
            data[name] = rng.integers(0, 256, (*shape, size), np.uint8).view(STORAGE[dtype])[..., 0]
        elif dtype == "f32":
            data[name] = (rng.uniform(0.01, 0.1, shape) if "Scale" in name else rng.uniform(-20, 20, shape)).astype(
                np.float32
            )
        else:
            data[name] = narrowed(rng.uniform(-2, 2, shape), dtype)
    return data


def uploaded(session: Session, case: Case, data: dict[str, Array]) -> dict[str, Any]:
    return {n: session.tensor(data[n], case.dtype_of(n)) if n in data else None for n in case.shapes()}


def expected(case: Case, data: dict[str, Array]) -> tuple[Array, Array, Array]:
    """q, k and v as [tokens, heads, D] in float64, before int8."""
    x, q_gamma, k_gamma, cos, sin = (widened(data[name], case.dtype) for name in INPUTS[:5])
    x = x.reshape(len(x), -1, 128)

    def turned(part: Array, gamma: Array) -> Array:
        y = part / np.sqrt((part**2).mean(-1, keepdims=True) + EPSILON) * gamma
        result = np.empty(y.shape)
        for t in range(len(y)):
            a, b, c, s = y[t, :, :64], y[t, :, 64:], cos[t], sin[t]
            result[t, :, :64], result[t, :, 64:] = a * c[:64] - b * s[:64], b * c[64:] + a * s[64:]
        return result

    cut = case.queries + case.keys
    return turned(x[:, : case.queries], q_gamma), turned(x[:, case.queries : cut], k_gamma), x[:, cut:]


def cached(case: Case, data: dict[str, Array], name: str, exact: Array) -> tuple[Array, Array]:
    """The whole cache, and which elements are written: a token's heads are blocks of C, a slot apart."""
    values, written = np.zeros(data[name].shape), np.zeros(data[name].shape, bool)
    block = data[name].shape[-1]
    for token, slot in enumerate(data["index"]):
        if slot < 0:
            continue
        row = exact[token].reshape(-1, block)
        for number, piece in enumerate(row):
            place = slot // case.page, number, slot % case.page
            values[place], written[place] = piece, True
    return values, written


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_numbers(session: Session, data: st.DataObject) -> None:
    flags = {name: data.draw(st.booleans(), name) for name in ("k_int8", "v_int8", "offsets", "before")}
    keys = data.draw(st.integers(1, 3), "keys")
    case = Case(
        dtype=data.draw(st.sampled_from(["f16", "bf16"])), batch=data.draw(st.integers(1, 3)), keys=keys,
        tokens=data.draw(st.integers(1, 5)), queries=keys * data.draw(st.integers(1, 3)), pages=3,
        page=32 if flags["k_int8"] or flags["v_int8"] else data.draw(st.sampled_from([16, 48])),
        mode=data.draw(st.sampled_from([None, "PA_NZ"])), **flags,
    )  # fmt: skip
    values = random_data(case, data.draw(st.integers(0, 2**32 - 1), "seed"))
    tensors = uploaded(session, case, values)
    session.run(OPERATOR, *arguments(session, case, tensors))
    exact = expected(case, values)
    for name, part in zip(("qOut", *BEFORE), (exact[0], *exact)):
        if tensors[name] is not None:
            result = session.read(tensors[name])
            assert agrees(result, case.dtype, part.reshape(result.shape), 1e-5), name
    for letter, part in zip("kv", exact[1:]):
        scale, offset = values.get(f"{letter}ScaleOptional"), values.get(f"{letter}OffsetOptional")
        wide = (
            part
            if scale is None
            else part / scale.astype(np.float64) + (0 if offset is None else offset.astype(np.float64))
        )
        after, name = session.read(tensors[f"{letter}Cache"]), f"{letter}Cache"
        wanted, written = cached(case, values, name, wide)
        assert np.array_equal(after[~written], values[name][~written]), name
        assert agrees(after[written], case.dtype_of(name), wanted[written], 1e-5), name


def test_the_others_are_not_written_without_q(session: Session) -> None:
    case = Case(changes={"kOutBeforeQuant": (1,), "vOutBeforeQuant": (1,)})
    values = random_data(case, 0)
    tensors = uploaded(session, case, values)
    session.run(OPERATOR, *arguments(session, case, tensors))
    for name in BEFORE[1:]:
        assert np.array_equal(session.read(tensors[name]), values[name])


@pytest.mark.parametrize("value", [96, 2**40, -2, -(2**63)])
def test_an_index_outside_the_cache_faults(session: Session, value: int) -> None:
    case = Case()
    data = random_data(case, 3)
    data["index"][2] = value
    tensors = uploaded(session, case, data)
    status, _, executor = session.plan(OPERATOR, *arguments(session, case, tensors))
    assert status == 0
    assert session.acl.aclnnQkvRmsNormRopeCache(None, ctypes.c_uint64(0), executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == FAULT
    assert str(value) in session.message()
    for name in ("qOut", "kCache", "vCache"):
        assert np.array_equal(session.read(tensors[name]), data[name])


def changed(**changes: Any) -> Case:
    return Case(changes=changes)


INT8 = Case(k_int8=True, v_int8=True, offsets=True)
ALL_OUTPUTS = Case(before=True)
# What, the case, the parameter that is blamed; the page has one status for all.
REFUSED: list[tuple[str, Case, str]] = [
    ("sizes", Case(size=(2, 3, 8)), "qkvSize"),
    ("size of 0", Case(size=(2, 0, 8, 128)), "qkvSize"),
    ("D of 64", Case(size=(2, 3, 16, 64)), "qkvSize"),
    ("numbers of heads", Case(heads=(4, 2)), "headNums"),
    ("no heads of v", Case(heads=(6, 2, 0)), "headNums"),
    ("too few heads", Case(heads=(3, 2, 2)), "headNums"),
    ("heads of v", Case(heads=(4, 1, 3)), "headNums"),
    ("heads of q", Case(queries=3), "headNums"),
    ("mode", Case(mode="PA"), "cacheModeOptional"),
    ("qkv", changed(qkv=(6, 1152)), "qkv"),
    ("rank of qkv", changed(qkv=(2, 3, 1024)), "qkv"),
    ("gamma of q", changed(qGamma=(64,)), "qGamma"),
    ("gamma of k", changed(kGamma=(1, 128)), "kGamma"),
    ("cos", changed(cos=(2, 128)), "cos"),
    ("sin", changed(sin=(6, 64)), "sin"),
    ("index", changed(index=(2, 3)), "index"),
    ("q", changed(qOut=(6, 256)), "qOut"),
    ("other 16-bit cache", changed(kCache="bf16"), "kCache"),
    ("rank of kCache", changed(kCache=(3, 32, 256)), "kCache"),
    ("empty kCache", changed(kCache=(0, 16, 32, 16)), "kCache"),
    ("heads of kCache", changed(kCache=(3, 8, 32, 16)), "kCache"),
    ("blocks of int8", changed(kCache=(3, 8, 32, 32)), "kCache"),
    ("page of 8", Case(page=8), "kCache"),
    ("page of 16 in int8", Case(page=16, v_int8=True), "vCache"),
    ("too few pages", Case(pages=1), "kCache"),
    ("other 16-bit vCache", changed(vCache="bf16"), "vCache"),
    ("rank of vCache", changed(vCache=(3, 32, 256)), "vCache"),
    ("pages of vCache", changed(vCache=(2, 16, 32, 16)), "vCache"),
    ("slots of vCache", changed(vCache=(3, 16, 64, 16)), "vCache"),
    ("int8 without scale", replace(INT8, changes={"kScaleOptional": None}), "kScaleOptional"),
    ("scale without int8", changed(vScaleOptional=(2, 128)), "vScaleOptional"),
    ("scale", replace(INT8, changes={"kScaleOptional": (1, 128)}), "kScaleOptional"),
    ("rank of scale", replace(INT8, changes={"vScaleOptional": (256,)}), "vScaleOptional"),
    ("offset without int8", changed(kOffsetOptional=(2, 128)), "kOffsetOptional"),
    ("offset", replace(INT8, changes={"vOffsetOptional": (2, 64)}), "vOffsetOptional"),
    ("q before", replace(ALL_OUTPUTS, changes={"qOutBeforeQuant": (6, 128)}), "qOutBeforeQuant"),
    ("k before", replace(ALL_OUTPUTS, changes={"kOutBeforeQuant": (6, 512)}), "kOutBeforeQuant"),
    ("v before", replace(ALL_OUTPUTS, changes={"vOutBeforeQuant": (6, 512)}), "vOutBeforeQuant"),
    ("f32", Case(dtype="f32"), "qkv"),
    ("int32 index", changed(index="i32"), "index"),
]  # fmt: skip


def plan(session: Session, case: Case) -> int:
    data = {
        name: np.zeros(shape, STORAGE[case.dtype_of(name)])
        for name, shape in case.shapes().items()
        if shape is not None
    }
    return session.plan(OPERATOR, *arguments(session, case, uploaded(session, case, data)))[0]


@pytest.mark.parametrize(("case", "parameter"), [pytest.param(*rest, id=what) for what, *rest in REFUSED])
def test_refusals(session: Session, case: Case, parameter: str) -> None:
    assert plan(session, case) == INVALID
    assert f"Parameter {parameter} " in session.message()


@pytest.mark.parametrize("missing", ["kOutBeforeQuant", "vOutBeforeQuant"])
def test_all_or_none_before_int8(session: Session, missing: str) -> None:
    assert plan(session, replace(ALL_OUTPUTS, changes={missing: None})) == 561103
    assert f"Parameter {missing} " in session.message()


@pytest.mark.parametrize("position", [13, 14])
def test_null_arrays(session: Session, position: int) -> None:
    case = Case()
    data = random_data(case, 0)
    values = arguments(session, case, uploaded(session, case, data))
    values[position] = None
    assert session.plan(OPERATOR, *values)[0] == NULL
    assert ("qkvSize", "headNums")[position - 13] in session.message()


@pytest.mark.parametrize("product", ["950", "310P"])
def test_product_without_the_operator(session: Session) -> None:
    assert plan(session, Case()) == 561003
    assert "Parameter product " in session.message()

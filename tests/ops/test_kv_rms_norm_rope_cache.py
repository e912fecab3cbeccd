"""aclnnKvRmsNormRopeCache and V2 against the formula for every cache mode, and what they refuse."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from harness import STORAGE, Array, DeviceTensor, Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from values import agrees, narrowed, widened

MODES = (None, "Norm", "PA", "PA_BNSD", "PA_NZ", "PA_BLK_BNSD", "PA_BLK_NZ")
EPSILON = 0.5  # large enough to tell
TILING, INVALID, NULL, FAULT = 561002, 161002, 161001, 507015


@dataclass(frozen=True)
class Case:
    """A call by what may vary. `front` and `back` are the elements of a row that are normalised and rotated."""

    product: str = "A2"
    apart: bool = False  # v on its own, which only V2 has
    mode: str | None = "PA"
    dtype: str = "f16"
    batch: int = 2
    heads: int = 1
    tokens: int = 3
    front: int = 512
    back: int = 64
    table_tokens: int = 3
    page: int = 32
    pages: int = 3
    k_int8: bool = False
    v_int8: bool = False
    offsets: bool = False
    output: bool = False
    scale_rank: int = 2

    @property
    def lengths(self) -> tuple[int, int]:
        return (192, 128) if self.apart else (self.back, self.front)

    @property
    def is_norm(self) -> bool:
        return self.mode in (None, "Norm")

    def scale_shape(self, length: int) -> tuple[int, ...]:
        return {0: (1,), 1: (length,), 2: (self.heads, length)}[self.scale_rank]

    def shapes(self) -> dict[str, tuple[int, ...] | None]:
        """What the page asks for, by parameter, in order."""
        k, v = self.lengths
        rows = (self.batch, self.heads, self.tokens)
        first = (self.batch, self.heads, self.page) if self.is_norm else (self.pages, self.page, self.heads)
        blocks = -(-self.tokens // self.page)
        index: tuple[int, ...] = (self.batch, self.tokens) if self.is_norm else (self.batch * self.tokens,)
        table = (self.batch, self.heads, self.table_tokens, self.back)
        return {
            "kv": (*rows, 192 if self.apart else k + v),
            "gamma": (192 if self.apart else self.front,),
            "cos": table,
            "sin": table,
            "index": (self.batch * blocks,) if self.mode and "BLK" in self.mode else index,
            "kCacheRef": (*first, k),
            "ckvCacheRef": (*first, v),
            "kRopeScaleOptional": self.scale_shape(k) if self.k_int8 else None,
            "cKvScaleOptional": self.scale_shape(v) if self.v_int8 else None,
            "kRopeOffsetOptional": self.scale_shape(k) if self.k_int8 and self.offsets else None,
            "cKvOffsetOptional": self.scale_shape(v) if self.v_int8 and self.offsets else None,
            "vOptional": (*rows, v) if self.apart else None,
            "kRopeOut": (*rows, k),
            "cKvOut": (*rows, v),
        }

    def dtype_of(self, name: str) -> str:
        if name == "index":
            return "i64"
        if name.startswith(("kRopeS", "cKvS", "kRopeOff", "cKvOff")):
            return "f32"
        return "i8" if (name == "kCacheRef" and self.k_int8) or (name == "ckvCacheRef" and self.v_int8) else self.dtype


APART = Case(apart=True, heads=2, back=64)


def arguments(case: Case, tensors: dict[str, DeviceTensor | None], version: int) -> list[Any]:
    names = [name for name in case.shapes() if version == 2 or name != "vOptional"]
    values = [tensors[name] for name in names]
    mode = case.mode.encode() if case.mode is not None else None
    return [*values[:-2], ctypes.c_double(EPSILON), mode, ctypes.c_bool(case.output), *values[-2:]]


def uploaded(session: Session, case: Case, data: dict[str, Array]) -> dict[str, Any]:
    return {n: session.tensor(data[n], case.dtype_of(n)) if n in data else None for n in case.shapes()}


def operator(version: int) -> str:
    return "aclnnKvRmsNormRopeCache" + ("V2" if version == 2 else "")


def normalised(x: Array, gamma: Array) -> Array:
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + EPSILON) * gamma


def rotated(x: Array, cos: Array, sin: Array) -> Array:
    """Even elements to the front, odd ones to the back, each pair turned."""
    half = x.shape[-1] // 2
    y = np.empty(x.shape)
    for i in range(half):
        even, odd = x[..., 2 * i], x[..., 2 * i + 1]
        y[..., i] = even * cos[..., i] - odd * sin[..., i]
        y[..., half + i] = odd * cos[..., half + i] + even * sin[..., half + i]
    return y


def rows(case: Case, data: dict[str, Array]) -> tuple[Array, Array]:
    """What goes to kCache and ckvCache, as [B, N, S, D] in float64."""
    kv, gamma, cos, sin = (widened(data[name], case.dtype) for name in ("kv", "gamma", "cos", "sin"))
    if case.apart:
        whole = normalised(kv, gamma)
        return np.concatenate([rotated(whole[..., :64], cos, sin), whole[..., 64:]], -1), widened(
            data["vOptional"], case.dtype
        )
    return rotated(kv[..., case.front :], cos, sin), normalised(kv[..., : case.front], gamma)


def places(case: Case, index: Array) -> Array:
    """(page, slot) for each token [B, S], or a row of its batch with Norm; -1 skips."""
    flat = index.reshape(case.batch, -1)
    result = np.full((case.batch, case.tokens, 2), -1)
    for b in range(case.batch):
        for s in range(case.tokens):
            value = flat[b, s // case.page] if case.mode and "BLK" in case.mode else flat[b, s]
            if value >= 0 and case.is_norm:
                result[b, s] = 0, value
            elif value >= 0:
                result[b, s] = value // case.page, s % case.page if "BLK" in str(case.mode) else value % case.page
    return result


def cached(case: Case, data: dict[str, Array], name: str, exact: Array) -> tuple[Array, Array]:
    """The whole cache as float64, and which elements are written, both in the shape of the tensor."""
    shape = data[name].shape
    block = 32 if data[name].dtype == np.int8 else 16
    tiled = (shape[0], shape[2], shape[3] // block, shape[1], block)
    values, written = np.zeros(shape), np.zeros(shape, bool)
    is_nz = case.mode is not None and case.mode.endswith("NZ")
    for b, s, n in np.ndindex(case.batch, case.tokens, case.heads):
        page, slot = places(case, data["index"])[b, s]
        if page < 0:
            continue
        for target, row in ((values, exact[b, n, s]), (written, np.ones(shape[3], bool))):
            if case.is_norm:
                target[b, n, slot] = row
            elif is_nz:
                target.reshape(tiled)[page, n, :, slot, :] = row.reshape(-1, block)
            else:
                target[page, slot, n] = row
    return values, written


def random_data(case: Case, rng: np.random.Generator) -> dict[str, Array]:
    data: dict[str, Array] = {}
    for name, shape in case.shapes().items():
        dtype = case.dtype_of(name)
        if shape is None:
            continue
        if name == "index":
            count = int(np.prod(shape))
            if case.is_norm:
                data[name] = np.array([rng.permutation(case.page)[: case.tokens] for _ in range(case.batch)])
            else:
                pages = rng.permutation(case.pages)[:count] * case.page
                slots = rng.permutation(case.pages * case.page)[:count]
                data[name] = pages if case.mode and "BLK" in case.mode else slots
            data[name] = np.where(rng.random(shape) < 0.2, -1, data[name].reshape(shape)).astype(np.int64)
        elif name.endswith(("CacheRef", "Out")):  # any bits, NaNs among them, must survive
            data[name] = rng.integers(0, 256, (*shape, np.dtype(STORAGE[dtype]).itemsize), np.uint8).view(
                STORAGE[dtype]
            )[..., 0]
        elif dtype == "f32":
            data[name] = rng.uniform(-60, 60, shape).astype(np.float32)
        else:
            data[name] = narrowed(rng.uniform(-2, 2, shape), dtype)
    return data


@st.composite
def cases(draw: st.DrawFn, product: str, apart: bool) -> Case:
    mode = draw(st.sampled_from(MODES))
    is_norm = mode in (None, "Norm")
    may_quantise = apart or product == "950" or not is_norm
    k_int8, v_int8 = (draw(st.booleans()) and may_quantise for _ in range(2))
    page = draw(st.sampled_from([32, 64] if k_int8 or v_int8 else [16, 48]))
    tokens = draw(st.sampled_from([1, 3, page + 1] if mode and "BLK" in mode else [1, 2, 5]))
    shared = product == "950" or is_norm or (mode == "PA" and not (k_int8 or v_int8))
    batch = draw(st.integers(1, 2))
    small = product == "950" and not apart
    return Case(
        product=product, apart=apart, mode=mode, dtype=draw(st.sampled_from(["f16", "bf16"])), batch=batch,
        heads=draw(st.sampled_from([1, 2, 4, 8])) if apart else 1, tokens=tokens,
        front=draw(st.sampled_from([32, 96])) if small else 512, back=32 if small else 64,
        table_tokens=draw(st.sampled_from([1, tokens])) if shared else tokens, page=page,
        pages=draw(st.integers(4, 5)), k_int8=k_int8, v_int8=v_int8, offsets=draw(st.booleans()),
        output=draw(st.booleans()), scale_rank=2 if apart else draw(st.sampled_from([0, 1, 2] if small else [1, 2])),
    )  # fmt: skip


def quantised(case: Case, data: dict[str, Array], exact: Array, part: str) -> Array:
    scale = data.get(f"{part}ScaleOptional")
    if scale is None:
        return exact
    offset = data.get(f"{part}OffsetOptional")
    if offset is None or (case.product != "950" and not case.apart):  # not looked at, says the page
        offset = np.zeros(1, np.float32)
    wide = [array.astype(np.float64) for array in (scale, offset)]
    per_head = [array[:, np.newaxis] if array.ndim == 2 else array for array in wide]
    return exact * per_head[0] + per_head[1]


def check(session: Session, case: Case, seed: int) -> None:
    data = random_data(case, np.random.default_rng(seed))
    tensors = uploaded(session, case, data)
    version = 2 if case.apart or seed % 2 else 1
    session.run(operator(version), *arguments(case, tensors, version))
    is_written = case.output and (
        not case.is_norm or case.product == "950" or (case.apart and (case.k_int8 or case.v_int8))
    )
    parts = (("kRope", "kCacheRef", "kRopeOut"), ("cKv", "ckvCacheRef", "cKvOut"))
    for exact, (part, cache, out) in zip(rows(case, data), parts):
        after = session.read(tensors[cache])
        values, written = cached(case, data, cache, quantised(case, data, exact, part))
        assert np.array_equal(after[~written], data[cache][~written]), cache
        assert agrees(after[written], case.dtype_of(cache), values[written], 1e-5), cache
        result = session.read(tensors[out])
        assert agrees(result, case.dtype, exact, 1e-5) if is_written else np.array_equal(result, data[out]), out


@pytest.mark.parametrize(("product", "apart"), [("A2", False), ("A3", True), ("A2", True), ("950", False)])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_numbers(session: Session, product: str, apart: bool, data: st.DataObject) -> None:
    case = data.draw(cases(product, apart), "case")
    check(session, case, data.draw(st.integers(0, 2**32 - 1), "seed"))


def test_an_unknown_mode_is_norm(session: Session) -> None:
    """The source looks modes up and takes Norm for what it does not find."""
    case = Case(mode="Norm")
    data = random_data(case, np.random.default_rng(0))
    results = []
    for mode in ("Norm", "Nrom"):
        tensors = uploaded(session, case, data)
        session.run(operator(1), *arguments(replace(case, mode=mode), tensors, 1))
        results.append(session.read(tensors["kCacheRef"]))
    assert np.array_equal(*results)
    assert not np.array_equal(results[0], data["kCacheRef"])


@pytest.mark.parametrize("product", ["950"])
def test_v_has_no_effect_on_950(session: Session) -> None:
    case = Case(product="950", front=32, back=32)
    data = random_data(case, np.random.default_rng(0))
    tensors = uploaded(session, case, data)
    tensors["vOptional"] = session.tensor(np.full((1, 2), 0x3C00, np.uint16), "f16")
    session.run(operator(2), *arguments(case, tensors, 2))
    values, written = cached(case, data, "ckvCacheRef", rows(case, data)[1])
    assert agrees(session.read(tensors["ckvCacheRef"])[written], "f16", values[written])


@pytest.mark.parametrize("value", [96, 2**40, -2, -(2**63)])
@pytest.mark.parametrize("mode", ["Norm", "PA", "PA_NZ", "PA_BLK_BNSD"])
def test_an_index_outside_the_cache_faults(session: Session, mode: str, value: int) -> None:
    case = Case(mode=mode)
    data = random_data(case, np.random.default_rng(3))
    data["index"].reshape(-1)[-1] = value  # both caches have 96 rows with pages, and 32 a batch without
    tensors = uploaded(session, case, data)
    status, _, executor = session.plan(operator(1), *arguments(case, tensors, 1))
    assert status == 0
    assert session.acl.aclnnKvRmsNormRopeCache(None, ctypes.c_uint64(0), executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == FAULT
    assert str(value) in session.message()
    for name in ("kCacheRef", "ckvCacheRef"):
        assert np.array_equal(session.read(tensors[name]), data[name])


SMALL = Case(product="950", front=32, back=32)
# What, the case, then shapes or types that differ from what it asks for, the parameter that is blamed, the status.
REFUSED: list[tuple[str, Case, dict[str, Any], str, int]] = [
    ("rank of kv", Case(), {"kv": (2, 3, 576)}, "kv", TILING),
    ("rank of kCache", Case(), {"kCacheRef": (96, 1, 64)}, "kCacheRef", TILING),
    ("rank of ckvCache", Case(), {"ckvCacheRef": (96, 1, 512)}, "ckvCacheRef", TILING),
    ("rank of cos", Case(), {"cos": (2, 3, 64)}, "cos", TILING),
    ("rank of sin", Case(), {"sin": (2, 3, 64)}, "sin", TILING),
    ("rank of gamma", Case(), {"gamma": (1, 512)}, "gamma", TILING),
    ("no batch", Case(), {"kv": (0, 1, 3, 576)}, "kv", TILING),
    ("empty index", Case(), {"index": (0,)}, "index", TILING),
    ("empty cache", Case(), {"kCacheRef": (0, 32, 1, 64)}, "kCacheRef", TILING),
    ("2 heads", Case(), {"kv": (2, 2, 3, 576)}, "kv", TILING),
    ("2 heads on 950", SMALL, {"kv": (2, 2, 3, 64)}, "kv", TILING),
    ("3 heads of v", replace(APART, heads=3), {}, "kv", TILING),
    ("rank of v", APART, {"vOptional": (2, 3, 128)}, "vOptional", TILING),
    ("tokens of v", APART, {"vOptional": (2, 2, 4, 128)}, "vOptional", TILING),
    ("batches of cos", Case(), {"cos": (1, 1, 3, 64)}, "cos", TILING),
    ("heads of cos", APART, {"cos": (2, 1, 3, 64)}, "cos", TILING),
    ("tokens of cos", Case(), {"cos": (2, 1, 2, 64)}, "cos", TILING),
    ("odd rotation", SMALL, {"cos": (2, 1, 3, 31)}, "cos", TILING),
    ("sin unlike cos", Case(), {"sin": (2, 1, 1, 64)}, "sin", TILING),
    ("index too short", Case(), {"index": (5,)}, "index", TILING),
    ("index of tokens for blocks", Case(mode="PA_BLK_NZ"), {"index": (6,)}, "index", TILING),
    ("rows", Case(), {"kv": (2, 1, 3, 512)}, "kv", TILING),
    ("front", Case(), {"gamma": (256,), "kv": (2, 1, 3, 320)}, "kv", TILING),
    ("rows of v", APART, {"vOptional": (2, 2, 3, 64)}, "kv", TILING),
    ("rows on 950", SMALL, {"kv": (2, 1, 3, 80)}, "kv", TILING),
    ("one row of cos with PA_BNSD", Case(mode="PA_BNSD", table_tokens=1), {}, "cos", TILING),
    ("one row of cos with PA and int8", Case(table_tokens=1, k_int8=True), {}, "cos", TILING),
    ("ranks of scales", Case(k_int8=True, v_int8=True), {"cKvScaleOptional": (512,)}, "kRopeScaleOptional", TILING),
    ("int8 with Norm", Case(mode="Norm", k_int8=True), {}, "cacheModeOptional", TILING),
    ("int8 without scale", Case(k_int8=True), {"kRopeScaleOptional": None}, "kRopeScaleOptional", TILING),
    ("scale without int8", Case(), {"cKvScaleOptional": (1, 512)}, "cKvScaleOptional", TILING),
    ("offset without scale", Case(), {"kRopeOffsetOptional": (1, 64)}, "kRopeOffsetOptional", TILING),
    ("one scale for all", Case(k_int8=True), {"kRopeScaleOptional": (1,)}, "kRopeScaleOptional", TILING),
    ("scale without heads", replace(APART, k_int8=True), {"kRopeScaleOptional": (192,)}, "kRopeScaleOptional", TILING),
    ("offset", Case(v_int8=True, offsets=True), {"cKvOffsetOptional": (1, 64)}, "cKvOffsetOptional", TILING),
    ("other 16-bit cache", Case(), {"kCacheRef": "bf16"}, "kCacheRef", TILING),
    ("rows of kCache", Case(), {"kCacheRef": (3, 32, 1, 32)}, "kCacheRef", TILING),
    ("rows of ckvCache", Case(), {"ckvCacheRef": (3, 32, 1, 64)}, "ckvCacheRef", TILING),
    ("heads of a page", Case(), {"kCacheRef": (3, 32, 2, 64)}, "kCacheRef", TILING),
    ("pages of ckvCache", Case(), {"ckvCacheRef": (2, 32, 1, 512)}, "ckvCacheRef", TILING),
    ("slots of ckvCache", Case(), {"ckvCacheRef": (3, 16, 1, 512)}, "ckvCacheRef", TILING),
    ("batches of the cache", Case(mode="Norm"), {"kCacheRef": (1, 1, 32, 64)}, "kCacheRef", TILING),
    ("length of ckvCache", Case(mode="Norm"), {"ckvCacheRef": (2, 1, 31, 512)}, "ckvCacheRef", TILING),
    ("page of 8", Case(page=8), {}, "kCacheRef", TILING),
    ("page of 16 in int8", Case(page=16, v_int8=True), {}, "ckvCacheRef", TILING),
    ("rows of 24 in NZ", Case(product="950", mode="PA_NZ", front=32, back=24), {}, "kCacheRef", TILING),
    ("half a block in NZ", Case(product="950", mode="PA_BLK_NZ", front=24, back=32), {}, "ckvCacheRef", TILING),
    ("NZ in int8", Case(product="950", mode="PA_NZ", front=32, back=16, k_int8=True), {}, "kCacheRef", TILING),
    ("output", Case(output=True), {"kRopeOut": (2, 1, 3, 32)}, "kRopeOut", TILING),
    ("other output", Case(output=True), {"cKvOut": (2, 1, 3, 64)}, "cKvOut", TILING),
    ("f32", Case(dtype="f32"), {}, "kv", INVALID),
    ("int32 index", Case(), {"index": "i32"}, "index", INVALID),
    ("gamma unlike kv", Case(), {"gamma": "bf16"}, "gamma", INVALID),
    ("product", Case(product="310P"), {}, "product", 561003),
]  # fmt: skip


def plan(session: Session, case: Case, changes: dict[str, Any], version: int) -> int:
    def tensor(name: str, shape: tuple[int, ...] | None) -> DeviceTensor | None:
        change, dtype = changes.get(name, shape), case.dtype_of(name)
        if isinstance(change, str):
            change, dtype = shape, change
        return session.tensor(np.zeros(change, STORAGE[dtype]), dtype) if change is not None else None

    tensors = {name: tensor(name, shape) for name, shape in case.shapes().items()}
    return session.plan(operator(version), *arguments(case, tensors, version))[0]


@pytest.mark.parametrize(
    ("product", "case", "changes", "parameter", "expected"),
    [pytest.param(case.product, case, *rest, id=what) for what, case, *rest in REFUSED],
)
def test_refusals(session: Session, case: Case, changes: dict[str, Any], parameter: str, expected: int) -> None:
    for version in (2,) if case.apart else (1, 2):
        assert plan(session, case, changes, version) == expected
        assert f"Parameter {parameter} " in session.message()


@pytest.mark.parametrize(
    ("product", "case", "changes"),
    [
        pytest.param("A2", Case(mode="Norm", table_tokens=1), {}, id="one row of cos with Norm"),
        pytest.param("A2", Case(table_tokens=1), {}, id="one row of cos with PA"),
        pytest.param("950", replace(SMALL, mode="PA_NZ", table_tokens=1), {}, id="one row of cos on 950"),
        pytest.param("950", replace(SMALL, mode="Norm", k_int8=True), {}, id="int8 with Norm on 950"),
        pytest.param("A2", Case(mode="Norm"), {"index": (6,)}, id="flat index"),
        pytest.param("A2", Case(), {"kRopeOut": (1,), "cKvOut": (1,)}, id="outputs that are not written"),
        pytest.param("A2", Case(mode="Norm"), {"kCacheRef": (1, 2, 32, 64)}, id="batches as heads"),
    ],
)
def test_accepted(session: Session, case: Case, changes: dict[str, Any]) -> None:
    assert plan(session, case, changes, 1) == 0, session.message()

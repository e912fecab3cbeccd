"""aclnnRopeWithSinCosCache and V2: refusals, numbers against the documented formula, positions outside the table."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import pytest
from harness import STORAGE, Array, DeviceTensor, Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

V1, V2 = "aclnnRopeWithSinCosCache", "aclnnRopeWithSinCosCacheV2"
PRODUCTS = {V1: ("A2", "A3", "950"), V2: ("A2", "A3")}

INVALID, TILING, RUNTIME = 161002, 561002, 361001
DEVICE_FAULT = 507015

SECTIONS = ([16, 24, 24], [24, 20, 20], [8, 12, 12], [11, 11, 10], [16, 16, 16, 16])

ACCEPTED: dict[str, Any] = {
    "positions": ((2,), "i64"),
    "queryIn": ((2, 64), "f32"),
    "keyIn": ((2, 32), "f32"),
    "cosSinCache": ((5, 32), "f32"),
    "mropeSection": None,
    "headSize": 32,
    "isNeoxStyle": True,
    "cacheMode": 0,
    "queryOut": ((2, 64), "f32"),
    "keyOut": ((2, 32), "f32"),
}


def _of(dtype: str) -> dict[str, Any]:
    """The accepted shapes in another type."""
    return {name: (ACCEPTED[name][0], dtype) for name in ("queryIn", "keyIn", "cosSinCache", "queryOut", "keyOut")}


def _mrope(sections: list[int], rows: int | None = None, **changes: Any) -> dict[str, Any]:
    rotary = 2 * sum(sections)
    shapes = {"queryIn": (2, 2 * rotary), "keyIn": (2, rotary), "cosSinCache": (5, rotary)}
    shapes |= {"queryOut": shapes["queryIn"], "keyOut": shapes["keyIn"]}
    positions = ((len(sections) if rows is None else rows, 2), "i64")
    tensors = {name: (shape, "f32") for name, shape in shapes.items()}
    return {**tensors, "positions": positions, "mropeSection": sections, "headSize": rotary, **changes}


# (what is wrong, changes, the parameter that the message names, status of the first version, of the second)
REFUSALS = [
    ("query of 3 dimensions", {"queryIn": ((2, 2, 32), "f32")}, "queryIn", INVALID, INVALID),
    ("query of 1 dimension", {"queryIn": ((64,), "f32")}, "queryIn", INVALID, INVALID),
    ("key of 3 dimensions", {"keyIn": ((2, 1, 32), "f32")}, "keyIn", INVALID, INVALID),
    ("table of 3 dimensions", {"cosSinCache": ((5, 32, 1), "f32")}, "cosSinCache", INVALID, INVALID),
    ("no position", {"positions": ((0,), "i64")}, "positions", INVALID, INVALID),
    ("empty query", {"queryIn": ((2, 0), "f32")}, "queryIn", INVALID, INVALID),
    ("empty key", {"keyIn": ((2, 0), "f32")}, "keyIn", INVALID, INVALID),
    ("empty table", {"cosSinCache": ((0, 32), "f32")}, "cosSinCache", INVALID, INVALID),
    ("key of other tokens", {"keyIn": ((3, 32), "f32"), "keyOut": ((3, 32), "f32")}, "keyIn", INVALID, TILING),
    ("query result of another shape", {"queryOut": ((2, 32), "f32")}, "queryOut", INVALID, TILING),
    ("key result of another shape", {"keyOut": ((2, 64), "f32")}, "keyOut", INVALID, TILING),
    ("positions of other tokens", {"positions": ((3,), "i64")}, "positions", INVALID, TILING),
    ("positions of 2 dimensions without sections", {"positions": ((1, 2), "i64")}, "positions", INVALID, TILING),
    ("3 rows of positions with zeros", _mrope([16, 24, 24], mropeSection=[0, 0, 0]), "positions", INVALID, TILING),
    ("1 row of positions with sections", _mrope([16, 24, 24], positions=((2,), "i64")), "positions", INVALID, TILING),
    ("fewer rows of positions than sections", _mrope([16, 16, 16, 16], rows=3), "positions", INVALID, TILING),
    ("two sections", _mrope([32, 32]), "mropeSection", INVALID, INVALID),
    ("five sections", _mrope([16, 16, 16, 8, 8]), "mropeSection", INVALID, INVALID),
    ("no sections", {"mropeSection": []}, "mropeSection", INVALID, INVALID),
    ("negative section", {"mropeSection": [-16, 40, 40]}, "mropeSection", INVALID, INVALID),
    ("sections of half a table", _mrope([8, 12, 12], cosSinCache=((5, 128), "f32")), "mropeSection", INVALID, TILING),
    ("other sections", _mrope([32, 16, 16]), "mropeSection", INVALID, INVALID),
    ("headSize 0", {"headSize": 0}, "headSize", INVALID, INVALID),
    ("negative headSize", {"headSize": -32}, "headSize", INVALID, INVALID),
    ("query of 1.5 heads", {"queryIn": ((2, 48), "f32"), "queryOut": ((2, 48), "f32")}, "queryIn", INVALID, TILING),
    ("key of 1.5 heads", {"keyIn": ((2, 48), "f32"), "keyOut": ((2, 48), "f32")}, "keyIn", INVALID, TILING),
    ("heads of 8 floats", {"headSize": 8, "cosSinCache": ((5, 8), "f32")}, "headSize", INVALID, RUNTIME),
    ("heads of 16 float16", {**_of("f16"), "headSize": 16}, "headSize", INVALID, RUNTIME),
    ("table rows of 24 floats", {"cosSinCache": ((5, 24), "f32")}, "cosSinCache", INVALID, RUNTIME),
    ("table rows of 16 bfloat16", {**_of("bf16"), "cosSinCache": ((5, 16), "bf16")}, "cosSinCache", INVALID, RUNTIME),
    ("table rows longer than heads", {"cosSinCache": ((5, 64), "f32")}, "cosSinCache", INVALID, RUNTIME),
]  # fmt: skip

CACHE_MODE_REFUSALS = [
    ("cacheMode 2", {"cacheMode": 2}),
    ("cacheMode -1", {"cacheMode": -1}),
    ("cacheMode 1 with four sections", _mrope([16, 16, 16, 16], cacheMode=1)),
]

ACCEPTANCES = [
    ("as it is", {}),
    ("float16", _of("f16")),
    ("bfloat16", _of("bf16")),
    ("adjacent pairs", {"isNeoxStyle": False}),
    ("zeros for sections", {"mropeSection": [0, 0, 0]}),
    ("sections 16 24 24", _mrope([16, 24, 24])),
    ("sections 24 20 20", _mrope([24, 20, 20])),
    ("sections 11 11 10", _mrope([11, 11, 10])),
]
SECTIONS_MISSING_ON_950 = [_mrope([8, 12, 12]), _mrope([16, 16, 16, 16])]


def _plan(session: Session, operator: str, changes: dict[str, Any]) -> int:
    def argument(name: str, value: Any) -> Any:
        if isinstance(value, tuple):
            shape, dtype = value
            return session.tensor(np.zeros(shape, STORAGE[dtype]), dtype)
        if isinstance(value, list):
            return session.int_array(value)
        return None if value is None else ctypes.c_int64(value)

    wanted = {**ACCEPTED, **changes}
    names = [name for name in ACCEPTED if name != "cacheMode" or operator == V2]
    status, _, _ = session.plan(operator, *(argument(name, wanted[name]) for name in names))
    return status


def _everywhere(cases: list[Any]) -> list[Any]:
    return [
        pytest.param(operator, product, *case[1:], id=f"{operator[5:]}-{product}-{case[0]}")
        for operator, products in PRODUCTS.items()
        for product in products
        for case in cases
    ]


@pytest.mark.parametrize(("operator", "product", "changes", "parameter", "first", "second"), _everywhere(REFUSALS))
def test_refusals(
    session: Session, operator: str, changes: dict[str, Any], parameter: str, first: int, second: int
) -> None:
    assert _plan(session, operator, changes) == (first if operator == V1 else second)
    assert f"Parameter {parameter} must" in session.message()


@pytest.mark.parametrize(("operator", "product", "changes"), _everywhere(ACCEPTANCES))
def test_acceptances(session: Session, operator: str, changes: dict[str, Any]) -> None:
    assert _plan(session, operator, changes) == 0, session.message()


@pytest.mark.parametrize("product", ["A2", "A3"])
@pytest.mark.parametrize(
    ("changes"), [case[1] for case in CACHE_MODE_REFUSALS], ids=[c[0] for c in CACHE_MODE_REFUSALS]
)
def test_cache_mode(session: Session, changes: dict[str, Any]) -> None:
    assert _plan(session, V2, changes) == INVALID
    assert "Parameter cacheMode must" in session.message()


@pytest.mark.parametrize(("product", "expected"), [("A2", 0), ("A3", 0), ("950", INVALID)])
@pytest.mark.parametrize("changes", SECTIONS_MISSING_ON_950, ids=["8 12 12", "16 16 16 16"])
def test_sections_of_some_products(session: Session, changes: dict[str, Any], expected: int) -> None:
    assert _plan(session, V1, changes) == expected


@pytest.mark.parametrize(("operator", "product"), [(V1, "310P"), (V2, "310P"), (V2, "950")])
def test_products_without_the_operator(session: Session, operator: str) -> None:
    assert _plan(session, operator, {}) == INVALID
    assert "Parameter product must" in session.message()


def _bits(values: Array, dtype: str) -> Array:
    """Nearest even, written out: what the device's cast gives."""
    single = values.astype(np.float32)
    if dtype == "f32":
        return single
    if dtype == "f16":
        return single.astype(np.float16).view(np.uint16)
    bits = single.view(np.uint32)
    return ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16).astype(np.uint16)


def _values(bits: Array, dtype: str) -> Array:
    if dtype == "bf16":
        return (bits.astype(np.uint32) << 16).view(np.float32).astype(np.float64)
    return bits.view(np.float16 if dtype == "f16" else np.float32).astype(np.float64)


def _position(positions: Array, token: int, column: int, sections: list[int], mode: int) -> int:
    """The row of the table that provides a column of cos and sin, read off the documented formulas."""
    if not sections:
        return int(positions[token])
    if mode == 0:
        section, end = 0, sections[0]
        while column >= end:
            section += 1
            end += sections[section]
    else:
        section = column % 3 if column < 3 * sections[column % 3] and column % 3 else 0
    return int(positions[section, token])


def _single(values: Array) -> Array:
    return values.astype(np.float32).astype(np.float64)


def _oracle(x: Array, table: Array, positions: Array, sections: list[int], head: int, neox: bool, mode: int) -> Array:
    """Element pair by element pair in float64, with the device's rounding of each product and of the sum."""
    result = x.copy()
    half = table.shape[1] // 2
    for token in range(len(x)):
        heads = x[token].reshape(-1, head)
        out = result[token].reshape(-1, head)
        for column in range(half):
            row = table[_position(positions, token, column, sections, mode)]
            cos, sin = row[column], row[half + column]
            first, second = (column, column + half) if neox else (2 * column, 2 * column + 1)
            a, b = heads[:, first], heads[:, second]
            out[:, first] = _single(_single(a * cos) - _single(b * sin))
            out[:, second] = _single(_single(b * cos) + _single(a * sin))
    return result


def _call(
    session: Session, operator: str, tensors: list[DeviceTensor], sections: list[int] | None, head: int, neox: bool,
    mode: int,
) -> tuple[Any, ...]:  # fmt: skip
    """Operator and arguments: the tensors are positions, query, key, table, and the two results."""
    attributes = [None if sections is None else session.int_array(sections), ctypes.c_int64(head), ctypes.c_bool(neox)]
    if operator == V2:
        attributes.append(ctypes.c_int64(mode))
    return (operator, *tensors[:4], *attributes, *tensors[4:])


@pytest.mark.parametrize("product", ["A2"])
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_numbers(session: Session, data: st.DataObject) -> None:
    dtype = data.draw(st.sampled_from(["f32", "f16", "bf16"]), "dtype")
    operator, mode = data.draw(st.sampled_from([(V1, 0), (V2, 0), (V2, 1)]), "operator and cacheMode")
    neox = data.draw(st.booleans(), "isNeoxStyle")
    sections = data.draw(st.sampled_from([None, [0, 0, 0], *SECTIONS[: -1 if mode else None]]), "mropeSection")
    mrope = sections if sections and sections[0] else []
    tokens, heads, key_heads, rows = (data.draw(st.integers(1, 4)) for _ in range(4))
    unit = 16 if dtype == "f32" else 32
    rotary = 2 * sum(mrope) or unit * data.draw(st.integers(1, 2))
    head = rotary + unit * data.draw(st.integers(0, 1), "elements of a head that do not rotate")

    random = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    joined = _bits(random.normal(size=(tokens, (heads + key_heads) * head)), dtype)  # query and key are parts of it
    table = _bits(random.normal(size=(rows, rotary)), dtype)
    positions = random.integers(0, rows, (len(mrope), tokens) if mrope else (tokens,))
    width = joined.shape[1]
    tensors = [
        session.tensor(joined, dtype, (tokens, heads * head), (width, 1)),
        session.tensor(joined, dtype, (tokens, key_heads * head), (width, 1), heads * head),
    ]
    outputs = [session.tensor(np.zeros((tokens, n * head), STORAGE[dtype]), dtype) for n in (heads, key_heads)]
    inputs = [session.tensor(positions, "i64"), *tensors, session.tensor(table, dtype)]
    session.run(*_call(session, operator, [*inputs, *outputs], sections, head, neox, mode))

    x, cs = _values(joined, dtype), _values(table, dtype)
    wanted = _oracle(x, cs, positions, mrope, head, neox, mode)
    for output, part in zip(outputs, (wanted[:, : heads * head], wanted[:, heads * head :])):
        assert np.array_equal(session.read(output), _bits(part, dtype))


def test_the_columns_of_turns_by_hand(session: Session) -> None:
    """Rows 0, 1, 2 of the table are all 1, 2, 3, and x is 1: the first elements show where their cosine came from."""
    table = np.repeat(np.array([[1], [2], [3]], np.float32), 128, axis=1)
    table[:, 64:] = 0
    positions = session.tensor(np.array([[0], [1], [2]]), "i64")
    ones = [session.tensor(np.ones((1, 128), np.float32)) for _ in range(2)]
    outputs = [session.tensor(np.zeros((1, 128), np.float32)) for _ in range(2)]
    tensors = [positions, *ones, session.tensor(table), *outputs]
    session.run(*_call(session, V2, tensors, [24, 20, 20], 128, True, 1))
    assert session.read(outputs[0])[0, :64].tolist() == [1, 2, 3] * 20 + [1] * 4


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("dtype", ["f32", "f16", "bf16"])
def test_infinities_are_numbers_too(session: Session, dtype: str) -> None:
    """inf turned by (0, 1) is (inf*0 - 0, 0 + inf): NaN where it was, infinite in the other element of its pair."""
    table = np.repeat(np.array([[0, 1]], np.float32), 16, axis=1)
    row = np.zeros((1, 32), np.float32)
    row[0, 3] = np.inf
    rows = [session.tensor(_bits(row, dtype), dtype) for _ in range(2)]
    outputs = [session.tensor(np.zeros((1, 32), STORAGE[dtype]), dtype) for _ in range(2)]
    tensors = [
        session.tensor(np.zeros(1, np.int64), "i64"),
        *rows,
        session.tensor(_bits(table, dtype), dtype),
        *outputs,
    ]
    session.run(*_call(session, V1, tensors, None, 32, True, 0))
    wanted = np.zeros((1, 32))
    wanted[0, [3, 19]] = np.nan, np.inf
    assert np.array_equal(_values(session.read(outputs[0]), dtype), wanted, equal_nan=True)


@pytest.mark.parametrize("product", ["A2", "950"])
@pytest.mark.parametrize("position", [-1, 3, -(2**63), 2**63 - 1])
def test_positions_outside_the_table(session: Session, position: int) -> None:
    table = session.tensor(np.ones((3, 32), np.float32))
    rows = [session.tensor(np.full((2, 32), 7, np.float32)) for _ in range(2)]
    outputs = [session.tensor(np.zeros((2, 32), np.float32)) for _ in range(2)]

    def run(positions: list[int]) -> int:
        where = session.tensor(np.array(positions), "i64")
        operator, *arguments = _call(session, V1, [where, *rows, table, *outputs], None, 32, True, 0)
        status, _, executor = session.plan(operator, *arguments)
        assert status == 0
        assert getattr(session.acl, operator)(None, ctypes.c_uint64(0), executor, session.stream) == 0
        return int(session.acl.aclrtSynchronizeStream(session.stream))

    assert run([0, position]) == DEVICE_FAULT
    assert f"row {position} of a cosSinCache that has 3 rows" in session.message()
    assert not session.read(outputs[0]).any(), "nothing may be written by a kernel that fails"
    assert run([0, 2]) == 0
    assert session.read(outputs[0]).any()

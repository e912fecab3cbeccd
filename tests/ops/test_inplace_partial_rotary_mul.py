"""aclnnInplacePartialRotaryMul: the slice is embedded, the rest of each row stays; mixed types; what is refused."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from harness import STORAGE, Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rotary_oracle import INTERLEAVE, embedded, golden_vectors, view, views

OPERATOR = "aclnnInplacePartialRotaryMul"
ALL, A2_A3 = ("A2", "A3", "950"), ("A2", "A3")
INVALID, TILING = 161002, 561002
X, COS = (2, 4, 3, 16), (2, 4, 1, 8)


def _int_array(session: Session, values: Sequence[int] | None) -> ctypes.c_void_p | None:
    if values is None:
        return None
    session.acl.aclCreateIntArray.restype = ctypes.c_void_p
    data = (ctypes.c_int64 * max(1, len(values)))(*values)
    return ctypes.c_void_p(session.acl.aclCreateIntArray(data, ctypes.c_uint64(len(values))))


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize("given_slice", [None, (0, 128), ()])
@pytest.mark.parametrize("dtype", ["f32", "f16", "bf16"])
@pytest.mark.parametrize("product", ALL)
def test_whole_rows_are_those_of_the_operator_with_an_output(
    session: Session, product: str, dtype: str, given_slice: tuple[int, ...] | None
) -> None:
    data = golden_vectors(dtype)["m1_one_1111_D128"]
    x, cos, sin = (session.tensor(data[name], dtype) for name in ("x", "cos", "sin"))
    session.run(OPERATOR, x, cos, sin, ctypes.c_int64(INTERLEAVE), _int_array(session, given_slice))
    assert session.read(x).tobytes() == data["y"].tobytes()


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize(
    ("product", "table"),
    [(p, "BS1") for p in A2_A3] + [(p, "B11") for p in ALL] + [("950", t) for t in ("BSN", "B1N", "111")],
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_slices_of_strided_tensors(session: Session, table: str, data: st.DataObject) -> None:
    lengths = {axis: data.draw(st.integers(1, 3), axis) for axis in "BSN"} | {"1": 1}
    start, half, rest = (data.draw(st.integers(0, 3), name) for name in ("start", "half", "rest"))
    end = start + 2 * half
    shape = (*(lengths[axis] for axis in "BSN"), end + rest + (end + rest) % 2 + 2)
    shapes = (shape, *[(*(lengths[axis] for axis in table), 2 * half)] * 2)
    drawn = [data.draw(views(wanted), "view") for wanted in shapes]
    tensors = [session.tensor(s, "f32", wanted, strides, off) for (s, strides, off), wanted in zip(drawn, shapes)]
    x, cos, sin = (view(s, w, strides, off).astype(np.float64) for (s, strides, off), w in zip(drawn, shapes))
    session.run(OPERATOR, *tensors, ctypes.c_int64(INTERLEAVE), _int_array(session, (start, end)))
    x[..., start:end] = embedded(INTERLEAVE, x[..., start:end], cos, sin)
    storage, strides, offset = drawn[0]
    wanted = storage.copy()
    view(wanted, shape, strides, offset)[...] = x
    assert np.array_equal(session.read(tensors[0]), wanted)


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize("product", ALL)
def test_tables_of_float32_lose_no_precision(session: Session, product: str) -> None:
    """In bf16 this cos would be 1 and leave x as it is; in float32 it takes x past the middle to its neighbour."""
    x = session.tensor(np.full((1, 1, 1, 2), 0x43C0, np.uint16), "bf16")  # 384, followed by 386
    cos, sin = (session.tensor(np.full((1, 1, 1, 2), value, np.float32)) for value in (1.00341796875, 0))
    session.run(OPERATOR, x, cos, sin, ctypes.c_int64(INTERLEAVE), None)
    assert session.read(x).ravel().tolist() == [0x43C1, 0x43C1]


# One row a documented condition: what, the products that have it, what is wrong, the parameter, the status.
REFUSED: list[tuple[str, tuple[str, ...], dict[str, Any], str, int]] = [
    ("half type of cos for float x", ALL, {"dtype": "f32", "table": "f16"}, "cos", INVALID),
    ("other half type of cos", ALL, {"dtype": "bf16", "table": "f16"}, "cos", INVALID),
    ("sin unlike cos in type", ALL, {"dtype": "f16", "table": "f32", "sin_type": "f16"}, "sin", INVALID),
    ("type before mode", ALL, {"dtype": "f32", "table": "f16", "mode": 0}, "cos", INVALID),
    ("mode 0", ALL, {"mode": 0}, "rotary_mode", TILING),
    ("mode 2", ALL, {"mode": 2}, "rotary_mode", TILING),
    ("3 dimensions", ALL, {"x": (4, 3, 16), "cos": (4, 1, 8)}, "xRef", TILING),
    ("3 dimensions of cos", ALL, {"x": (2, 4, 8, 16), "cos": (2, 1, 8)}, "cos", TILING),
    ("sin unlike cos", ALL, {"sin": (2, 1, 1, 8)}, "sin", TILING),
    ("empty", ALL, {"x": (2, 0, 3, 16), "cos": (2, 0, 1, 8)}, "xRef", TILING),
    ("row of 1026", ALL, {"x": (2, 4, 3, 1026)}, "xRef", TILING),
    ("odd row", ALL, {"x": (2, 4, 3, 17)}, "xRef", TILING),
    ("one element of slice", ALL, {"slice": (4,)}, "partialSlice", TILING),
    ("three elements of slice", ALL, {"slice": (0, 4, 8)}, "partialSlice", TILING),
    ("negative start", ALL, {"slice": (-4, 4)}, "partialSlice", TILING),
    ("end before start", ALL, {"slice": (12, 4)}, "partialSlice", TILING),
    ("end beyond the row", ALL, {"slice": (10, 18)}, "partialSlice", TILING),
    ("odd slice", ALL, {"slice": (4, 11), "cos": (2, 4, 1, 7)}, "partialSlice", TILING),
    ("cos unlike the slice", ALL, {"slice": (4, 14)}, "cos", TILING),
    ("cos unlike the row", ALL, {"slice": None}, "cos", TILING),
    ("1S1D", ALL, {"cos": (1, 4, 1, 8)}, "cos", TILING),
    ("111D", A2_A3, {"cos": (1, 1, 1, 8)}, "cos", TILING),
    ("full cos", A2_A3, {"cos": (2, 4, 3, 8)}, "cos", TILING),
    ("B1ND", A2_A3, {"cos": (2, 1, 3, 8)}, "cos", TILING),
    ("BS1D", ("950",), {}, "cos", TILING),
    ("product", ("310P",), {}, "product", 161001),
]


def _plan(session: Session, changes: dict[str, Any]) -> tuple[int, ctypes.c_void_p]:
    """Phase one of a call that is good on A2 and A3 with some arguments changed."""
    dtype = changes.get("dtype", "f32")
    table = changes.get("table", dtype)
    sin_type = changes.get("sin_type", table)
    cos_shape = changes.get("cos", COS)
    x = session.tensor(np.zeros(changes.get("x", X), STORAGE[dtype]), dtype)
    cos = session.tensor(np.zeros(cos_shape, STORAGE[table]), table)
    sin = session.tensor(np.zeros(changes.get("sin", cos_shape), STORAGE[sin_type]), sin_type)
    part = _int_array(session, changes.get("slice", (4, 12)))
    status, _, executor = session.plan(OPERATOR, x, cos, sin, ctypes.c_int64(changes.get("mode", INTERLEAVE)), part)
    return status, executor


@pytest.mark.parametrize(
    ("product", "changes", "parameter", "expected"),
    [pytest.param(product, *rest, id=f"{product}-{what}") for what, ps, *rest in REFUSED for product in ps],
)
def test_refused(session: Session, changes: dict[str, Any], parameter: str, expected: int) -> None:
    status, _ = _plan(session, changes)
    message = session.message()
    assert status == expected, message
    assert f"Parameter {parameter} " in message


@pytest.mark.parametrize("product", ALL)
def test_a_slice_of_nothing_does_not_look_at_cos(session: Session, product: str) -> None:
    status, executor = _plan(session, {"slice": (6, 6), "cos": (1, 4, 1, 8)})
    assert status == 0, session.message()
    assert session.acl.aclnnInplacePartialRotaryMul(None, ctypes.c_uint64(0), executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 0

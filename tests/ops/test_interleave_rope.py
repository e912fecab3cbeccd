"""aclnnInterleaveRope against RotaryPositionEmbedding's golden vectors and the formula, and what it refuses."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import pytest
from harness import STORAGE, Array, DeviceTensor, Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rotary_oracle import INTERLEAVE_HALF, embedded, view, views

OPERATOR = "aclnnInterleaveRope"
ALL, A2_A3 = ("A2", "A3", "950"), ("A2", "A3")
INVALID, TILING = 161002, 561002
X, COS = (2, 3, 4, 64), (2, 1, 4, 64)


def _narrowed(values: Array, dtype: str) -> Array:
    """float64 rounded to float32 and then, to nearest even, to the type's bits."""
    single = values.astype(np.float32)
    if dtype == "f32":
        return single
    if dtype == "f16":
        return single.astype(np.float16).view(np.uint16)
    bits = single.view(np.uint32).astype(np.uint64)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)


def _widened(bits: Array, dtype: str) -> Array:
    if dtype == "bf16":
        return (bits.astype(np.uint32) << 16).view(np.float32).astype(np.float64)
    return bits.view(np.float16 if dtype == "f16" else np.float32).astype(np.float64)


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize("positions", [1, 4])
@pytest.mark.parametrize(
    ("product", "dtype"), [(p, d) for p in ALL for d in ("f16", "bf16", "f32") if (p, d)[1] != "f32" or p == "950"]
)
def test_rounds_once(session: Session, dtype: str, positions: int) -> None:
    rng = np.random.default_rng(11)
    table = (2, 1, positions, 64)
    x, cos, sin = (_narrowed(rng.uniform(-2, 2, shape), dtype) for shape in (X, table, table))
    tensors = [session.tensor(array, dtype) for array in (x, cos, sin)]
    out = session.tensor(np.zeros(X, STORAGE[dtype]), dtype)
    session.run(OPERATOR, *tensors, out)
    # Products of 16-bit values are exact in float64, so rounding each to float32 is the device's multiplication.
    wide = [_widened(array, dtype) for array in (x, cos, sin)]
    data = np.concatenate([wide[0][..., 0::2], wide[0][..., 1::2]], axis=-1)
    turned = np.concatenate([-wide[0][..., 1::2], wide[0][..., 0::2]], axis=-1)
    total = (data * wide[1]).astype(np.float32) + (turned * wide[2]).astype(np.float32)
    assert session.read(out).tobytes() == _narrowed(total, dtype).tobytes()


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize("product", ["950"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_strided_tensors(session: Session, data: st.DataObject) -> None:
    batches, heads, positions = (data.draw(st.integers(1, 3), name) for name in ("B", "N", "S"))
    shape = (batches, heads, positions, 64)
    table = (data.draw(st.sampled_from([1, batches])), 1, data.draw(st.sampled_from([1, positions])), 64)
    shapes = (shape, table, table, shape)
    drawn = [data.draw(views(wanted), "view") for wanted in shapes]
    tensors = [session.tensor(s, "f32", wanted, strides, off) for (s, strides, off), wanted in zip(drawn, shapes)]
    x, cos, sin, _ = (view(s, w, strides, off).astype(np.float64) for (s, strides, off), w in zip(drawn, shapes))
    session.run(OPERATOR, *tensors)
    result = view(session.read(tensors[3]), shape, *drawn[3][1:])
    assert np.array_equal(result, embedded(INTERLEAVE_HALF, x, cos, sin))


# One row a documented condition: what, the products that have it, what is wrong, the parameter, the status.
REFUSED: list[tuple[str, tuple[str, ...], dict[str, Any], str, int]] = [
    ("f32", A2_A3, {"dtype": "f32"}, "x", INVALID),
    ("3 dimensions", ALL, {"x": (3, 4, 64), "cos": (1, 4, 64)}, "x", TILING),
    ("3 dimensions of cos", ALL, {"x": (2, 3, 64, 64), "cos": (2, 1, 64)}, "cos", TILING),
    ("row of 128", ALL, {"x": (2, 3, 4, 128), "cos": (2, 1, 4, 128)}, "x", TILING),
    ("row of 32", ALL, {"x": (2, 3, 4, 32), "cos": (2, 1, 4, 32)}, "x", TILING),
    ("sin unlike cos", ALL, {"sin": (2, 1, 1, 64)}, "sin", TILING),
    ("one batch of cos", A2_A3, {"cos": (1, 1, 4, 64)}, "cos", TILING),
    ("3 batches of cos", ALL, {"cos": (3, 1, 4, 64)}, "cos", TILING),
    ("heads of cos", ALL, {"cos": X}, "cos", TILING),
    ("3 positions of cos", ALL, {"cos": (2, 1, 3, 64)}, "cos", TILING),
    ("shorter rows of cos", ALL, {"cos": (2, 1, 4, 32)}, "cos", TILING),
    ("out unlike x", ALL, {"out": (2, 3, 4, 32)}, "out", TILING),
    ("empty", A2_A3, {"x": (0, 3, 4, 64), "cos": (0, 1, 4, 64)}, "x", TILING),
    ("empty x only", ("950",), {"x": (0, 3, 4, 64), "cos": (0, 1, 4, 64), "out": X}, "x", TILING),
    ("product", ("310P",), {}, "product", 161001),
]


def _plan(session: Session, changes: dict[str, Any]) -> int:
    dtype = changes.get("dtype", "f16")

    def zeros(shape: tuple[int, ...]) -> DeviceTensor:
        return session.tensor(np.zeros(shape, STORAGE[dtype]), dtype)

    shapes = {"x": X, "cos": COS} | changes
    x, cos = zeros(shapes["x"]), zeros(shapes["cos"])
    sin, out = zeros(changes.get("sin", shapes["cos"])), zeros(changes.get("out", shapes["x"]))
    return session.plan(OPERATOR, x, cos, sin, out)[0]


@pytest.mark.parametrize(
    ("product", "changes", "parameter", "expected"),
    [pytest.param(product, *rest, id=f"{product}-{what}") for what, ps, *rest in REFUSED for product in ps],
)
def test_refused(session: Session, changes: dict[str, Any], parameter: str, expected: int) -> None:
    status = _plan(session, changes)
    message = session.message()
    assert status == expected, message
    assert f"Parameter {parameter} " in message


@pytest.mark.parametrize("product", ["950"])
def test_nothing_to_do(session: Session) -> None:
    empty = session.tensor(np.zeros((0, 3, 4, 64), np.float32))
    cos = session.tensor(np.zeros((1, 1, 4, 64), np.float32))
    status, size, executor = session.plan(OPERATOR, empty, cos, cos, empty)
    assert (status, size) == (0, 0), session.message()
    assert session.acl.aclnnInterleaveRope(None, ctypes.c_uint64(0), executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 0

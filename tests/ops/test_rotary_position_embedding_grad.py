"""aclnnRotaryPositionEmbeddingGrad through the C interface: the decision table, the golden vectors, strided tensors."""

from __future__ import annotations

import ctypes
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from harness import STORAGE, Array, DeviceTensor, Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

OPERATOR = "aclnnRotaryPositionEmbeddingGrad"
DATA = Path(__file__).parents[1] / "data" / "golden"
DECISIONS = json.loads((DATA / "grad_decision_cases.json").read_text())
GOLDEN = json.loads((DATA / "rope_index.json").read_text())
TENSORS = ("dy", "cos", "sin", "x", "mode", "dx", "dcos", "dsin")


def _zeros(session: Session, description: dict[str, Any] | None) -> DeviceTensor | None:
    if description is None:
        return None
    dtype = description["dtype"]
    return session.tensor(np.zeros(description["shape"], STORAGE[dtype]), dtype, format=description["format"])


@pytest.mark.parametrize(
    ("product", "case"),
    [pytest.param(product, case, id=f"{product}-{case['name']}") for case in DECISIONS for product in case["products"]],
)
def test_decision_table(session: Session, case: dict[str, Any]) -> None:
    arguments: list[Any] = [_zeros(session, case[name]) if name != "mode" else None for name in TENSORS]
    arguments[TENSORS.index("mode")] = ctypes.c_int64(case["mode"])
    handles = [ctypes.c_void_p(a.handle) if isinstance(a, DeviceTensor) else a for a in arguments]
    size, executor = ctypes.c_uint64(), ctypes.c_void_p()
    status = session.acl.aclnnRotaryPositionEmbeddingGradGetWorkspaceSize(
        *handles,
        None if case.get("null_workspace_ptr") else ctypes.byref(size),
        None if case.get("null_executor_ptr") else ctypes.byref(executor),
    )
    message = session.message()
    assert status == case["expect"], message
    if status == 0:
        assert executor.value
        run = session.acl.aclnnRotaryPositionEmbeddingGrad(None, ctypes.c_uint64(0), executor, session.stream)
        assert run == 0, session.message()
        assert session.acl.aclrtSynchronizeStream(session.stream) == 0, session.message()
    else:
        assert "Parameter" in message


@pytest.mark.parametrize("product", ["310P"])
def test_product_without_the_operator(session: Session) -> None:
    rows = [session.tensor(np.zeros((1, 1, 1, 8), np.float32)) for _ in range(6)]
    status, _, _ = session.plan(OPERATOR, *rows[:3], None, ctypes.c_int64(0), *rows[3:])
    assert status == 161001
    assert "Ascend310P3" in session.message()


def _widened(bits: Array, dtype: str) -> Array:
    if dtype == "bf16":
        return (bits.astype(np.uint32) << 16).view(np.float32).astype(np.float64)
    return bits.view(np.float16 if dtype == "f16" else np.float32).astype(np.float64)


def _bits(array: Array) -> Array:
    return array.view(np.uint16 if array.itemsize == 2 else np.uint32)


@pytest.fixture(scope="module")
def vectors() -> dict[str, Any]:
    return {dtype: np.load(DATA / f"rope_golden_{dtype}.npz") for dtype in ("f32", "f16", "bf16")}


@pytest.mark.parametrize("product", ["950"])
@pytest.mark.parametrize("kernels", ["native", "reference"])
@pytest.mark.parametrize("dtype", ["f32", "f16", "bf16"])
def test_golden_vectors(
    session: Session, vectors: dict[str, Any], dtype: str, kernels: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACL_SIM_KERNELS", kernels)
    for case in GOLDEN:
        name = case["case"]
        data = {key: vectors[dtype][f"{name}|{key}"] for key in ("x", "dy", "cos", "sin", "dx", "dcos", "dsin")}
        inputs = [session.tensor(data[key].view(STORAGE[dtype]), dtype) for key in ("dy", "cos", "sin", "x")]
        outputs = [session.tensor(np.ones(data[key].shape, STORAGE[dtype]), dtype) for key in ("dx", "dcos", "dsin")]
        session.run(OPERATOR, *inputs, ctypes.c_int64(case["mode"]), *outputs)
        dx, dcos, dsin = (session.read(tensor) for tensor in outputs)
        assert np.array_equal(_bits(dx), _bits(data["dx"])), name
        magnitude = (
            np.abs(_widened(data["dy"].view(STORAGE[dtype]), dtype)).max()
            * np.abs(_widened(data["x"].view(STORAGE[dtype]), dtype)).max()
        )
        terms = max(1, data["dy"].size // data["cos"].size)
        for result, wanted in ((dcos, data["dcos"]), (dsin, data["dsin"])):
            if dtype == "f32":
                error = np.abs(result.astype(np.float64) - wanted.astype(np.float64))
                assert error.max() <= 4 * np.finfo(np.float32).eps * magnitude * terms, name
            else:
                ulps = _bits(result).astype(np.int32) - _bits(wanted).astype(np.int32)
                assert np.abs(ulps).max() <= 1, name


def test_gradient_of_x_only_leaves_the_others_alone(session: Session) -> None:
    dy, cos, sin = (session.tensor(np.full((1, 1, 2, 4), value, np.float32)) for value in (1.0, 2.0, 3.0))
    dx = session.tensor(np.zeros((1, 1, 2, 4), np.float32))
    rest = [session.tensor(np.full((1, 1, 2, 4), 7, np.float32)) for _ in range(2)]
    session.run(OPERATOR, dy, cos, sin, None, ctypes.c_int64(0), dx, *rest)
    assert session.read(dx)[0, 0, 0].tolist() == [5, 5, -1, -1]
    assert all((session.read(tensor) == 7).all() for tensor in rest)


def _oracle(mode: int, dy: Array, cos: Array, sin: Array, x: Array) -> tuple[Array, Array, Array]:
    """The documented formulas, pair by pair, in float64."""
    length = dy.shape[-1]
    index = np.arange(length)
    if mode == 1:
        first, second = index[0::2], index[1::2]
    elif mode == 2:
        quarter = length // 4
        first = np.concatenate([index[:quarter], index[2 * quarter : 3 * quarter]])
        second = first + quarter
    else:
        first, second = index[: length // 2], index[length // 2 :]
    source = np.concatenate([index[0::2], index[1::2]]) if mode == 3 else index
    permuted = x[..., source]
    product = np.empty_like(dy)
    product[..., first] = cos[..., first] * dy[..., first] + sin[..., second] * dy[..., second]
    product[..., second] = cos[..., second] * dy[..., second] - sin[..., first] * dy[..., first]
    dx = np.empty_like(dy)
    dx[..., source] = product
    rotated = np.empty_like(permuted)
    rotated[..., first], rotated[..., second] = -permuted[..., second], permuted[..., first]
    axes = tuple(axis for axis in range(dy.ndim) if cos.shape[axis] != dy.shape[axis])
    return dx, (dy * permuted).sum(axes, keepdims=True), (dy * rotated).sum(axes, keepdims=True)


@st.composite
def _views(draw: st.DrawFn, shape: tuple[int, ...]) -> tuple[Array, tuple[int, ...], int]:
    """(storage of small integers, strides, offset) of a view of that shape: permuted, sliced, shifted."""
    order = draw(st.permutations(range(len(shape))))
    steps = draw(st.lists(st.integers(1, 3), min_size=len(shape), max_size=len(shape)))
    offset = draw(st.integers(0, 5))
    strides, size = [0] * len(shape), 1
    for axis in reversed(order):
        strides[axis] = size * steps[axis]
        size *= shape[axis] * steps[axis]
    seed = draw(st.integers(0, 2**32 - 1))
    storage = np.random.default_rng(seed).integers(-8, 9, size + offset).astype(np.float32)
    return storage, tuple(strides), offset


def _view(storage: Array, shape: tuple[int, ...], strides: tuple[int, ...], offset: int) -> Array:
    return np.lib.stride_tricks.as_strided(storage[offset:], shape, [4 * stride for stride in strides])


@pytest.mark.parametrize("product", ["950"])
@pytest.mark.parametrize("kernels", ["native", "reference"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_strided_tensors(session: Session, kernels: str, monkeypatch: pytest.MonkeyPatch, data: st.DataObject) -> None:
    monkeypatch.setenv("ACL_SIM_KERNELS", kernels)
    mode = data.draw(st.integers(0, 3), "mode")
    leading = tuple(data.draw(st.lists(st.integers(1, 3), min_size=2, max_size=3), "leading axes"))
    shape = (*leading, 4 * data.draw(st.integers(1, 4), "pairs"))
    table = (*(data.draw(st.sampled_from([1, length])) for length in leading), shape[-1])
    views = [data.draw(_views(wanted), "view") for wanted in (shape, table, table, shape, shape, table, table)]
    shapes = (shape, table, table, shape, shape, table, table)
    tensors = [
        session.tensor(storage, "f32", wanted, strides, offset)
        for (storage, strides, offset), wanted in zip(views, shapes)
    ]
    dy, cos, sin, x = (
        _view(storage, wanted, strides, offset).astype(np.float64)
        for (storage, strides, offset), wanted in zip(views[:4], shapes)
    )
    session.run(OPERATOR, *tensors[:4], ctypes.c_int64(mode), *tensors[4:])
    for wanted, tensor, (storage, strides, offset) in zip(_oracle(mode, dy, cos, sin, x), tensors[4:], views[4:]):
        after = session.read(tensor)
        result = _view(after, wanted.shape, strides, offset)
        assert np.array_equal(result, wanted)  # small integers: float32 is exact
        result[...] = _view(storage, wanted.shape, strides, offset)
        assert np.array_equal(after, storage), "elements between those of the view must stay"


def test_descriptors_may_be_destroyed_between_the_phases(session: Session) -> None:
    tensors = [session.tensor(np.full((1, 1, 1, 4), value, np.float32)) for value in (1, 2, 3, 0)]
    empty = [session.tensor(np.zeros((1, 1, 1, 0), np.float32)) for _ in range(2)]
    status, _, executor = session.plan(OPERATOR, *tensors[:3], None, ctypes.c_int64(0), tensors[3], *empty)
    assert status == 0
    for tensor in (*tensors, *empty):
        assert session.acl.aclDestroyTensor(ctypes.c_void_p(tensor.handle)) == 0
    assert session.acl.aclnnRotaryPositionEmbeddingGrad(None, ctypes.c_uint64(0), executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 0
    assert session.read(tensors[3]).ravel().tolist() == [5, 5, -1, -1]


def test_repeatable_executor_follows_new_addresses(session: Session) -> None:
    acl = session.acl
    dy, cos, sin, dx = (session.tensor(np.full((1, 1, 1, 4), value, np.float32)) for value in (1, 2, 3, 0))
    empty = [session.tensor(np.zeros((1, 1, 1, 0), np.float32)) for _ in range(2)]
    status, _, executor = session.plan(OPERATOR, dy, cos, sin, None, ctypes.c_int64(0), dx, *empty)
    assert status == 0
    assert acl.aclSetAclOpExecutorRepeatable(executor) == 0
    assert acl.aclnnRotaryPositionEmbeddingGrad(None, ctypes.c_uint64(0), executor, session.stream) == 0
    other = session.tensor(np.full((1, 1, 1, 4), 10, np.float32))
    handle, address = ctypes.c_void_p(dy.handle), ctypes.c_void_p(other.address)
    result = session.tensor(np.zeros((1, 1, 1, 4), np.float32))
    assert acl.aclSetInputTensorAddr(executor, ctypes.c_size_t(0), handle, address) == 0
    into = (ctypes.c_void_p(dx.handle), ctypes.c_void_p(result.address))
    assert acl.aclSetOutputTensorAddr(executor, ctypes.c_size_t(0), *into) == 0
    assert acl.aclnnRotaryPositionEmbeddingGrad(None, ctypes.c_uint64(0), executor, session.stream) == 0
    assert acl.aclrtSynchronizeStream(session.stream) == 0
    assert session.read(dx).ravel().tolist() == [5, 5, -1, -1]
    assert session.read(result).ravel().tolist() == [50, 50, -10, -10]
    assert acl.aclDestroyAclOpExecutor(executor) == 0
    assert acl.aclDestroyAclOpExecutor(executor) == 561000

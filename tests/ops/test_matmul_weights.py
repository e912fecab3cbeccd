"""Weights of matrix products: in the blocks of FRACTAL_NZ, and in INT8 or INT4."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import pytest
from harness import CODES, Array, DeviceTensor, Session
from torch_calls import DTYPES, Call, assert_close, draw, needs_torch, torch

pytestmark = needs_torch

FRACTAL_NZ = 29
TYPES = {"f16": np.uint16, "bf16": np.uint16, "i8": np.int8}


def _size(session: Session, shape: list[int], short: str = "") -> tuple[int, int]:
    """Status and number of elements, of V2 where a type is given."""
    size = ctypes.c_uint64(77)
    array = session.int_array(shape)
    if short:
        return session.acl.aclnnCalculateMatmulWeightSizeV2(array, CODES[short], ctypes.byref(size)), size.value
    return session.acl.aclnnCalculateMatmulWeightSize(array, ctypes.byref(size)), size.value


def test_sizes(session: Session) -> None:
    """The pages' own examples, and batches, which are not padded."""
    assert _size(session, [510, 510]) == (0, 262144)
    assert _size(session, [510, 510], "f16") == (0, 262144)
    assert _size(session, [510, 270], "i8") == (0, 147456)
    assert _size(session, [3, 2, 17, 33], "bf16") == (0, 6 * 32 * 48)
    assert _size(session, [3, 0]) == (0, 0)


@pytest.mark.parametrize(
    ("shape", "short", "parameter"),
    [
        ([4], "f16", "tensorShape"),
        ([1] * 7, "f16", "tensorShape"),
        ([4, 0], "f16", "tensorShape"),
        ([4, 4], "f32", "dataType"),
        ([4], "", "tensorShape"),
    ],
)
def test_sizes_refused(session: Session, shape: list[int], short: str, parameter: str) -> None:
    assert _size(session, shape, short)[0] == 161002
    assert f"Parameter {parameter} " in session.message()


def test_sizes_need_pointers(session: Session) -> None:
    assert session.acl.aclnnCalculateMatmulWeightSize(None, ctypes.byref(ctypes.c_uint64())) == 161001
    assert session.acl.aclnnCalculateMatmulWeightSizeV2(session.int_array([2, 2]), 1, None) == 161001
    assert "Parameter weightTensorSize is a null pointer" in session.message()


def _blocks(matrix: Array, wide: int) -> Array:
    """[M, N] in blocks: element by element, as the format is defined."""
    rows, columns = matrix.shape
    stored = np.zeros((-(-columns // wide), -(-rows // 16), 16, wide), matrix.dtype)
    for m in range(rows):
        for n in range(columns):
            stored[n // wide, m // 16, m % 16, n % wide] = matrix[m, n]
    return stored


def _weight(session: Session, matrix: Array, short: str) -> DeviceTensor:
    """A matrix in memory that has room for its blocks."""
    status, size = _size(session, list(matrix.shape), short)
    assert status == 0
    storage = np.full(size, 3, matrix.dtype)
    storage[: matrix.size] = matrix.reshape(-1)
    return session.tensor(storage, short, matrix.shape)


def _format(session: Session, tensor: DeviceTensor) -> int:
    found = ctypes.c_int()
    assert session.acl.aclGetFormat(ctypes.c_void_p(tensor.handle), ctypes.byref(found)) == 0
    return found.value


@pytest.mark.parametrize("short", TYPES)
def test_weight_becomes_blocks(session: Session, short: str) -> None:
    """In memory, and from phase one on in the program's descriptor."""
    matrix = np.random.default_rng(1).integers(1, 99, (20, 40)).astype(TYPES[short])
    weight = _weight(session, matrix, short)
    status, size, executor = session.plan("aclnnTransMatmulWeight", weight)
    assert status == 0, session.message()
    assert _format(session, weight) == FRACTAL_NZ
    workspace = ctypes.c_void_p(session.upload(np.zeros(size, np.uint8)))
    assert session.acl.aclnnTransMatmulWeight(workspace, ctypes.c_uint64(size), executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 0
    blocks = _blocks(matrix, 32 if short == "i8" else 16)
    assert session.read(weight).tobytes() == blocks.tobytes()
    assert session.plan("aclnnTransMatmulWeight", weight)[0] == 161002
    assert "FRACTAL_NZ" in session.message()


def test_weight_refused(session: Session) -> None:
    for shape in ((4,), (2, 0)):
        assert session.plan("aclnnTransMatmulWeight", session.tensor(np.zeros(shape, np.uint16), "f16"))[0] == 161002
        assert "Parameter mmWeightRef " in session.message()


@pytest.mark.parametrize("operator", ["Mm", "Matmul"])
@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("rows", [1, 5])
def test_product_with_blocks(session: Session, operator: str, transposed: bool, rows: int) -> None:
    """A transposed view has the strides of one in plain memory; programs give the storage any shape."""
    rng = np.random.default_rng(2)
    left, right = draw(rng, (rows, 20), torch.float16), draw(rng, (20, 33), torch.float16)
    memory = (right.T if transposed else right).contiguous().view(torch.int16).numpy().view(np.uint16)
    weight = _weight(session, memory, "f16")
    session.run("aclnnTransMatmulWeight", weight)
    strides = (1, 20) if transposed else (33, 1)
    handle = session.acl.aclCreateTensor(
        (ctypes.c_int64 * 2)(20, 33), ctypes.c_uint64(2), CODES["f16"], (ctypes.c_int64 * 2)(*strides),
        ctypes.c_int64(0), FRACTAL_NZ, (ctypes.c_int64 * 1)(660), ctypes.c_uint64(1), ctypes.c_void_p(weight.address),
    )  # fmt: skip
    call = Call(session, operator, self=left, mat2=right, out=torch.empty(rows, 33, dtype=left.dtype), cubeMathType=0)
    call.arguments[1] = DeviceTensor(handle, weight.address, weight.storage)
    assert_close(call.run(), left.double() @ right.double(), 1.0, 1e-4)


def test_batches_of_blocks(session: Session) -> None:
    rng = np.random.default_rng(2)
    left, right = draw(rng, (2, 3, 17), torch.float16), draw(rng, (2, 17, 4), torch.float16)
    storage = np.zeros((2, 1, 2, 16, 16), np.uint16)
    for batch in range(2):
        storage[batch] = _blocks(right[batch].view(torch.int16).numpy().view(np.uint16), 16)
    weight = session.tensor(storage, "f16", (2, 17, 4), format="FRACTAL_NZ")
    out = torch.empty(2, 3, 4, dtype=left.dtype)
    call = Call(session, "BatchMatMul", self=left, mat2=right, out=out, cubeMathType=0)
    call.arguments[1] = weight
    assert_close(call.run(), left.double() @ right.double(), 1.0, 1e-4)


def _quantised(short: str, k: int, n: int, scales: tuple[int, ...], offset: bool) -> dict[str, Any]:
    rng = np.random.default_rng(6)
    dtype = DTYPES[short]
    values = {
        "x": draw(rng, (3, k), dtype, -1, 1),
        "weight": torch.from_numpy(rng.integers(-8, 8, (k, n))).to(torch.int8),
        "antiquantScale": draw(rng, scales, dtype, 0.01, 0.1),
        "y": torch.empty(3, n, dtype=dtype),
        "antiquantGroupSize": 0,
    }
    if offset:
        values["antiquantOffsetOptional"] = draw(rng, scales, dtype, -3, 3)
    return values


def _exact(values: dict[str, Any], group: int = 0) -> Any:
    k, n = values["weight"].shape

    def spread(tensor: Any) -> Any:
        wide = tensor.double()
        return wide.repeat_interleave(group, dim=0)[:k] if group else wide.reshape(1, -1).expand(k, n)

    weight = values["weight"].double()
    if "antiquantOffsetOptional" in values:
        weight = weight + spread(values["antiquantOffsetOptional"])
    bias = values.get("biasOptional")
    result = values["x"].double() @ (weight * spread(values["antiquantScale"]))
    return result if bias is None else result + bias.double()


SLACK = {"f16": 2e-2, "bf16": 1.5e-1}  # 40 products of numbers below 1 whose weights were rounded to the type


@pytest.mark.parametrize("version", ["V2", "V3"])
@pytest.mark.parametrize("short", ["f16", "bf16"])
@pytest.mark.parametrize(("scales", "group"), [((1,), 0), ((1, 1), 0), ((6,), 0), ((1, 6), 0), ((3, 6), 32)])
@pytest.mark.parametrize("offset", [False, True])
def test_quantised_weight(
    session: Session, version: str, short: str, scales: tuple[int, ...], group: int, offset: bool
) -> None:
    values = _quantised(short, 70, 6, scales, offset)
    bias = draw(np.random.default_rng(9), (6,), torch.float16 if short == "f16" else torch.float32)
    more = {"innerPrecise": 1} if version == "V3" else {}
    values |= {"antiquantGroupSize": group, "biasOptional": bias}
    result = Call(session, f"WeightQuantBatchMatmul{version}", **values, **more).run()
    assert_close(result, _exact(values, group), 1.0, SLACK[short])


def _nibbles(matrix: Array) -> Array:
    """Rows of INT4, the earlier element in the low half of a byte."""
    low, high = matrix[..., ::2], matrix[..., 1::2]
    return ((low & 15) | ((high & 15) << 4)).astype(np.uint8)


@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("first", [0, 2])
def test_weight_of_int4(session: Session, transposed: bool, first: int) -> None:
    """Two elements to a byte, also in a transposed view that begins somewhere in memory."""
    values = _quantised("f16", 64, 6, (2, 6), False) | {"antiquantGroupSize": 32}
    matrix = values["weight"].numpy()
    memory = matrix.T if transposed else matrix
    packed = np.concatenate([np.zeros(first // 2, np.uint8), _nibbles(memory).reshape(-1)])
    call = Call(session, "WeightQuantBatchMatmulV2", **values)
    strides = (1, 64) if transposed else (6, 1)
    handle = session.acl.aclCreateTensor(
        (ctypes.c_int64 * 2)(64, 6), ctypes.c_uint64(2), 29, (ctypes.c_int64 * 2)(*strides), ctypes.c_int64(first), 2,
        (ctypes.c_int64 * 1)(first + 384), ctypes.c_uint64(1), ctypes.c_void_p(session.upload(packed)),
    )  # fmt: skip
    call.arguments[1] = DeviceTensor(handle, 0, packed)
    assert_close(call.run(), _exact(values, 32), 1.0, SLACK["f16"])


def test_weight_of_int8_in_blocks(session: Session) -> None:
    values = _quantised("f16", 40, 33, (33,), False)
    weight = _weight(session, values["weight"].numpy(), "i8")
    session.run("aclnnTransMatmulWeight", weight)
    call = Call(session, "WeightQuantBatchMatmulV2", **values)
    call.arguments[1] = weight
    assert_close(call.run(), _exact(values), 1.0, SLACK["f16"])


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        ({"weight": torch and torch.zeros(30, 6, dtype=torch.int8)}, "weight"),
        ({"x": torch and torch.zeros(3, 70, 1).half()}, "x"),
        ({"antiquantScale": torch and torch.ones(5).half()}, "antiquantScale"),
        ({"antiquantOffsetOptional": torch and torch.ones(1).half()}, "antiquantOffsetOptional"),
        ({"antiquantGroupSize": 48}, "antiquantGroupSize"),
        ({"antiquantGroupSize": 96}, "antiquantGroupSize"),
        ({"antiquantGroupSize": -32}, "antiquantGroupSize"),
        ({"biasOptional": torch and torch.ones(5).half()}, "biasOptional"),
        ({"biasOptional": torch and torch.ones(6)}, "biasOptional"),
        ({"quantScaleOptional": torch and torch.ones(1, dtype=torch.int64).view(torch.uint64)}, "quantScaleOptional"),
        ({"y": torch and torch.ones(3, 7).half()}, "y"),
    ],
)
def test_quantised_weight_refused(session: Session, changes: dict[str, Any], parameter: str) -> None:
    values = _quantised("f16", 70, 6, (6,), False) | changes
    assert Call(session, "WeightQuantBatchMatmulV2", **values).plan() == 161002
    assert f"Parameter {parameter} " in session.message()

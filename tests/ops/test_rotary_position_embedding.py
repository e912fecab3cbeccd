"""aclnnRotaryPositionEmbedding and V2: golden vectors, strided tensors, rotation matrices, all that is refused."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import pytest
from harness import STORAGE, Array, DeviceTensor, Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rotary_oracle import GOLDEN, embedded, golden_vectors, view, views

from aclnn.ops.posembedding.rotary import threads as threads_of_kernels

V1, V2 = "aclnnRotaryPositionEmbedding", "aclnnRotaryPositionEmbeddingV2"
ALL, A2_A3, BEFORE_950 = ("A2", "A3", "950", "310P"), ("A2", "A3"), ("A2", "A3", "310P")
INVALID, TILING = 161002, 561002

# The golden cases by what the pages promise for products before 950. BNSD with rows of 8 or 10 is beyond the cut-off.
LAYOUTS_OF_A2 = {
    0: ("BNSD_same", "BSND_1S1D", "BSND_BS1D", "BSND_same", "SBND_S11D", "SBND_SB1D", "SBND_same",
        "TND_T1D", "TND_same", "TND_11D", "one_1111"),
    1: ("BNSD_11SD", "BSND_1S1D", "SBND_S11D", "TND_T1D", "TND_11D", "one_1111"),
    2: (),
    3: (),
}  # fmt: skip


def _is_promised(case: dict[str, Any], product: str) -> bool:
    length, mode = case["x_shape"][-1], case["mode"]
    if product == "950":
        return True
    accepted = case["layout"] in LAYOUTS_OF_A2[mode] or (mode, case["layout"], length) == (0, "BNSD_11SD", 128)
    return accepted and (product != "310P" or (mode == 0 and length == 128))


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize("dtype", ["f32", "f16", "bf16"])
@pytest.mark.parametrize("product", ALL)
def test_golden_vectors(session: Session, product: str, dtype: str) -> None:
    vectors = golden_vectors(dtype)
    for case in GOLDEN:
        data = vectors[case["case"]]
        x, cos, sin = (session.tensor(data[name], dtype) for name in ("x", "cos", "sin"))
        out = session.tensor(np.ones_like(data["y"]), dtype)
        arguments = (x, cos, sin, ctypes.c_int64(case["mode"]), out)
        if (product, dtype) == ("310P", "bf16"):
            assert session.plan(V1, *arguments)[0] == INVALID
        elif _is_promised(case, product):
            session.run(V1, *arguments)
            assert session.read(out).tobytes() == data["y"].tobytes(), case["case"]
        else:
            assert session.plan(V1, *arguments)[0] == TILING, case["case"]


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize("product", ["950"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_strided_tensors(session: Session, data: st.DataObject) -> None:
    mode = data.draw(st.integers(0, 3), "mode")
    leading = tuple(data.draw(st.lists(st.integers(1, 3), min_size=2, max_size=3), "leading axes"))
    shape = (*leading, 4 * data.draw(st.integers(1, 4), "quarter of a row"))
    table = (*(data.draw(st.sampled_from([1, length])) for length in leading), shape[-1])
    shapes = (shape, table, table, shape)
    drawn = [data.draw(views(wanted), "view") for wanted in shapes]
    tensors = [session.tensor(s, "f32", wanted, strides, off) for (s, strides, off), wanted in zip(drawn, shapes)]
    x, cos, sin, _ = (view(s, w, strides, off).astype(np.float64) for (s, strides, off), w in zip(drawn, shapes))
    session.run(V1, *tensors[:3], ctypes.c_int64(mode), tensors[3])
    storage, strides, offset = drawn[3]
    after = session.read(tensors[3])
    result = view(after, shape, strides, offset)
    assert np.array_equal(result, embedded(mode, x, cos, sin))  # small integers: float32 is exact
    result[...] = view(storage, shape, strides, offset)
    assert np.array_equal(after, storage), "elements between those of the view must stay"


def _over(session: Session, of: DeviceTensor, shape: tuple[int, ...], offset: int = 0) -> DeviceTensor:
    """Another tensor over the memory of a float32 one."""
    own = session.tensor(np.zeros(shape, np.float32))
    dims = (ctypes.c_int64 * len(shape))(*shape)
    rank, address = ctypes.c_uint64(len(shape)), ctypes.c_void_p(of.address + 4 * offset)
    handle = session.acl.aclCreateTensor(dims, rank, 0, None, ctypes.c_int64(0), 2, dims, rank, address)
    return DeviceTensor(handle, of.address, own.storage)


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize("product", ["950"])
@pytest.mark.parametrize("mode", range(4))
@pytest.mark.parametrize(("shared", "offset"), [("x", 0), ("x", 64), ("cos", 0), ("sin", 0)])
def test_an_output_over_an_input(session: Session, mode: int, shared: str, offset: int) -> None:
    """The result is that of separate memory."""
    rng = np.random.default_rng(mode)
    shape = (2, 3, 4, 32)
    arrays = {name: rng.integers(-8, 9, shape).astype(np.float32) for name in ("x", "cos", "sin")}
    tensors = {name: session.tensor(np.append(array, np.zeros(64, np.float32))) for name, array in arrays.items()}
    out = _over(session, tensors[shared], shape, offset)
    session.run(V1, *(_over(session, tensor, shape) for tensor in tensors.values()), ctypes.c_int64(mode), out)
    result = session.read(tensors[shared])[offset:][: arrays["x"].size]
    wanted = embedded(mode, *(array.astype(np.float64) for array in arrays.values()))
    assert np.array_equal(result, wanted.ravel())


@pytest.mark.parametrize("product", ["950"])
@pytest.mark.parametrize("length", [2, 2048])
def test_no_workspace(session: Session, length: int) -> None:
    """Whatever the shape: kernels keep their tables in host memory."""
    x, out = (session.tensor(np.ones((length, 2, 64), np.float32)) for _ in range(2))
    cos = session.tensor(np.ones((length, 1, 64), np.float32))
    status, size, _ = session.plan(V1, x, cos, cos, ctypes.c_int64(0), out)
    assert (status, size) == (0, 0)


@pytest.mark.parametrize("product", ["950"])
@pytest.mark.parametrize("threads", ["1", "3", "", "1000000"])
def test_threads_do_not_change_a_bit(session: Session, threads: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACL_SIM_THREADS", threads)
    rng = np.random.default_rng(4)
    shape, table = (8, 1024, 128), (8, 1, 128)
    x, cos, sin = (rng.integers(-8, 9, s).astype(np.float32) for s in (shape, table, table))
    tensors = [session.tensor(array) for array in (x, cos, sin)]
    out = session.tensor(np.zeros(shape, np.float32))
    session.run(V1, *tensors, ctypes.c_int64(3), out)
    assert np.array_equal(session.read(out), embedded(3, *(a.astype(np.float64) for a in (x, cos, sin))))


@pytest.mark.parametrize("threads", ["0", "-1", "all", "1.5"])
def test_threads_that_are_no_number(session: Session, threads: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACL_SIM_THREADS", threads)
    x, out = (session.tensor(np.ones((2, 3, 4, 64), np.float32)) for _ in range(2))
    cos = session.tensor(np.ones((1, 3, 1, 64), np.float32))
    status, _, executor = session.plan(V1, x, cos, cos, ctypes.c_int64(0), out)
    assert status == 0
    assert session.acl.aclnnRotaryPositionEmbedding(None, ctypes.c_uint64(0), executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 507015
    assert f"ACL_SIM_THREADS is '{threads}'" in session.message()


def test_threads_by_default_are_the_cores_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACL_SIM_THREADS", raising=False)
    monkeypatch.setattr("os.sched_getaffinity", lambda process: {1, 4, 5})
    assert threads_of_kernels() == 3
    monkeypatch.setenv("ACL_SIM_THREADS", "2")
    assert threads_of_kernels() == 2


def _half_matrix(length: int) -> Array:
    """The D x D matrix that turns (a, b) into (-b, a) when a row is multiplied by it."""
    half = np.eye(length // 2)
    zero = np.zeros_like(half)
    return np.block([[zero, half], [-half, zero]]).astype(np.float32)


@pytest.mark.parametrize("product", A2_A3)
def test_matrix_of_three_parts_rotates_each(session: Session, product: str) -> None:
    rng = np.random.default_rng(3)
    lengths = (4, 8, 4)
    x, cos, sin = (rng.integers(-8, 9, (2, 3, 2, 16)).astype(np.float32) for _ in range(3))
    matrix = np.zeros((16, 16), np.float32)
    wanted = np.empty_like(x)
    start = 0
    for length in lengths:
        part = slice(start, start + length)
        matrix[part, part] = _half_matrix(length)
        wanted[..., part] = embedded(0, x[..., part], cos[..., part], sin[..., part])
        start += length
    tensors = [session.tensor(array) for array in (x, cos, sin, matrix)]
    out = session.tensor(np.zeros_like(x))
    session.run(V2, *tensors[:3], ctypes.c_int64(0), tensors[3], out)
    assert np.array_equal(session.read(out), wanted)


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize("dtype", ["f16", "bf16"])
def test_matrix_of_the_mode_gives_what_the_mode_gives(session: Session, dtype: str) -> None:
    data = golden_vectors(dtype)["m0_TND_T1D_D128"]
    x, cos, sin = (session.tensor(data[name], dtype) for name in ("x", "cos", "sin"))
    matrix = _half_matrix(128)
    bits = matrix.view(np.uint32) >> 16 if dtype == "bf16" else matrix.astype(np.float16).view(np.uint16)
    rotate = session.tensor(bits.astype(np.uint16), dtype)
    for matrix_or_mode in (rotate, None):
        out = session.tensor(np.zeros_like(data["y"]), dtype)
        session.run(V2, x, cos, sin, ctypes.c_int64(0), matrix_or_mode, out)
        assert session.read(out).tobytes() == data["y"].tobytes()


def test_any_matrix_is_multiplied_as_documented(session: Session) -> None:
    rng = np.random.default_rng(5)
    x, cos, sin = (rng.integers(-8, 9, (1, 3, 2, 6)).astype(np.float32) for _ in range(3))
    matrix = rng.integers(-3, 4, (6, 6)).astype(np.float32)
    tensors = [session.tensor(array) for array in (x, cos, sin, matrix)]
    out = session.tensor(np.zeros_like(x))
    session.run(V2, *tensors[:3], ctypes.c_int64(0), tensors[3], out)
    wanted = x.astype(np.float64) * cos + np.einsum("bsnd,de->bsne", x.astype(np.float64), matrix) * sin
    assert np.array_equal(session.read(out), wanted)


# One row a documented condition: what it is about, the products that have it, what is wrong, the parameter, the status.
X, COS = (2, 4, 3, 64), (1, 4, 1, 64)
REFUSED: list[tuple[str, tuple[str, ...], dict[str, Any], str, int]] = [
    ("mode 4", ALL, {"mode": 4}, "mode", TILING),
    ("mode -1", ALL, {"mode": -1}, "mode", TILING),
    ("mode 2", BEFORE_950, {"mode": 2}, "mode", TILING),
    ("mode 3", BEFORE_950, {"mode": 3}, "mode", TILING),
    ("mode 1", ("310P",), {"mode": 1}, "mode", TILING),
    ("bf16", ("310P",), {"dtype": "bf16"}, "x", INVALID),
    ("type before mode", ("310P",), {"dtype": "bf16", "mode": 9}, "x", INVALID),
    ("2 dimensions", ALL, {"x": (4, 64), "cos": (4, 64)}, "x", TILING),
    ("5 dimensions", ALL, {"x": (1, *X), "cos": (1, *COS)}, "x", TILING),
    ("other rank of cos", ALL, {"x": (1, 4, 64, 64), "cos": (1, 4, 64)}, "cos", TILING),
    ("sin unlike cos", ALL, {"sin": (1, 4, 3, 64)}, "sin", TILING),
    ("out unlike x", ALL, {"out": (2, 4, 3, 32)}, "out", TILING),
    ("empty out only", ALL, {"out": (2, 4, 0, 64)}, "out", TILING),
    ("shorter rows of cos", ALL, {"cos": (1, 4, 1, 32)}, "cos", TILING),
    ("one number for each row of cos", ALL, {"cos": (1, 4, 1, 1)}, "cos", TILING),
    ("row of 896", A2_A3, {"x": (1, 4, 1, 896), "cos": (1, 4, 1, 896)}, "x", TILING),
    ("row of 1026", ("950",), {"x": (1, 4, 1, 1026), "cos": (1, 4, 1, 1026)}, "x", TILING),
    ("row of 160", ("310P",), {"x": (1, 4, 1, 160), "cos": (1, 4, 1, 160)}, "x", TILING),
    ("row of 48", ("310P",), {"x": (1, 4, 1, 48), "cos": (1, 4, 1, 48)}, "x", TILING),
    ("odd row", ALL[:3], {"x": (1, 4, 1, 63), "cos": (1, 4, 1, 63)}, "x", TILING),
    ("row of 62 in quarters", ("950",), {"x": (1, 4, 1, 62), "cos": (1, 4, 1, 62), "mode": 2}, "x", TILING),
    ("no broadcast", ALL, {"cos": (1, 3, 1, 64)}, "cos", TILING),
    ("more in cos than in x", ALL, {"x": (1, 4, 3, 64), "cos": (2, 4, 1, 64)}, "cos", TILING),
    ("empty cos", ALL, {"cos": (1, 0, 1, 64)}, "cos", TILING),
    ("111D", BEFORE_950, {"cos": (1, 1, 1, 64)}, "cos", TILING),
    ("1SND", BEFORE_950, {"cos": (1, 4, 3, 64)}, "cos", TILING),
    ("interleave BS1D", A2_A3, {"cos": (2, 4, 1, 64), "mode": 1}, "cos", TILING),
    ("interleave B1SD", A2_A3, {"x": (2, 3, 4, 64), "cos": (2, 1, 4, 64), "mode": 1}, "cos", TILING),
    ("interleave SB1D", A2_A3, {"x": (4, 2, 3, 64), "cos": (4, 2, 1, 64), "mode": 1}, "cos", TILING),
    ("interleave full", A2_A3, {"cos": X, "mode": 1}, "cos", TILING),
    ("interleave TND", A2_A3, {"x": (4, 3, 64), "cos": (4, 3, 64), "mode": 1}, "cos", TILING),
    ("1000 batches", BEFORE_950, {"x": (1000, 4, 3, 64), "cos": COS}, "x", TILING),
    ("1000 heads", BEFORE_950, {"x": (2, 4, 1000, 64), "cos": COS}, "x", TILING),
    ("interleave 1000 heads in 4 batches", A2_A3, {"x": (4, 4, 250, 64), "cos": COS, "mode": 1}, "x", TILING),
    ("interleave TND 1000 heads", A2_A3, {"x": (4, 1000, 64), "cos": (4, 1, 64), "mode": 1}, "x", TILING),
    ("BNSD beyond 8 S", BEFORE_950, {"x": (5, 5, 3, 64), "cos": (1, 1, 3, 64)}, "x", TILING),
    ("B1SD beyond 8 S", BEFORE_950, {"x": (5, 5, 3, 64), "cos": (5, 1, 3, 64)}, "x", TILING),
    ("BNSD of unaligned rows", A2_A3, {"x": (2, 3, 528, 72), "cos": (1, 1, 528, 72)}, "x", TILING),
    ("SBND beyond the copy stride", ("310P",), {"x": (2, 64, 65, 128), "cos": (2, 1, 1, 128)}, "x", TILING),
]
MATRIX: list[tuple[str, tuple[str, ...], dict[str, Any], str, int]] = [
    ("matrix", ("950",), {"rotate": (64, 64)}, "rotate", INVALID),
    ("matrix before mode", ("950",), {"rotate": (64, 64), "mode": 9}, "rotate", INVALID),
    ("mode despite matrix", A2_A3, {"rotate": (64, 64), "mode": 2}, "mode", TILING),
    ("smaller matrix", A2_A3, {"rotate": (32, 32)}, "rotate", TILING),
    ("oblong matrix", A2_A3, {"rotate": (64, 32)}, "rotate", TILING),
    ("matrix of 3 dimensions", A2_A3, {"rotate": (1, 64, 64)}, "rotate", TILING),
]
# The other side of the limits, and what only looks refused.
ACCEPTED: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
    ("row of 894", A2_A3, {"x": (1, 4, 1, 894), "cos": (1, 4, 1, 894)}),
    ("row of 1024", ("950",), {"x": (1, 4, 1, 1024), "cos": (1, 4, 1, 1024)}),
    ("999 batches", BEFORE_950, {"x": (999, 4, 1, 64), "cos": COS}),
    ("999 heads in 3 batches, interleave", A2_A3, {"x": (3, 4, 333, 64), "cos": COS, "mode": 1}),
    ("BNSD of exactly 8 S", BEFORE_950, {"x": (4, 6, 3, 64), "cos": (1, 1, 3, 64)}),
    ("BNSD of unaligned rows, enough positions", A2_A3, {"x": (2, 3, 529, 72), "cos": (1, 1, 529, 72)}),
    ("BNSD of unaligned long rows", A2_A3, {"x": (2, 3, 4, 88), "cos": (1, 1, 4, 88)}),
    ("B1SD with more batches than positions, unlike backward", BEFORE_950, {"x": (4, 2, 3, 64), "cos": (4, 1, 3, 64)}),
    ("one position in BNSD, which is SBND too", BEFORE_950, {"x": (1, 32, 1, 128), "cos": (1, 1, 1, 128)}),
    ("SBND up to the copy stride", ("310P",), {"x": (2, 64, 64, 128), "cos": (2, 1, 1, 128)}),
    ("111D", ("950",), {"cos": (1, 1, 1, 64)}),
    ("empty x and out", ALL, {"x": (0, 4, 3, 64), "out": (0, 4, 3, 64)}),
]


def _plan(session: Session, operator: str, changes: dict[str, Any]) -> tuple[int, ctypes.c_void_p]:
    """Phase one of a good call with some arguments changed."""
    dtype = changes.get("dtype", "f32")

    def zeros(shape: tuple[int, ...]) -> DeviceTensor:
        return session.tensor(np.zeros(shape, STORAGE[dtype]), dtype)

    shapes = {"x": X, "cos": COS} | changes
    x, cos = zeros(shapes["x"]), zeros(shapes["cos"])
    sin, out = zeros(changes.get("sin", shapes["cos"])), zeros(changes.get("out", shapes["x"]))
    rotate = [zeros(changes["rotate"]) if "rotate" in changes else None] if operator == V2 else []
    status, _, executor = session.plan(operator, x, cos, sin, ctypes.c_int64(changes.get("mode", 0)), *rotate, out)
    return status, executor


def _rows(table: list[tuple[Any, ...]], operators: tuple[str, ...]) -> list[Any]:
    """One test for each row, product and operator that the product has."""
    return [
        pytest.param(operator, product, *rest, id=f"{operator[5:]}-{product}-{what}")
        for operator in operators
        for what, products, *rest in table
        for product in products
        if (operator, product) != (V2, "310P")
    ]


@pytest.mark.parametrize(
    ("operator", "product", "changes", "parameter", "expected"), _rows(REFUSED, (V1, V2)) + _rows(MATRIX, (V2,))
)
def test_refused(session: Session, operator: str, changes: dict[str, Any], parameter: str, expected: int) -> None:
    status, _ = _plan(session, operator, changes)
    message = session.message()
    assert status == expected, message
    assert f"Parameter {parameter} " in message


@pytest.mark.parametrize(("operator", "product", "changes"), _rows(ACCEPTED, (V1, V2)))
def test_accepted(session: Session, operator: str, changes: dict[str, Any]) -> None:
    status, executor = _plan(session, operator, changes)
    assert status == 0, session.message()
    assert getattr(session.acl, operator)(None, ctypes.c_uint64(0), executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 0, session.message()


@pytest.mark.parametrize("product", ["310P"])
def test_product_without_v2(session: Session) -> None:
    assert _plan(session, V2, {})[0] == 161001
    assert "Ascend310P3" in session.message()

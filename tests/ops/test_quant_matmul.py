"""Products of quantised matrices: sums of whole numbers, and the documented dequantisation in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from array_calls import assert_accepted, refusal, results
from harness import Array, Session
from quantisation_oracle import drawn, is_rounded, nibbles
from values import agrees

SMALL = {"i8": (-128, 127), "i32": (-8, 7)}


def _is(bits: Array | None, short: str, exact: Array) -> None:
    assert bits is not None
    assert bits.shape == exact.shape
    assert agrees(bits, short, exact, 1e-5)


def _packed(numbers: Array) -> Array:
    """Eight 4-bit numbers in each int32, the first in the lowest bits."""
    words = np.zeros((*numbers.shape[:-1], numbers.shape[-1] // 8), np.uint32)
    for at in range(8):
        words |= (numbers[..., at::8].astype(np.int64) & 15).astype(np.uint32) << np.uint32(4 * at)
    assert (nibbles(words.view(np.int32)) == numbers).all()
    return words.view(np.int32)


def _whole(seed: int, shape: tuple[int, ...], kind: str) -> Array:
    low, high = SMALL[kind]
    return np.random.default_rng(seed).integers(low, high, shape, endpoint=True)


def _given(numbers: Array, kind: str, transposed: bool) -> tuple[str, Array]:
    stored = np.swapaxes(numbers, -1, -2) if transposed else numbers
    return kind, _packed(stored) if kind == "i32" else stored


@pytest.mark.parametrize(("out", "scale_type"), [("bf16", "f32"), ("bf16", "bf16"), ("f16", "f32")])
@pytest.mark.parametrize("bias_type", [None, "i32", "own", "f32"])
@pytest.mark.parametrize(
    ("kind", "first", "second"),  # x1 of INT4, eight to an INT32, may not be transposed
    [("i8", False, False), ("i8", True, True), ("i8", False, True), ("i32", False, False), ("i32", False, True)],
)
@pytest.mark.parametrize("name", ["QuantMatmulV4", "QuantMatmulV5"])
def test_dequantised(
    session: Session, name: str, kind: str, first: bool, second: bool, bias_type: str | None, out: str, scale_type: str
) -> None:
    x1, x2 = _whole(1, (3, 16), kind), _whole(2, (16, 8), kind)
    scale, rows = drawn(3, (8,), scale_type, 0.01, 0.02), drawn(4, (3,), "f32", 0.5, 2)
    bias_kind = out if bias_type == "own" else bias_type
    bias = _whole(5, (8,), "i8") * 50 if bias_kind == "i32" else drawn(5, (8,), bias_kind or "f32")
    sums = x1 @ x2 + (bias if bias_kind == "i32" else 0)
    exact = sums * scale * rows[:, None] + (0 if bias_kind in (None, "i32") else bias)
    more: dict[str, Any] = {"groupSize": 0} if name == "QuantMatmulV5" else {}
    (y,) = results(
        session, name, x1=_given(x1, kind, first), x2=_given(x2, kind, second), bias=bias_kind and (bias_kind, bias),
        transposeX1=first, transposeX2=second, out=(out, (3, 8)), **more,
        x2Scale=(scale_type, scale), x1Scale=("f32", rows),
    )  # fmt: skip
    _is(y, out, exact)


@pytest.mark.parametrize("name", ["QuantMatmulV3", "QuantMatmulV5"])
@pytest.mark.parametrize("packs", ["i64", "u64"])
@pytest.mark.parametrize(("out", "moves"), [("f16", False), ("i8", False), ("i8", True)])
@pytest.mark.parametrize("product", ["A2", "310P"])
def test_packed_scales(session: Session, name: str, packs: str, out: str, moves: bool) -> None:
    """As programs use them: what aclnnTransQuantParamV2 gives is the scale, offset in its bits included."""
    x1, x2 = _whole(1, (2, 3, 16), "i8"), _whole(2, (16, 8), "i8")
    scale, offset = drawn(3, (8,), "f32", 0.001, 0.002), np.array([-300, -7.5, 0.4, 3, 7, 90, 255, 256.0])
    (bits,) = results(
        session, "TransQuantParamV2", scale=("f32", scale), offset=("f32", offset) if moves else None, out=("u64", (8,))
    )
    assert bits is not None
    kept = (scale.astype(np.float32).view(np.uint32) & np.uint32(0xFFFFE000)).view(np.float32).astype(np.float64)
    whole = np.clip(np.rint(offset), -256, 255)
    wanted = [
        int(np.float32(value).view(np.uint32)) | (1 << 46) | ((int(o) & 0x1FF) << 37 if moves else 0)
        for value, o in zip(kept, whole)
    ]
    assert [int(b) for b in bits] == wanted
    more: dict[str, Any] = {"groupSize": 0} if name == "QuantMatmulV5" else {}
    (y,) = results(
        session, name, x1=("i8", x1), x2=("i8", x2), x2Scale=(packs, bits.view(np.int64)), transposeX1=False,
        x2Offset=("f32", offset) if moves else None, transposeX2=False, out=(out, (2, 3, 8)), **more,
    )  # fmt: skip
    exact = (x1 @ x2) * kept + (whole if moves else 0)
    if out == "i8":
        is_rounded(y, "i8", exact, 1e-3)
    else:
        _is(y, out, exact)


def test_batches_are_broadcast(session: Session) -> None:
    x1, x2 = _whole(1, (2, 1, 3, 8), "i8"), _whole(2, (4, 8, 5), "i8")
    scale = drawn(3, (1,), "f32", 0.01, 0.02)
    (y,) = results(
        session, "QuantMatmulV5", x1=("i8", x1), x2=("i8", x2), x2Scale=("f32", scale), transposeX1=False,
        transposeX2=False, groupSize=0, out=("bf16", (2, 4, 3, 5)),
    )  # fmt: skip
    _is(y, "bf16", (x1 @ x2) * scale)


def test_strided_matrices(session: Session) -> None:
    x1, x2, scale = _whole(1, (3, 8), "i8"), _whole(2, (8, 5), "i8"), drawn(3, (5,), "f32")
    (y,) = results(
        session, "QuantMatmulV4", x1=("i8", x1, 2), x2=("i8", x2, 3), x2Scale=("f32", scale, 2), transposeX1=False,
        transposeX2=False, out=("bf16", (3, 5)),
    )  # fmt: skip
    _is(y, "bf16", (x1 @ x2) * scale)


def test_whole_results(session: Session) -> None:
    x1, x2, bias = _whole(1, (3, 8), "i8"), _whole(2, (8, 5), "i8"), _whole(3, (5,), "i8")
    (y,) = results(
        session, "QuantMatmulV5", x1=("i8", x1), x2=("i8", x2), x2Scale=("f32", [1.0]), bias=("i32", bias),
        transposeX1=False, transposeX2=False, groupSize=0, out=("i32", (3, 5)),
    )  # fmt: skip
    assert y is not None
    assert (y == x1 @ x2 + bias).all()


@pytest.mark.parametrize("transposed", [False, True])
def test_weights_in_blocks(session: Session, transposed: bool) -> None:
    """A weight whose memory is FRACTAL_NZ: [N1, K1, 16, 32] for [K, N], padded with zeros."""
    from array_calls import OPERATORS, arguments_of

    x1, x2, scale = _whole(1, (3, 40), "i8"), _whole(2, (40, 20), "i8"), drawn(3, (20,), "f32", 0.01, 0.02)
    plain = x2.T if transposed else x2
    rows, columns = (-(-plain.shape[0] // 16) * 16, -(-plain.shape[1] // 32) * 32)
    padded = np.zeros((rows, columns), np.int8)
    padded[: plain.shape[0], : plain.shape[1]] = plain
    blocks = padded.reshape(rows // 16, 16, columns // 32, 32).transpose(2, 0, 1, 3)
    weight = session.tensor(np.ascontiguousarray(blocks), "i8", plain.shape, [plain.shape[1], 1], format="FRACTAL_NZ")
    operator = OPERATORS["QuantMatmulWeightNz"]
    values: dict[str, Any] = {
        "x1": ("i8", x1), "x2Scale": ("f32", scale), "transposeX1": False, "transposeX2": transposed, "groupSize": 0,
        "out": ("bf16", (3, 20)),
    }  # fmt: skip
    arguments = arguments_of(session, operator, values)
    arguments[1] = weight
    session.run(operator.c_name, *arguments)
    _is(session.read(arguments[-1]), "bf16", (x1 @ x2) * scale)


_BASE: dict[str, Any] = {
    "x1": ("i8", (3, 16)), "x2": ("i8", (16, 8)), "x2Scale": ("f32", (8,)), "x1Scale": ("f32", (3,)),
    "transposeX1": False, "transposeX2": False, "groupSize": 0, "out": ("bf16", (3, 8)),
}  # fmt: skip
_REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("A2", {"x2": ("i32", (16, 1))}, "x2"),
    ("950", {"x1": ("i32", (3, 2)), "x2": ("i32", (16, 1))}, "x1"),
    ("310P", {"x1": ("i32", (3, 2)), "x2": ("i32", (16, 1)), "out": ("f16", (3, 8))}, "x1"),
    ("A2", {"x1": ("i32", (16, 1)), "x2": ("i32", (16, 1)), "transposeX1": True}, "transposeX1"),
    ("A2", {"out": ("i8", (3, 8))}, "out"),
    ("A2", {"out": ("f16", (3, 8)), "x1Scale": None}, "x1Scale"),
    ("A2", {"x2Scale": ("i64", (8,)), "out": ("f16", (3, 8))}, "x1Scale"),
    ("A2", {"x2Offset": ("f32", (8,))}, "x2Offset"),
    ("A2", {"bias": ("f16", (8,))}, "bias"),
    ("A2", {"x1": ("i8", (16,))}, "x1"),
    ("A2", {"x2": ("i8", (15, 8))}, "x2"),
    ("A2", {"x1": ("i8", (2, 3, 16)), "x2": ("i8", (3, 16, 8))}, "x2"),
    ("A2", {"x2Scale": ("f32", (3,))}, "x2Scale"),
    ("A2", {"x1Scale": ("f32", (8,))}, "x1Scale"),
    ("A2", {"bias": ("f32", (3,))}, "bias"),
    ("A2", {"groupSize": 32}, "groupSize"),
    ("A2", {"yScale": ("f32", (1,))}, "yScale"),
    ("A2", {"x1Offset": ("f32", (1,))}, "x1Offset"),
    ("A2", {"yOffset": ("f32", (1,))}, "yOffset"),
    ("A2", {"out": ("bf16", (8, 3))}, "out"),
]


def test_accepted(session: Session) -> None:
    assert_accepted(session, "QuantMatmulV5", **_BASE)


@pytest.mark.parametrize(("product", "changed", "parameter"), _REFUSED)
def test_refused(session: Session, changed: dict[str, Any], parameter: str) -> None:
    found, message = refusal(session, "QuantMatmulV5", **{**_BASE, **changed})
    assert found == 161002
    assert f"Parameter {parameter} " in message


def test_other_names_and_forms(session: Session) -> None:
    """Messages name parameters as the called function does; forms refuse what they cannot have."""
    four = {key: value for key, value in _BASE.items() if key != "groupSize"}
    assert "Parameter scale " in refusal(session, "QuantMatmulV4", **{**four, "x2Scale": ("f32", (3,))})[1]
    three = {key: value for key, value in four.items() if key != "x1Scale"}
    status, message = refusal(session, "QuantMatmulV3", **{**three, "out": ("f16", (3, 8))})
    assert (status, "Parameter out " in message) == (161002, True)
    status, message = refusal(session, "QuantMatmulWeightNz", **_BASE)
    assert (status, "Parameter x2 " in message) == (161002, True)


@pytest.mark.parametrize(
    ("changed", "parameter"),
    [
        ({"scale": ("f32", (2, 2, 2))}, "scale"),
        ({"offset": ("f32", (3,))}, "offset"),
        ({"offset": ("f32", (2, 8))}, "offset"),
        ({"scale": ("f32", (0,)), "out": ("u64", (0,))}, "scale"),
        ({"out": ("u64", (4,))}, "out"),
    ],
)
def test_trans_quant_param_refused(session: Session, changed: dict[str, Any], parameter: str) -> None:
    base: dict[str, Any] = {"scale": ("f32", (8,)), "out": ("u64", (8,))}
    status, message = refusal(session, "TransQuantParamV2", **{**base, **changed})
    assert status == 161002
    assert f"Parameter {parameter} " in message


def test_numbers_of_four_bits(session: Session) -> None:
    """INT4 itself, two numbers to a byte with the earlier in the low half, gives what INT32 of eight gives."""
    import ctypes

    from array_calls import OPERATORS, arguments_of

    x1, x2, scale, rows = (
        _whole(1, (3, 16), "i32"),
        _whole(2, (16, 8), "i32"),
        drawn(3, (8,), "f32"),
        drawn(4, (3,), "f32"),
    )
    operator = OPERATORS["QuantMatmulV4"]
    values: dict[str, Any] = {
        "x2Scale": ("f32", scale), "x1Scale": ("f32", rows), "transposeX1": False, "transposeX2": False,
        "out": ("bf16", (3, 8)),
    }  # fmt: skip
    arguments = arguments_of(session, operator, values)
    for place, numbers in enumerate((x1, x2)):
        bits = ((numbers[:, ::2] & 15) | ((numbers[:, 1::2] & 15) << 4)).astype(np.uint8)
        shape = (ctypes.c_int64 * 2)(*numbers.shape)
        count, address = ctypes.c_uint64(2), ctypes.c_void_p(session.upload(np.ascontiguousarray(bits)))
        handle = session.acl.aclCreateTensor(shape, count, 29, None, ctypes.c_int64(0), 2, shape, count, address)
        arguments[place] = ctypes.c_void_p(handle)
    session.run(operator.c_name, *arguments)
    _is(session.read(arguments[-1]), "bf16", (x1 @ x2) * scale * rows[:, None])

"""Quantising operators against their formulas in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from array_calls import assert_accepted, assert_refused, results
from harness import Array, Session
from quantisation_oracle import LARGEST, LEAST, drawn, is_rounded, numbers_of
from values import agrees

CODES = {"i8": 2, "i32": 3, "u8": 4, "hif8": 34, "f8e5": 35, "f8e4": 36}
HALVES = pytest.mark.parametrize("short", ["f16", "bf16"])
FLOATS = pytest.mark.parametrize("short", ["f32", "f16", "bf16"])


def _target(kind: str, shape: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    return kind, (*shape[:-1], shape[-1] // 8) if kind == "i32" else shape


def _is_scale(bits: Array | None, exact: Array) -> None:
    assert bits is not None
    assert bits.shape == exact.shape
    np.testing.assert_allclose(bits, exact, 1e-6)


def _largest(kind: str) -> float:
    return LARGEST["i4" if kind == "i32" else kind]


@HALVES
@pytest.mark.parametrize("kind", ["i8", "i32"])
@pytest.mark.parametrize("smooths", [False, True])
@pytest.mark.parametrize("step", [1, 2])
def test_dynamic_quant(session: Session, short: str, kind: str, smooths: bool, step: int) -> None:
    x, smooth = drawn(1, (3, 5, 16), short), drawn(2, (16,), short, 0.5, 2)
    values = x * smooth if smooths else x
    scale = np.abs(values).max(-1) / _largest(kind)
    y, found = results(
        session, "DynamicQuant", x=(short, x, step), smoothScalesOptional=(short, smooth) if smooths else None,
        yOut=_target(kind, x.shape), scaleOut=("f32", (3, 5)),
    )  # fmt: skip
    _is_scale(found, scale)
    is_rounded(y, kind, values / scale[..., None])


def test_dynamic_quant_of_zeros(session: Session) -> None:
    y, scale = results(
        session, "DynamicQuant", x=("f16", np.zeros((1, 8))), yOut=("i8", (1, 8)), scaleOut=("f32", (1,))
    )
    assert scale is not None
    assert scale[0] == 0
    assert y is not None
    assert not y.any()


@pytest.mark.parametrize("product", ["310P"])
def test_dynamic_quant_without_smoothing(session: Session) -> None:
    """What the page calls reserved has no effect on older products."""
    x, smooth = drawn(1, (2, 32), "f16"), drawn(2, (32,), "f16", 2, 3)
    scale = np.abs(x).max(-1) / 127
    y, found = results(
        session, "DynamicQuant", x=("f16", x), smoothScalesOptional=("f16", smooth), yOut=("i8", x.shape),
        scaleOut=("f32", (2,)),
    )  # fmt: skip
    _is_scale(found, scale)
    is_rounded(y, "i8", x / scale[:, None])


@pytest.mark.parametrize("product", ["A2", "950"])
@pytest.mark.parametrize("kind", ["i8", "i32"])
@pytest.mark.parametrize("groups", [None, [1, 1, 6]])
@pytest.mark.parametrize("symmetric", [False, True])
def test_dynamic_quant_v2(session: Session, kind: str, groups: list[int] | None, symmetric: bool) -> None:
    x, rows = drawn(1, (2, 3, 8), "f16", -1, 4), 1 if groups is None else 3
    smooth = drawn(2, (rows, 8), "f16", 0.5, 2)
    values = x * (smooth if groups is None else np.repeat(smooth, [1, 0, 5], 0).reshape(2, 3, 8))
    high, low = _largest(kind), LEAST["i4" if kind == "i32" else kind]
    if symmetric:
        scale, offset = np.abs(values).max(-1) / high, np.zeros((2, 3))
    else:
        scale = (values.max(-1) - values.min(-1)) / (high - low)
        offset = high - values.max(-1) / scale
    y, found, moved = results(
        session, "DynamicQuantV2", x=("f16", x), smoothScalesOptional=("f16", smooth if groups else smooth[0]),
        groupIndexOptional=groups and ("i32", groups), dstType=CODES[kind], yOut=_target(kind, x.shape),
        scaleOut=("f32", (2, 3)), offsetOut=None if symmetric else ("f32", (2, 3)),
    )  # fmt: skip
    _is_scale(found, scale)
    if not symmetric:
        assert moved is not None
        np.testing.assert_allclose(moved, offset, 1e-4, 1e-3)
    is_rounded(y, kind, values / scale[..., None] + offset[..., None])


@pytest.mark.parametrize("product", ["950"])
@pytest.mark.parametrize("kind", ["i8", "i32", "f8e5", "f8e4"])
@pytest.mark.parametrize(("mode", "axis"), [("pertoken", 2), ("pertensor", (0, 1, 2)), ("perchannel", 1)])
def test_dynamic_quant_v3(session: Session, kind: str, mode: str, axis: Any) -> None:
    x = drawn(1, (2, 3, 16), "bf16")
    smooth = drawn(2, (3,) if mode == "perchannel" else (16,), "bf16", 0.5, 2)
    values = x * (smooth[:, None] if mode == "perchannel" else smooth)
    scale = np.abs(values).max(axis, keepdims=True) / _largest(kind)
    shape = {"pertoken": (2, 3), "pertensor": (1,), "perchannel": (2, 16)}[mode]
    y, found, _ = results(
        session, "DynamicQuantV3", x=("bf16", x), smoothScalesOptional=("bf16", smooth), dstType=CODES[kind],
        isSymmetrical=True, quantMode=mode, yOut=_target(kind, x.shape), scaleOut=("f32", shape),
    )  # fmt: skip
    _is_scale(found, scale.reshape(shape))
    is_rounded(y, kind, values / scale)


@pytest.mark.parametrize("product", ["950"])
@pytest.mark.parametrize("greatest", [0.0, 15.0])
def test_dynamic_quant_v4(session: Session, greatest: float) -> None:
    """The greatest HIFLOAT8 may be chosen; powers of two have exact scales, and codes that the paper lists."""
    x = np.array([[1.0, -2.0, 4.0, 0.5]])
    y, scale, _ = results(
        session, "DynamicQuantV4", x=("f16", x), dstType=34, isSymmetrical=True, quantMode="pertoken",
        dstTypeMax=greatest, yOut=("hif8", x.shape), scaleOut=("f32", (1,)),
    )  # fmt: skip
    _is_scale(scale, np.array([4 / (greatest or 32768.0)]))
    assert y is not None
    if not greatest:  # 4 / scale is 2^15, the largest number, 0x6e
        assert y[0, 2] == 0x6E


def test_dynamic_quant_of_wrong_groups(session: Session) -> None:
    from array_calls import OPERATORS, arguments_of

    operator = OPERATORS["DynamicQuantV2"]
    values = _BASES["DynamicQuantV2"] | {"groupIndexOptional": ("i32", [2, 1]), "smoothScalesOptional": ("f16", (2, 8))}
    status, _, executor = session.plan(operator.c_name, *arguments_of(session, operator, values))
    assert status == 0
    assert session.acl.aclnnDynamicQuantV2(None, 0, executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 507015
    assert "groupIndexOptional" in session.message()


ROUNDINGS = {"round": np.rint, "ceil": np.ceil, "floor": np.floor, "trunc": np.trunc}


@FLOATS
@pytest.mark.parametrize("kind", ["i8", "i32"])
@pytest.mark.parametrize("sqrt", [False, True])
@pytest.mark.parametrize("scale_shape", [(1,), (16,), (1, 1, 16)])
def test_ascend_quant(session: Session, short: str, kind: str, sqrt: bool, scale_shape: tuple[int, ...]) -> None:
    x, scale = drawn(1, (2, 3, 16), short, -9, 9), drawn(2, scale_shape, short, 1, 3)
    offset = drawn(3, scale_shape, short)
    (y,) = results(
        session, "AscendQuant", x=(short, x, 3), scale=(short, scale), offset=(short, offset), sqrtMode=sqrt,
        roundMode="round", dstType=CODES[kind], y=_target(kind, x.shape),
    )  # fmt: skip
    is_rounded(y, kind, x * scale**2 + offset if sqrt else x * scale + offset)


@pytest.mark.parametrize("mode", ROUNDINGS)
def test_ascend_quant_rounds(session: Session, mode: str) -> None:
    x = np.array([[-2.5, -1.75, 0.5, 1.5, 2.25, 300, -300, np.nan]])
    (y,) = results(
        session, "AscendQuant", x=("f32", x), scale=("f32", [1.0]), sqrtMode=False, roundMode=mode, dstType=2,
        y=("i8", x.shape),
    )  # fmt: skip
    assert y is not None
    assert y[0].tolist() == [*ROUNDINGS[mode](x[0, :5]), 127, -128, 0]


@pytest.mark.parametrize("axis", [-2, 1])
@pytest.mark.parametrize("scale_shape", [(3,), (1, 3, 1), (1,)])
def test_ascend_quant_v3(session: Session, axis: int, scale_shape: tuple[int, ...]) -> None:
    x, scale = drawn(1, (2, 3, 4), "f16", -9, 9), drawn(2, scale_shape, "f16", 1, 3)
    (y,) = results(
        session, "AscendQuantV3", x=("f16", x), scale=("f16", scale), sqrtMode=False, roundMode="round", dstType=2,
        axis=axis, y=("i8", x.shape),
    )  # fmt: skip
    is_rounded(y, "i8", x * scale.reshape(-1, 1))


@pytest.mark.parametrize("product", ["950"])
@pytest.mark.parametrize("kind", ["f8e5", "f8e4"])
def test_ascend_quant_to_eight_bits(session: Session, kind: str) -> None:
    x, scale = drawn(1, (4, 8), "f16"), drawn(2, (8,), "f16")
    (y,) = results(
        session, "AscendQuantV3", x=("f16", x), scale=("f16", scale), sqrtMode=False, roundMode="round",
        dstType=CODES[kind], axis=-1, y=(kind, x.shape),
    )  # fmt: skip
    is_rounded(y, kind, x * scale)


@pytest.mark.parametrize("out", ["f16", "bf16"])
@pytest.mark.parametrize("weights", ["f32", "bf16"])
@pytest.mark.parametrize("kind", ["i8", "i32"])
@pytest.mark.parametrize(("sqrt", "moves"), [(False, True), (True, True), (True, False)])
def test_ascend_anti_quant(session: Session, out: str, weights: str, kind: str, sqrt: bool, moves: bool) -> None:
    info = np.iinfo(np.int8 if kind == "i8" else np.int32)
    x = np.random.default_rng(1).integers(info.min, info.max, (3, 4), endpoint=True).astype(info.dtype)
    numbers = numbers_of(x, kind)
    scale, offset = (drawn(seed, numbers.shape[-1:], weights, 0.5, 2) for seed in (2, 3))
    exact = (numbers + offset * moves) * scale ** (2 if sqrt else 1)
    (y,) = results(
        session, "AscendAntiQuant", x=(kind, x), scale=(weights, scale), offset=(weights, offset) if moves else None,
        dstType=1 if out == "f16" else 27, sqrtMode=sqrt, y=(out, exact.shape),
    )  # fmt: skip
    assert y is not None
    assert agrees(y, out, exact, 1e-6)


@FLOATS
@pytest.mark.parametrize(("kind", "zero"), [("i8", "i32"), ("u8", "u8"), ("i32", "i8")])
@pytest.mark.parametrize("axis", [0, -1])
def test_quantize(session: Session, short: str, kind: str, zero: str, axis: int) -> None:
    x = drawn(1, (5, 6), short, -90, 90)
    length = x.shape[axis]
    scales = drawn(2, (length,), short, 0.5, 1)
    zeros = np.random.default_rng(3).integers(0, 100, length)
    form = (-1, 1) if axis == 0 else (-1,)
    exact = x / scales.reshape(form) + zeros.reshape(form)
    (y,) = results(
        session, "Quantize", x=(short, x, 2), scales=(short, scales), zeroPoints=(zero, zeros), dtype=kind, axis=axis,
        out=(kind, x.shape),
    )  # fmt: skip
    assert y is not None
    wanted = exact if kind == "i32" else np.clip(exact, *((0, 255) if kind == "u8" else (-128, 127)))
    assert np.abs(y - wanted).max() <= 0.5001


def _swiglu(x: Array, left: bool) -> Array:
    first, second = np.split(x, 2, -1)
    gate, other = (first, second) if left else (second, first)
    return gate / (1 + np.exp(-gate)) * other


@FLOATS
@pytest.mark.parametrize("left", [False, True])
@pytest.mark.parametrize("mode", [None, "dynamic", "static"])
@pytest.mark.parametrize(("name", "kind"), [("SwiGluQuant", 0), ("SwiGluQuantV2", 0), ("SwiGluQuantV2", 1)])
@pytest.mark.parametrize("per_row", [False, True])
def test_swi_glu_quant(
    session: Session, short: str, left: bool, mode: str | None, name: str, kind: int, per_row: bool
) -> None:
    x, ends, counts = drawn(1, (7, 8), short), [2, 2, 5], [2, 0, 3]
    scales = drawn(2, (3, 4) if per_row else (3,), "f32", 5, 9)
    offsets = drawn(3, scales.shape, "f32")
    of_rows = [np.repeat(table.reshape(3, -1), counts, 0) for table in (scales, offsets)]
    values = _swiglu(x, left)[:5] * of_rows[0]
    extra = {"groupListType": kind, "dstType": 2} if name.endswith("V2") else {}
    y, found = results(
        session, name, x=(short, x), smoothScalesOptional=("f32", scales), offsetsOptional=("f32", offsets),
        groupIndexOptional=("i32", counts if kind else ends), activateLeft=left, quantModeOptional=mode, **extra,
        yOut=("i8", (7, 4)), scaleOut=("f32", (7,)),
    )  # fmt: skip
    assert y is not None
    assert found is not None
    if mode == "static":
        is_rounded(y[:5], "i8", values + of_rows[1])
        assert (found == 7).all()  # left alone
    else:
        scale = 127 / np.abs(values).max(-1)
        is_rounded(y[:5], "i8", values * scale[:, None])
        np.testing.assert_allclose(found[:5], scale, 1e-5)
    assert (y[5:] == 7).all()


def test_swi_glu_quant_without_groups(session: Session) -> None:
    x = drawn(1, (2, 3, 8), "f16")
    values = _swiglu(x, True)
    scale = 127 / np.abs(values).max(-1)
    y, found = results(
        session, "SwiGluQuantV2", x=("f16", x), activateLeft=True, quantModeOptional="dynamic", groupListType=0,
        dstType=2, yOut=("i8", (2, 3, 4)), scaleOut=("f32", (2, 3)),
    )  # fmt: skip
    is_rounded(y, "i8", values * scale[..., None])
    _is_scale(found, scale)


H, F, B = "f16", "f32", "bf16"
_DYNAMIC: dict[str, Any] = {
    "x": (H, (2, 8)), "smoothScalesOptional": (H, (8,)), "yOut": ("i8", (2, 8)), "scaleOut": (F, (2,)),
}  # fmt: skip
_ASCEND: dict[str, Any] = {
    "x": (H, (2, 8)), "scale": (H, (8,)), "offset": (H, (8,)), "sqrtMode": False, "roundMode": "round", "dstType": 2,
    "y": ("i8", (2, 8)),
}  # fmt: skip
_SWI: dict[str, Any] = {
    "x": (H, (4, 8)), "smoothScalesOptional": (F, (2, 4)), "offsetsOptional": (F, (2, 4)),
    "groupIndexOptional": ("i32", (2,)), "activateLeft": True, "quantModeOptional": "dynamic", "yOut": ("i8", (4, 4)),
    "scaleOut": (F, (4,)),
}  # fmt: skip
_V3 = _DYNAMIC | {"dstType": 2, "isSymmetrical": True, "quantMode": "pertoken"}
_BASES: dict[str, dict[str, Any]] = {
    "DynamicQuant": _DYNAMIC,
    "DynamicQuantV2": _DYNAMIC | {"dstType": 2},
    "DynamicQuantV3": _V3,
    "DynamicQuantV4": _V3 | {"dstTypeMax": 0.0},
    "AscendQuant": _ASCEND,
    "AscendQuantV3": _ASCEND | {"axis": -1},
    "AscendAntiQuant": {
        "x": ("i8", (2, 8)), "scale": (F, (8,)), "offset": (F, (8,)), "dstType": 1, "sqrtMode": False, "y": (H, (2, 8)),
    },
    "Quantize": {
        "x": (H, (2, 8)), "scales": (H, (8,)), "zeroPoints": ("i8", (8,)), "dtype": "i8", "axis": 1,
        "out": ("i8", (2, 8)),
    },
    "SwiGluQuant": _SWI,
    "SwiGluQuantV2": _SWI | {"groupListType": 0, "dstType": 2},
}  # fmt: skip
_GROUPS = {"groupIndexOptional": ("i32", (3,)), "smoothScalesOptional": (H, (3, 8))}
_REFUSED: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("A2", "DynamicQuant", {"x": (H, (8,)), "yOut": ("i8", (8,)), "scaleOut": (F, ())}, 161002, "x"),
    ("A2", "DynamicQuant", {"smoothScalesOptional": (H, (2,))}, 161002, "smoothScalesOptional"),
    ("A2", "DynamicQuant", {"smoothScalesOptional": (B, (8,))}, 161002, "smoothScalesOptional"),
    ("A2", "DynamicQuant", {"yOut": ("i32", (2, 8))}, 161002, "yOut"),
    ("A2", "DynamicQuant", {"x": (H, (2, 4)), "yOut": ("i32", (2, 0))}, 161002, "x"),
    ("A2", "DynamicQuant", {"yOut": ("f8e4", (2, 8))}, 161002, "yOut"),
    ("A2", "DynamicQuant", {"scaleOut": (F, (2, 1))}, 161002, "scaleOut"),
    ("310P", "DynamicQuant", {}, 161002, "x"),
    ("310P", "DynamicQuant", {"yOut": ("i32", (2, 1))}, 161002, "yOut"),
    ("A2", "DynamicQuantV2", {"dstType": 3}, 161002, "dstType"),
    ("A2", "DynamicQuantV2", {"groupIndexOptional": ("i32", (3,))}, 161002, "groupIndexOptional"),
    ("A2", "DynamicQuantV2", _GROUPS | {"smoothScalesOptional": None}, 161002, "groupIndexOptional"),
    ("A2", "DynamicQuantV2", _GROUPS | {"smoothScalesOptional": (H, (3, 4))}, 161002, "smoothScalesOptional"),
    ("A2", "DynamicQuantV2", {"offsetOut": (F, (3,))}, 161002, "offsetOut"),
    ("A2", "DynamicQuantV3", {}, 561003, "product"),
    ("950", "DynamicQuantV3", {"quantMode": "perrow"}, 161002, "quantMode"),
    ("950", "DynamicQuantV3", {"quantMode": None}, 161002, "quantMode"),
    ("950", "DynamicQuantV3", {"isSymmetrical": False}, 161002, "offsetOut"),
    ("950", "DynamicQuantV3", {"offsetOut": (F, (2,))}, 161002, "offsetOut"),
    ("950", "DynamicQuantV3", _GROUPS | {"quantMode": "pertensor"}, 161002, "groupIndexOptional"),
    ("950", "DynamicQuantV3", {"quantMode": "perchannel"}, 161002, "smoothScalesOptional"),
    ("950", "DynamicQuantV3", {"quantMode": "pertensor"}, 161002, "scaleOut"),
    ("950", "DynamicQuantV4", {"dstTypeMax": -1.0}, 161002, "dstTypeMax"),
    ("A2", "AscendQuant", {"scale": (B, (8,)), "offset": None}, 161002, "scale"),
    ("A2", "AscendQuant", {"offset": (F, (8,))}, 161002, "offset"),
    ("A2", "AscendQuant", {"offset": (H, (1,))}, 161002, "offset"),
    ("A2", "AscendQuant", {"scale": (H, (2,)), "offset": None}, 161002, "scale"),
    ("A2", "AscendQuant", {"dstType": 29}, 161002, "dstType"),
    ("A2", "AscendQuant", {"roundMode": "rint"}, 161002, "roundMode"),
    ("A2", "AscendQuant", {"roundMode": None}, 161002, "roundMode"),
    ("A2", "AscendQuant", {"y": ("i32", (2, 2)), "dstType": 3}, 161002, "y"),
    ("310P", "AscendQuant", {"y": ("i32", (2, 1)), "dstType": 3}, 161002, "y"),
    ("950", "AscendQuant", {}, 561003, "product"),
    ("A2", "AscendQuantV3", {"axis": -3}, 161002, "axis"),
    ("310P", "AscendQuantV3", {"axis": 0}, 161002, "axis"),
    ("A2", "AscendQuantV3", {"axis": 0}, 161002, "scale"),
    ("950", "AscendQuantV3", {"y": ("f8e4", (2, 8)), "dstType": 36, "roundMode": "floor"}, 161002, "roundMode"),
    ("950", "AscendQuantV3", {"y": ("hif8", (2, 8)), "dstType": 34, "roundMode": "hybrid"}, 161002, "roundMode"),
    ("950", "AscendQuantV3", {"x": (F, (2, 8))}, 161002, "scale"),
    ("A2", "AscendAntiQuant", {"dstType": 27}, 161002, "dstType"),
    ("A2", "AscendAntiQuant", {"scale": (F, (1, 8)), "offset": None}, 161002, "scale"),
    ("A2", "AscendAntiQuant", {"scale": (F, (0,)), "offset": None}, 161002, "scale"),
    ("A2", "AscendAntiQuant", {"scale": (F, (2,)), "offset": None}, 161002, "scale"),
    ("A2", "AscendAntiQuant", {"offset": (F, (1,))}, 161002, "offset"),
    ("A2", "AscendAntiQuant", {"x": ("i32", (2, 8))}, 161002, "scale"),
    ("310P", "AscendAntiQuant", {"x": ("i32", (2, 1))}, 161002, "x"),
    ("950", "AscendAntiQuant", {}, 561003, "product"),
    ("A2", "Quantize", {"scales": (B, (8,))}, 161002, "scales"),
    ("A2", "Quantize", {"zeroPoints": (F, (8,))}, 161002, "zeroPoints"),
    ("A2", "Quantize", {"zeroPoints": (B, (8,))}, 161002, "zeroPoints"),
    ("A2", "Quantize", {"zeroPoints": ("i8", (1,))}, 161002, "zeroPoints"),
    ("A2", "Quantize", {"dtype": "i32"}, 161002, "out"),
    ("A2", "Quantize", {"axis": 2}, 161002, "axis"),
    ("A2", "Quantize", {"axis": 0}, 161002, "scales"),
    ("310P", "Quantize", {"x": (F, (2, 8))}, 161002, "x"),
    ("A2", "SwiGluQuant", {"smoothScalesOptional": None}, 161001, "smoothScalesOptional"),
    ("A2", "SwiGluQuant", {"groupIndexOptional": None}, 161001, "groupIndexOptional"),
    ("A2", "SwiGluQuant", {"quantModeOptional": "dynamic_msd"}, 161002, "quantModeOptional"),
    ("A2", "SwiGluQuant", {"x": (H, (8,))}, 161002, "x"),
    ("A2", "SwiGluQuant", {"x": (H, (4, 8194)), "yOut": ("i8", (4, 4097))}, 161002, "x"),
    ("A2", "SwiGluQuant", {"smoothScalesOptional": (F, (2, 8))}, 161002, "smoothScalesOptional"),
    ("A2", "SwiGluQuant", {"offsetsOptional": (F, (2,))}, 161002, "offsetsOptional"),
    ("A2", "SwiGluQuant", {"groupIndexOptional": ("i32", (5,))}, 161002, "groupIndexOptional"),
    ("A2", "SwiGluQuantV2", {"groupListType": 2}, 161002, "groupListType"),
    ("A2", "SwiGluQuantV2", {"dstType": 29}, 161002, "dstType"),
    ("A2", "SwiGluQuantV2", {"quantModeOptional": "static", "offsetsOptional": None}, 161001, "offsetsOptional"),
]


@pytest.mark.parametrize(
    ("product", "name"), [("950" if name in ("DynamicQuantV3", "DynamicQuantV4") else "A2", name) for name in _BASES]
)
def test_accepted(session: Session, name: str) -> None:
    assert_accepted(session, name, **_BASES[name])


@pytest.mark.parametrize(("product", "name", "changed", "status", "parameter"), _REFUSED)
def test_refused(session: Session, name: str, changed: dict[str, Any], status: int, parameter: str) -> None:
    assert_refused(session, name, parameter, status, **{**_BASES[name], **changed})

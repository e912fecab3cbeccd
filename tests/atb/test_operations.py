"""Every operation but Rope against its formula, and what each of them refuses that others do not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from atb_cases import Case, In, Out, given, run_cases
from atb_golden import GOLDEN, decoded, differs, encoded, sizes

HALF, FLOAT = "float16", "float"


def _case(
    operation: str, fields: dict[str, Any], inputs: list[tuple[str, Any]], outputs: list[tuple[str, Any]]
) -> Case:
    generator = np.random.default_rng(5)
    given = []
    for dtype, shape in inputs:
        low, high = (0, 2) if dtype in ("int32", "int64") else (-3, 3)
        data = encoded(dtype, generator.random(shape) * (high - low) + low)
        given.append(In(dtype, data, tuple(shape)))
    return Case(operation, fields, given, [Out(dtype, tuple(shape)) for dtype, shape in outputs])


def _elewise(kind: int, types: list[str], out: list[str], **fields: Any) -> Case:
    shapes = [(4, 32)] * len(types)
    outputs = [(dtype, (4, 32) if index == 0 else (4,)) for index, dtype in enumerate(out)]
    return _case("ElewiseOperation", {"elewiseType": kind, **fields}, list(zip(types, shapes)), outputs)


EIN_SUM = {"hasBias": False, "matmulType": 1, "transposeB": False}
QUANT = {"normParam.quantType": 2}
SCALES = [(HALF, (1,)), ("int8", (1,))]
BLOCK = {"starts": [1, 2], "ends": [3, 5], "strides": [1, 1]}
RMS = {"layerType": 1, "normParam.epsilon": 1e-3}
CASES = [
    _elewise(1, [FLOAT], [HALF], outTensorType=1),
    _elewise(1, ["int32"], ["int64"], outTensorType=9),
    _elewise(2, [HALF], [HALF], **{"mulsParam.varAttr": 0.5}),
    *(_elewise(kind, [HALF], [HALF]) for kind in (3, 4, 5, 20)),
    _elewise(6, [HALF], ["int8"], **{"quantParam.inputScale": 2.0, "quantParam.inputOffset": 1}),
    _elewise(7, ["int8"], ["int8"]),
    *(_elewise(kind, [HALF, HALF], [HALF]) for kind in (8, 9, 10, 15)),
    *(_elewise(kind, ["int8", "int8"], ["int8"]) for kind in (11, 12)),
    *(_elewise(kind, [FLOAT, FLOAT], ["int8"]) for kind in (13, 14, 16)),
    _elewise(17, [HALF, HALF, "int8"], ["int8"]),
    _elewise(18, ["int8", HALF, "int8"], [HALF]),
    _elewise(19, [HALF], ["int8", FLOAT]),
    _case("ElewiseOperation", {"elewiseType": 8}, [(HALF, (3, 1, 5)), (HALF, (4, 1))], [(HALF, (3, 4, 5))]),
    *(
        _case("ActivationOperation", {"activationType": kind}, [("bf16", (3, 8))], [("bf16", (3, 8))])
        for kind in (1, 2, 3, 4, 8, 9)
    ),
    _case("ActivationOperation", {"activationType": 2, "geluMode": 1}, [(FLOAT, (3, 8))], [(FLOAT, (3, 8))]),
    _case("ActivationOperation", {"activationType": 4, "scale": 1.5}, [(HALF, (3, 8))], [(HALF, (3, 8))]),
    _case("ActivationOperation", {"activationType": 6}, [(HALF, (3, 8))], [(HALF, (3, 4))]),
    _case("ActivationOperation", {"activationType": 7}, [(HALF, (3, 4)), (HALF, (3, 8))], [(HALF, (3, 8))]),
    _case("AsStridedOperation", {"size": [2, 3], "stride": [1, 2], "offset": [1]}, [(HALF, (2, 4))], [(HALF, (2, 3))]),
    _case("CumsumOperation", {"axes": [1]}, [(HALF, (3, 8))], [(HALF, (3, 8))]),
    _case("FillOperation", {"withMask": True, "value": [2.5]}, [(HALF, (3, 8)), ("int8", (8,))], [(HALF, (3, 8))]),
    _case("FillOperation", {"withMask": False, "value": [2.5], "outDim": [2, 3]}, [], [(HALF, (2, 3))]),
    *(
        _case("ReduceOperation", {"reduceType": kind, "axis": [0, 2]}, [("bf16", (3, 4, 5))], [("bf16", (4,))])
        for kind in (1, 2, 3)
    ),
    _case("WhereOperation", {}, [("int8", (3, 1)), (HALF, (3, 2)), (HALF, (2, 3, 2))], [(HALF, (2, 3, 2))]),
    _case(
        "OnehotOperation",
        {"axis": 0, "depth": 3},
        [("int64", (4,)), ("int64", (1,)), ("int64", (1,))],
        [("int64", (3, 4))],
    ),
    _case("NonzeroOperation", {}, [("int64", (3, 4))], [("int64", (2, 12)), ("int64", (1,))]),
    _case("SortOperation", {"num": [3]}, [(FLOAT, (2, 5))], [(FLOAT, (2, 3)), ("int32", (2, 3))]),
    _case("RepeatOperation", {"multiples": [2, 1, 3]}, [(HALF, (4, 2))], [(HALF, (2, 4, 6))]),
    *(
        _case(
            "GroupTopkOperation",
            {"groupNum": 4, "k": 2, "groupMultiFlag": flag, "n": 2},
            [(HALF, (5, 16)), ("int32", (1024,))],
            [(HALF, (5, 16))],
        )
        for flag in (0, 1)
    ),
    _case(
        "LayerNormOperation",
        {"layerType": 1, "normParam.beginNormAxis": 1},
        [(FLOAT, (3, 2, 8)), (FLOAT, (2, 8)), (FLOAT, (2, 8))],
        [(FLOAT, (3, 2, 8))],
    ),
    _case(
        "LayerNormOperation",
        {"layerType": 1, **QUANT},
        [(HALF, (3, 16)), *[(HALF, (16,))] * 2, *SCALES],
        [("int8", (3, 16))],
    ),
    _case(
        "LayerNormOperation",
        {"layerType": 1, **QUANT, "normParam.dynamicQuantType": 1},
        [(HALF, (3, 16)), *[(HALF, (16,))] * 2],
        [("int8", (3, 16)), (FLOAT, (3,))],
    ),
    _case(
        "LayerNormOperation",
        {"layerType": 2, "preNormParam.zoomScaleValue": 0.5},
        [*[(HALF, (3, 16))] * 2, *[(HALF, (16,))] * 2],
        [(HALF, (3, 16))] * 2,
    ),
    _case(
        "LayerNormOperation",
        {"layerType": 3, "postNormParam.quantType": 2},
        [*[(HALF, (3, 16))] * 2, *[(HALF, (16,))] * 2, *SCALES],
        [(HALF, (3, 16)), ("int8", (3, 16))],
    ),
    _case(
        "IndexAddOperation",
        {"indexType": 1, "axis": -1},
        [(HALF, (3, 4)), ("int32", (5,)), (HALF, (3, 5)), (HALF, (1,))],
        [(HALF, (3, 4))],
    ),
    _case(
        "IndexAddOperation",
        {"indexType": 2},
        [(HALF, (3, 4)), ("int32", (5,)), (HALF, (5, 4)), ("int32", (1,))],
        [(HALF, (3, 4))],
    ),
    _case("SwigluQuantOperation", {}, [(HALF, (3, 32))], [("int8", (3, 16)), (FLOAT, (3,))]),
    _case("SoftmaxOperation", {"axes": [-1]}, [(HALF, (3, 7))], [(HALF, (3, 7))]),
    _case("SoftmaxOperation", {"axes": [1, 2]}, [(FLOAT, (2, 3, 4, 5))], [(FLOAT, (2, 3, 4, 5))]),
    _case("TransposeOperation", {"perm": [2, 0, 1]}, [(HALF, (2, 3, 4))], [(HALF, (4, 2, 3))]),
    _case("ConcatOperation", {"concatDim": -1}, [(HALF, (2, 3)), (HALF, (2, 4))], [(HALF, (2, 7))]),
    _case("SplitOperation", {"splitDim": 1, "splitNum": 3}, [(HALF, (2, 6))], [(HALF, (2, 2))] * 3),
    _case(
        "SplitOperation",
        {"splitDim": 0, "splitNum": 2, "splitSizes": [1, 3]},
        [(HALF, (4, 2))],
        [(HALF, (1, 2)), (HALF, (3, 2))],
    ),
    _case("SliceOperation", {"offsets": [1, -3], "size": [-1, 2]}, [(FLOAT, (4, 5))], [(FLOAT, (3, 2))]),
    _case("GatherOperation", {"axis": 0}, [(HALF, (3, 4)), ("int64", (2, 2))], [(HALF, (2, 2, 4))]),
    _case("GatherOperation", {"axis": 1, "batchDims": 1}, [(HALF, (3, 4, 2)), ("int32", (3, 5))], [(HALF, (3, 5, 2))]),
    _case("LinearOperation", {"hasBias": False}, [(HALF, (3, 16)), (HALF, (5, 16))], [(HALF, (3, 5))]),
    _case(
        "LinearOperation",
        {"transposeA": True, "transposeB": False},
        [(HALF, (2, 16, 3)), (HALF, (2, 16, 5)), (HALF, (2, 5))],
        [(HALF, (2, 3, 5))],
    ),
    _case(
        "LinearOperation",
        {"hasBias": False, "enAccum": True},
        [(HALF, (3, 16)), (HALF, (5, 16)), (FLOAT, (3, 5))],
        [(FLOAT, (3, 5))],
    ),
    _case("LinearOperation", EIN_SUM, [(HALF, (4, 2, 16)), (HALF, (2, 16, 5))], [(HALF, (4, 2, 5))]),
    _case(
        "LinearOperation",
        {"hasBias": False, "outDataType": 27},
        [("int8", (3, 64)), ("int8", (5, 64)), (FLOAT, (1, 5))],
        [("bf16", (3, 5))],
    ),
    _case(
        "LinearOperation",
        {"hasBias": True, "outDataType": 27},
        [("int8", (2, 3, 64)), ("int8", (2, 5, 64)), ("int32", (2, 5)), (FLOAT, (2, 5))],
        [("bf16", (2, 3, 5))],
    ),
    _case(
        "LinearOperation",
        {"hasBias": False, "outDataType": 1, "quantMode": 2},
        [("int8", (3, 64)), ("int8", (5, 64)), (FLOAT, (5,)), (FLOAT, (3,))],
        [(HALF, (3, 5))],
    ),
    _case(
        "RmsNormOperation",
        {"layerType": 1, **QUANT},
        [(HALF, (3, 16)), *[(HALF, (16,))] * 2, *SCALES],
        [("int8", (3, 16))],
    ),
    _case(
        "RmsNormOperation",
        {"layerType": 1, **QUANT, "normParam.dynamicQuantType": 1},
        [(HALF, (3, 16)), *[(HALF, (16,))] * 2],
        [("int8", (3, 16)), (FLOAT, (3,))],
    ),
    _case(
        "RmsNormOperation",
        {"layerType": 2, "preNormParam.quantType": 2},
        [*[(HALF, (3, 16))] * 2, *[(HALF, (16,))] * 2, *SCALES],
        [("int8", (3, 16)), (HALF, (3, 16))],
    ),
    _case(
        "RmsNormOperation",
        {"layerType": 3, "postNormParam.quantType": 2},
        [*[(HALF, (3, 32))] * 2, (HALF, (32,)), *SCALES],
        [("int8", (3, 32)), (HALF, (3, 32))],
    ),
    _case("RmsNormOperation", RMS, [(HALF, (3, 16)), (HALF, (16,))], [(HALF, (3, 16))]),
    _case("RmsNormOperation", {**RMS, "normParam.modelType": 1}, [(HALF, (3, 16)), (HALF, (16,))], [(HALF, (3, 16))]),
    _case(
        "RmsNormOperation",
        {**RMS, "normParam.rstd": True},
        [(FLOAT, (3, 2, 8)), (FLOAT, (2, 8))],
        [(FLOAT, (3, 2, 8)), (FLOAT, (3, 1, 1))],
    ),
    _case(
        "RmsNormOperation",
        {"layerType": 2, "preNormParam.hasBias": True},
        [(HALF, (3, 16)), (HALF, (16,)), (HALF, (3, 16)), (HALF, (16,))],
        [(HALF, (3, 16)), (HALF, (3, 16))],
    ),
    _case("RmsNormOperation", {"layerType": 3}, [(HALF, (3, 16)), (HALF, (3, 16)), (HALF, (16,))], [(HALF, (3, 16))]),
]


EIGHT = [(34, "hifloat8"), (35, "float8_e5m2"), (36, "float8_e4m3fn")]
SCALED = {"quantParam.inputScale": 2.0, "quantParam.inputOffset": 1}
CASES_950 = [
    _elewise(6, [HALF], ["int8"], **SCALED),
    *(_elewise(6, [HALF], [name], outTensorType=code, **SCALED) for code, name in EIGHT),
    *(_elewise(19, [HALF], [name, FLOAT], outTensorType=code) for code, name in EIGHT),
]


@pytest.mark.parametrize(("product", "cases"), [("Ascend910B1", CASES), ("Ascend950PR_9599", CASES_950)])
def test_results(driver: Path, product: str, cases: list[Case]) -> None:
    wrong = []
    for case, result in zip(cases, run_cases(driver, cases, product)):
        if (result.stage, result.status) != ("-", 0):
            wrong.append((case.operation, case.fields, result.stage, result.status))
            continue
        data = [decoded(tensor.dtype, tensor.data) for tensor in case.inputs]
        golden = GOLDEN[case.operation](dict(case.fields), *data)
        scale = sizes(data) * (8 if case.operation == "LinearOperation" else 1)
        for out, got, formula in zip(case.outputs, result.outputs, golden):
            if differs(out.dtype, decoded(out.dtype, got), formula, scale):
                wrong.append((case.operation, case.fields, "other numbers", 0))
    assert not wrong


SCALE_THAT_DOES_NOT_FIT = [
    In(HALF, np.ones((4, 32), np.float16), (4, 32)),
    In(HALF, np.ones((4, 7), np.float16), (4, 7)),
    In("int8", None, (0,)),
]

REFUSED = [
    ("C", 1, _case("ScatterElementsV2Operation", {"axis": 0}, [], [])),
    ("I", 8, _case("ScatterElementsV2Operation", {}, [(HALF, (3, 4)), ("int32", (3, 5)), (HALF, (3, 5))], [])),
    ("C", 1, _case("SwigluQuantOperation", {"quantType": 1}, [], [])),
    ("I", 16, _case("SwigluQuantOperation", {}, [(HALF, (32,))], [("int8", (16,)), (FLOAT, (1,))])),
    ("I", 16, _case("BlockCopyOperation", {}, [*[(HALF, (3, 4, 16))] * 2, *[("int32", (1,))] * 3], [])),
    ("C", 1, _case("LayerNormOperation", {"layerType": 2, "preNormParam.opMode": 1}, [], [])),
    ("C", 1, _case("LayerNormOperation", {"layerType": 4}, [], [])),
    ("I", 1, _case("LayerNormOperation", {"layerType": 1}, [(HALF, (3, 8)), *[(HALF, (8,))] * 2], [(HALF, (3, 8))])),
    ("I", 8, _case("LayerNormOperation", {"layerType": 1},
                   [(FLOAT, (3, 8)), (FLOAT, (2, 8)), (FLOAT, (3, 8))], [(FLOAT, (3, 8))])),
    ("C", 1, _case("IndexAddOperation", {"indexType": 2, "axis": 1}, [], [])),
    ("I", 9, _case("IndexAddOperation", {"indexType": 1},
                   [(HALF, (3, 4)), ("int32", (5, 1)), (HALF, (5, 4)), (HALF, (1,))], [(HALF, (3, 4))])),
    ("I", 8, _case("TransdataOperation", {"transdataType": 2}, [(HALF, (4,))], [(HALF, (1, 1, 16, 16))])),
    ("C", 1, _case("ActivationOperation", {"activationType": 10}, [], [])),
    ("C", 1, _case("ActivationOperation", {"activationType": 1, "dim": 0}, [], [])),
    ("S", 8, _case("ActivationOperation", {"activationType": 6}, [(HALF, (3, 5))], [(HALF, (3, 2))])),
    ("I", 1, _case("AsStridedOperation", {"size": [3], "stride": [2], "offset": [0]}, [(HALF, (4,))], [(HALF, (3,))])),
    ("C", 1, _case("CumsumOperation", {"axes": [0], "reverse": True}, [], [])),
    ("C", 1, _case("FillOperation", {"value": [1, 2]}, [], [])),
    ("I", 8, _case("FillOperation", {"value": [1]}, [(HALF, (3, 8)), ("int8", (3,))], [(HALF, (3, 8))])),
    ("I", 1, _case("ReduceOperation", {"reduceType": 4, "axis": [0]}, [("bf16", (3,))], [("bf16", (1,))])),
    ("I", 8, _case("WhereOperation", {}, [("int8", (3, 2)), (HALF, (3, 1)), (HALF, (3, 2))], [(HALF, (3, 2))])),
    ("I", 9, _case("OnehotOperation", {"depth": 3}, [("int64", (4,)), ("int64", (2,)), ("int64", (1,))],
                   [("int64", (3, 4))])),
    ("S", 16, _case("NonzeroOperation", {}, [("int64", (4,))], [("int64", (4,)), ("int64", (1,))])),
    ("I", 1, _case("SortOperation", {"num": [6]}, [(FLOAT, (2, 5))], [(FLOAT, (2, 6)), ("int32", (2, 6))])),
    ("I", 1, _case("SetValueOperation", BLOCK, [(HALF, (4, 6)), (HALF, (2, 2))], [])),
    ("I", 8, _case("RepeatOperation", {"multiples": [2]}, [(HALF, (4, 2))], [(HALF, (8, 4))])),
    ("I", 1, _case("GroupTopkOperation", {"groupNum": 3, "k": 2}, [(HALF, (5, 16)), ("int32", (1024,))],
                   [(HALF, (5, 16))])),
    ("C", 1, _case("ReshapeAndCacheOperation", {"compressType": 1}, [], [])),
    ("C", 1, _case("ReshapeAndCacheOperation", {"kvCacheCfg": 3}, [], [])),
    ("C", 1, _case("ElewiseOperation", {"elewiseType": 21}, [], [])),
    ("C", 1, _case("SplitOperation", {"splitNum": 4}, [], [])),
    ("C", 1, _case("GatherOperation", {"axis": 0, "batchDims": 1}, [], [])),
    ("C", 1, _case("LinearOperation", {"outDataType": 0}, [], [])),
    ("C", 1, _case("LinearOperation", {"outDataType": 1, "quantMode": 2}, [], [])),
    ("C", 1, _case("LinearOperation", {"quantMode": 1}, [], [])),
    ("C", 1, _case("LinearOperation", {"matmulType": 1}, [], [])),
    ("C", 1, _case("LinearOperation", {"matmulType": 2, "hasBias": False}, [], [])),
    ("C", 1, _case("RmsNormOperation", {"layerType": 1, "normParam.quantType": 3}, [], [])),
    ("C", 1, _case("RmsNormOperation", {"layerType": 0}, [], [])),
    ("C", 1, _case("RmsNormOperation", {"layerType": 1, **QUANT, "normParam.dynamicQuantType": 2}, [], [])),
    ("C", 1, _case("RmsNormOperation", {"layerType": 1, "normParam.epsilon": 0.0}, [], [])),
    ("I", 8, _case("ElewiseOperation", {"elewiseType": 8}, [(HALF, (3, 2)), (HALF, (3, 4))], [(HALF, (3, 4))])),
    ("I", 1, _case("ElewiseOperation", {"elewiseType": 1, "outTensorType": 4}, [(FLOAT, (2,))], [(HALF, (2,))])),
    ("I", 16, _case("ElewiseOperation", {"elewiseType": 19}, [(HALF, (32,))], [("int8", (32,)), (FLOAT, (1,))])),
    ("I", 1, _case("SoftmaxOperation", {"axes": [0, 2]}, [(HALF, (2, 3, 4))], [(HALF, (2, 3, 4))])),
    ("I", 1, _case("TransposeOperation", {"perm": [0, 0]}, [(HALF, (2, 3))], [(HALF, (2, 3))])),
    ("I", 1, _case("ConcatOperation", {"concatDim": 2}, [(HALF, (2, 3)), (HALF, (2, 3))], [(HALF, (2, 6))])),
    ("I", 8, _case("ConcatOperation", {"concatDim": 0}, [(HALF, (2, 3)), (HALF, (2, 4))], [(HALF, (4, 3))])),
    ("I", 8, _case("SplitOperation", {"splitNum": 2}, [(HALF, (3, 2))], [(HALF, (1, 2))] * 2)),
    ("I", 1, _case("SliceOperation", {"offsets": [1], "size": [4]}, [(HALF, (4,))], [(HALF, (4,))])),
    ("S", 8, _case("SliceOperation", {"offsets": [1], "size": [2]}, [(HALF, (4,))], [(HALF, (3,))])),
    ("S", 16, _case("GatherOperation", {}, [(HALF, (4, 2)), ("int64", (3,))], [(HALF, (6,))])),
    ("S", 4, Case("ElewiseOperation", {"elewiseType": 17}, SCALE_THAT_DOES_NOT_FIT, [Out("int8", (4, 32))])),
    ("I", 8, _case("LinearOperation", {"hasBias": False}, [(HALF, (3, 16)), (HALF, (5, 8))], [(HALF, (3, 5))])),
    ("S", 1, _case("LinearOperation", {"hasBias": False, "transposeB": False}, [(FLOAT, (2, 3)), (FLOAT, (3, 4))],
                   [(FLOAT, (2, 4))])),
    ("I", 16, _case("LinearOperation", EIN_SUM, [(HALF, (4, 2, 16)), (HALF, (16, 5))], [(HALF, (4, 2, 5))])),
    ("I", 8, _case("LinearOperation", {"hasBias": False, "outDataType": 1},
                   [("int8", (3, 64)), ("int8", (5, 64)), ("int64", (1, 6))], [(HALF, (3, 5))])),
    ("I", 13, _case("LinearOperation", {"hasBias": False, "outDataType": 27},
                    [("int8", (3, 64)), ("int8", (5, 64)), ("int64", (5,))], [("bf16", (3, 5))])),
    ("I", 8, _case("RmsNormOperation", {"layerType": 1, **QUANT},
                   [*[(HALF, (3, 16)), (HALF, (16,)), (HALF, (16,))], (HALF, (2,)), ("int8", (2,))],
                   [("int8", (3, 16))])),
    ("I", 9, _case("RmsNormOperation", RMS, [(HALF, (3, 8)), (HALF, (8,))], [(HALF, (3, 8))])),
    ("I", 6, _case("RmsNormOperation", {**RMS, "normParam.rstd": True}, [(HALF, (3, 16)), (HALF, (16,))],
                   [(HALF, (3, 16)), (HALF, (3, 1))])),
]  # fmt: skip


def test_refusals(driver: Path) -> None:
    results = run_cases(driver, [case for _, _, case in REFUSED])
    wrong = [
        (case.operation, case.fields, result.stage, result.status)
        for (stage, status, case), result in zip(REFUSED, results)
        if (result.stage, result.status) != (stage, status)
    ]
    assert not wrong


def test_set_value_changes_its_input(driver: Path) -> None:
    dst, src = np.zeros((4, 6), np.float32), np.arange(1, 7, dtype=np.float32).reshape(2, 3)
    (result,) = run_cases(driver, [Case("SetValueOperation", BLOCK, [given(FLOAT, dst), given(FLOAT, src)])])
    wanted = [[0] * 6, [0, 0, 1, 2, 3, 0], [0, 0, 4, 5, 6, 0], [0] * 6]
    assert (result.outputs[0].tolist(), result.outputs[1].tolist()) == (wanted, src.tolist())


@pytest.mark.parametrize(("reduction", "row"), [(0, [0, 7, 0, 9]), (1, [0, 8, 2, 12])])
def test_elements_are_scattered_in_place(driver: Path, reduction: int, row: list[int]) -> None:
    x, indices = np.tile(np.arange(4, dtype=np.int32), (2, 1)), np.array([[3, 1]], np.int32)
    if reduction == 0:
        x[:, ::2] = 0
    inputs = [given("int32", x), given("int32", indices), given("int32", np.array([[9, 7]]))]
    (result,) = run_cases(driver, [Case("ScatterElementsV2Operation", {"reduction": reduction}, inputs)])
    assert result.outputs[0].tolist() == [row, x[1].tolist()]


def test_blocks_are_copied_within_a_cache(driver: Path) -> None:
    cache = np.arange(6, dtype=np.float16)[:, None, None, None] * np.ones((6, 2, 2, 16), np.float16)
    numbers = [given("int32", np.array(values)) for values in ([0, 1], [3, 5, 4], [2, 3])]
    caches = [given(HALF, cache), given(HALF, -cache)]
    (result,) = run_cases(driver, [Case("BlockCopyOperation", {}, [*caches, *numbers])])
    assert result.outputs[0][:, 0, 0, 0].tolist() == [0, 1, 2, 0, 1, 0]
    assert (result.outputs[1] == -result.outputs[0]).all()


def test_blocks_there_and_back(driver: Path) -> None:
    """The 18th row and the 17th column begin further blocks; what is missing is 0."""
    matrix = np.arange(1, 20 * 18 + 1, dtype=np.float16).reshape(20, 18)
    there = Case("TransdataOperation", {"transdataType": 2}, [given(HALF, matrix)],
                 [Out(HALF, (1, 2, 32, 16), "fractal_nz")])  # fmt: skip
    (blocks,) = run_cases(driver, [there])[0].outputs
    assert blocks[0, 1, 17, 1] == matrix[17, 17]
    assert np.count_nonzero(blocks) == matrix.size
    back = Case("TransdataOperation", {"transdataType": 1, "outCrops": [20, 18]}, [given(HALF, blocks, "fractal_nz")],
                [Out(HALF, (1, 20, 18))])  # fmt: skip
    assert (run_cases(driver, [back])[0].outputs[0] == matrix).all()


@pytest.mark.parametrize("layout", ["nd", "fractal_nz"])
def test_tokens_are_written_to_their_slots(driver: Path, layout: str) -> None:
    """The second has a negative slot and is written to none."""
    tokens = np.arange(1, 3 * 2 * 16 + 1, dtype=np.float16).reshape(3, 2, 16)
    is_nz = layout == "fractal_nz"
    cache = np.zeros((2, 2, 16, 16) if is_nz else (2, 16, 2, 16), np.float16)
    slots = given("int32", np.array([17, -1, 0]))
    pair, caches = [given(HALF, tokens), given(HALF, -tokens)], [given(HALF, cache, layout)] * 2
    outs = [Out(HALF, cache.shape, layout)] * 2
    fields = {"kvCacheCfg": 2 if is_nz else 0}
    case = Case("ReshapeAndCacheOperation", fields, [*pair, *caches, slots], outs, aliases={0: 2, 1: 3})
    (result,) = run_cases(driver, [case])
    for found, sign in zip(result.outputs, (1, -1)):
        plain = found.swapaxes(1, 2) if is_nz else found
        assert (plain[1, 1] == sign * tokens[0]).all()
        assert (plain[0, 0] == sign * tokens[2]).all()
        assert np.count_nonzero(plain) == 2 * 32


def test_a_slot_outside_is_a_fault_of_the_device(driver: Path) -> None:
    tokens, cache = given(HALF, np.zeros((1, 2, 16))), given(HALF, np.zeros((2, 16, 2, 16)))
    inputs = [tokens, cache, given("int32", np.array([32]))]
    outs = [Out(HALF, cache.shape)]
    (result,) = run_cases(driver, [Case("ReshapeAndCacheOperation", {"kvCacheCfg": 1}, inputs, outs, aliases={0: 1})])
    assert (result.stage, result.status) == ("D", 507015)


@pytest.mark.parametrize("operation", ["NonzeroOperation", "GroupTopkOperation"])
def test_what_only_some_products_have(driver: Path, operation: str) -> None:
    fields = {"groupNum": 1, "k": 1} if operation.startswith("Group") else {}
    (result,) = run_cases(driver, [Case(operation, fields)], "Ascend310P3")
    assert (result.stage, result.status) == ("C", 1)


@pytest.mark.parametrize("index", [4, -1])
def test_an_index_outside_is_a_fault_of_the_device(driver: Path, index: int) -> None:
    data = np.zeros((4, 2), np.float16)
    inputs = [In(HALF, data, (4, 2)), In("int64", np.array([index], np.int64), (1,))]
    (result,) = run_cases(driver, [Case("GatherOperation", {}, inputs, [Out(HALF, (1, 2))])])
    assert (result.stage, result.status) == ("D", 507015)

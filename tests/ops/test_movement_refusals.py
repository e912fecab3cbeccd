"""What operators that move elements refuse, and the faults of indices that are wrong."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import pytest
from array_calls import OPERATORS, arguments_of, assert_accepted, refusal
from harness import Session

F, INDEX = "f32", "i64"
X = (F, (2, 3))
BASES: dict[str, dict[str, Any]] = {
    "Permute": {"self": X, "dims": (1, 0), "out": (F, (3, 2))},
    "Cat": {"tensors": [X, (F, (1, 3))], "dim": 0, "out": (F, (3, 3))},
    "Stack": {"tensors": [X, X], "dim": 0, "out": (F, (2, 2, 3))},
    "SplitTensor": {"self": X, "splitSections": 2, "dim": 1, "out": [(F, (2, 2)), (F, (2, 1))]},
    "SplitWithSize": {"self": X, "splitSize": (1, 2), "dim": 1, "out": [(F, (2, 1)), (F, (2, 2))]},
    "Slice": {"self": X, "dim": 1, "start": 1, "end": 9, "step": 1, "out": (F, (2, 2))},
    "SliceV2": {"self": X, "starts": (0,), "ends": (2,), "axes": (1,), "steps": (1,), "out": (F, (2, 2))},
    "Expand": {"self": (F, (1, 3)), "size": (2, -1), "out": X},
    "Repeat": {"self": X, "repeats": (2, 1), "out": (F, (4, 3))},
    "Flip": {"self": X, "dims": (1,), "out": X},
    "ConstantPadNd": {"self": X, "pad": (1, 0), "value": (0, F), "out": (F, (2, 4))},
    "Tril": {"self": X, "diagonal": 0, "out": X},
    "GatherV2": {"self": X, "dim": 1, "index": (INDEX, np.array([0])), "out": (F, (2, 1))},
    "GatherV3": {"self": X, "dim": 0, "index": (INDEX, np.array([0])), "batchDims": 0, "mode": 0, "out": (F, (1, 3))},
    "IndexSelect": {"self": X, "dim": 1, "index": (INDEX, np.array([0])), "out": (F, (2, 1))},
    "Embedding": {"weight": X, "indices": (INDEX, np.array([0])), "out": (F, (1, 3))},
    "Gather": {"self": X, "dim": 1, "index": (INDEX, np.array([[0]])), "out": (F, (1, 1))},
    "OneHot": {
        "self": (INDEX, np.array([1])), "numClasses": 3, "onValue": (F, (1,)), "offValue": (F, (1,)), "axis": -1,
        "out": (F, (1, 3)),
    },
    "Nonzero": {"self": X, "out": (INDEX, (6, 2))},
    "Scatter": {"self": X, "dim": 1, "index": (INDEX, np.array([[0]])), "src": X, "reduce": 0, "out": X},
    "ScatterValue": {"self": X, "dim": 1, "index": (INDEX, np.array([[0]])), "value": (1, F), "reduce": 0, "out": X},
    "ScatterAdd": {"self": X, "dim": 1, "index": (INDEX, np.array([[0]])), "src": X, "out": X},
    "InplaceScatterUpdate": {
        "data": (F, (2, 3, 4)), "indices": (INDEX, np.array([0, 1])), "updates": (F, (2, 1, 4)), "axis": 1,
    },
    "Index": {"self": X, "indices": [(INDEX, np.array([0]))], "out": (F, (1, 3))},
    "IndexPutImpl": {
        "selfRef": X, "indices": [(INDEX, np.array([0]))], "values": (F, (3,)), "accumulate": False, "unsafe": False,
    },
    "IndexCopy": {"selfRef": X, "dim": 1, "index": (INDEX, np.array([0])), "source": (F, (2, 1)), "outRef": X},
    "IndexFillTensor": {"self": X, "dim": 1, "index": (0,), "value": (1, F), "out": X},
    "RepeatInterleave": {"self": X, "repeats": (INDEX, np.array([2])), "outputSize": 12, "out": (F, (12,))},
    "RepeatInterleaveInt": {"self": X, "repeats": 2, "outputSize": 12, "out": (F, (12,))},
    "RepeatInterleaveIntWithDim": {"self": X, "repeats": 2, "dim": 0, "outputSize": 4, "out": (F, (4, 3))},
    "RepeatInterleaveWithDim": {
        "self": X, "repeats": (INDEX, np.array([1, 3])), "dim": 0, "outputSize": 4, "out": (F, (4, 3)),
    },
    "RepeatInterleaveTensor": {"repeats": (INDEX, np.array([1, 3])), "outputSize": 4, "out": (INDEX, (4,))},
    "ReflectionPad2d": {"self": (F, (1, 2, 3)), "padding": (1, 2, 0, 1), "out": (F, (1, 3, 6))},
    "ReplicationPad1d": {"self": X, "padding": (1, 2), "out": (F, (2, 6))},
    "IndexAdd": {
        "self": X, "dim": 1, "index": (INDEX, np.array([0])), "source": (F, (2, 1)), "alpha": (1, F), "out": X,
    },
    "IndexFill": {"self": X, "dim": 1, "index": (INDEX, np.array([0])), "value": (1, F), "out": X},
    "ScatterNd": {"data": X, "indices": (INDEX, np.array([[0]])), "updates": (F, (1, 3)), "out": X},
    "ScatterNdUpdate": {"varRef": X, "indices": (INDEX, np.array([[0]])), "updates": (F, (1, 3))},
    "GatherNd": {
        "self": X, "indices": (INDEX, np.array([[0]])), "negativeIndexSupport": False, "out": (F, (1, 3)),
    },
    "Take": {"self": X, "index": (INDEX, np.array([0])), "out": (F, (1,))},
    "ReflectionPad1d": {"self": X, "padding": (1, 2), "out": (F, (2, 6))},
}  # fmt: skip
REFUSED: list[tuple[str, dict[str, Any], int, str]] = [
    ("Permute", {"dims": (1,)}, 161002, "dims"),
    ("Permute", {"dims": (1, 1)}, 161002, "dims"),
    ("Permute", {"dims": (1, 2)}, 161002, "dims"),
    ("Permute", {"out": X}, 161002, "out"),
    ("Cat", {"tensors": []}, 161002, "tensors"),
    ("Cat", {"tensors": [X, None]}, 161001, "tensors"),
    ("Cat", {"dim": 2}, 161002, "dim"),
    ("Cat", {"tensors": [X, (F, (1, 4))]}, 161002, "tensors"),
    ("Cat", {"tensors": [X, (F, (3,))]}, 161002, "tensors"),
    ("Cat", {"tensors": [(F, ())]}, 161002, "tensors"),
    ("Cat", {"tensors": [("u32", (2, 3))]}, 161002, "tensors"),
    ("Cat", {"out": ("i32", (3, 4))}, 161002, "out"),
    ("Stack", {"tensors": [X, None]}, 561103, "tensors"),
    ("Stack", {"tensors": [X, (F, (1, 3))]}, 161002, "tensors"),
    ("Stack", {"dim": 3}, 161002, "dim"),
    ("SplitTensor", {"splitSections": 0}, 161002, "splitSections"),
    ("SplitTensor", {"out": [(F, (2, 2))]}, 161002, "out"),
    ("SplitTensor", {"out": [(F, (2, 2)), (F, (2, 2))]}, 161002, "out"),
    ("SplitTensor", {"out": [(F, (2, 2)), ("f16", (2, 1))]}, 161002, "out"),
    ("SplitTensor", {"out": [(F, (2, 2)), None]}, 161001, "out"),
    ("SplitWithSize", {"splitSize": (1, 3)}, 161002, "splitSize"),
    ("SplitWithSize", {"splitSize": (-1, 4)}, 161002, "splitSize"),
    ("SplitWithSize", {"dim": -3}, 161002, "dim"),
    ("Slice", {"step": 0}, 161002, "step"),
    ("Slice", {"dim": 2}, 161002, "dim"),
    ("Slice", {"out": X}, 161002, "out"),
    ("SliceV2", {"steps": (1, 1)}, 161002, "steps"),
    ("SliceV2", {"steps": (-1,)}, 161002, "steps"),
    ("SliceV2", {"starts": (0, 0), "ends": (1, 1), "axes": (1, -1), "steps": (1, 1)}, 161002, "axes"),
    ("Expand", {"size": (3,)}, 161002, "size"),
    ("Expand", {"size": (2, 4)}, 161002, "size"),
    ("Expand", {"out": (F, (2, 1))}, 161002, "out"),
    ("Repeat", {"repeats": (2,)}, 161002, "repeats"),
    ("Repeat", {"repeats": (-2, 1)}, 161002, "repeats"),
    ("Repeat", {"repeats": (2, 2, 2, 2, 2)}, 561103, "repeats"),
    ("Repeat", {"repeats": (1, 2, 2, 2, 2)}, 561103, "repeats"),
    ("Flip", {"dims": (0, -2)}, 161002, "dims"),
    ("Flip", {"dims": (2,)}, 161002, "dims"),
    ("ConstantPadNd", {"pad": (1,)}, 161002, "pad"),
    ("ConstantPadNd", {"pad": (0,) * 6}, 161002, "pad"),
    ("ConstantPadNd", {"pad": (-2, -2)}, 161002, "pad"),
    ("ConstantPadNd", {"pad": (0, 1, -2, 0), "out": (F, (0, 4))}, 161002, "pad"),
    ("ConstantPadNd", {"self": ("bool", (2, 3)), "out": ("bool", (2, 4))}, 161002, "value"),
    ("Tril", {"self": (F, (2,)), "out": (F, (2,))}, 161002, "self"),
    ("GatherV2", {"dim": 2}, 161002, "dim"),
    ("GatherV2", {"out": X}, 161002, "out"),
    ("GatherV3", {"dim": 1}, 161002, "dim"),
    ("GatherV3", {"mode": 3}, 161002, "mode"),
    ("IndexSelect", {"index": (INDEX, np.array([[0]]))}, 161002, "index"),
    ("IndexSelect", {"dim": -3}, 161002, "dim"),
    ("Embedding", {"weight": (F, (3,))}, 161002, "weight"),
    ("Embedding", {"out": X}, 161002, "out"),
    ("Gather", {"index": (INDEX, np.array([0]))}, 161002, "index"),
    ("Gather", {"index": (INDEX, np.zeros((3, 1)))}, 161002, "index"),
    ("Gather", {"self": (F, (2, 0))}, 161002, "self"),
    ("OneHot", {"numClasses": -1}, 161002, "numClasses"),
    ("OneHot", {"axis": 2}, 161002, "axis"),
    ("OneHot", {"axis": -2}, 161002, "axis"),
    ("OneHot", {"onValue": ("f16", (1,))}, 161002, "onValue"),
    ("Nonzero", {"self": ("u16", (2, 3))}, 161002, "self"),
    ("Scatter", {"index": (INDEX, np.array([0]))}, 161002, "index"),
    ("Scatter", {"index": (INDEX, np.zeros((3, 1)))}, 161002, "index"),
    ("Scatter", {"src": (F, (2, 0))}, 161002, "src"),
    ("Scatter", {"reduce": 3}, 161002, "reduce"),
    ("Scatter", {"dim": 2}, 161002, "dim"),
    ("ScatterValue", {"value": (1, "c64")}, 161002, "value"),
    ("ScatterAdd", {"src": ("f16", (2, 3))}, 161002, "src"),
    ("InplaceScatterUpdate", {"axis": 0}, 161002, "axis"),
    ("InplaceScatterUpdate", {"axis": 3}, 161002, "axis"),
    ("InplaceScatterUpdate", {"indices": (INDEX, np.zeros((2, 3)))}, 161002, "indices"),
    ("InplaceScatterUpdate", {"updates": (F, (1, 1, 4))}, 161002, "updates"),
    ("InplaceScatterUpdate", {"updates": (F, (2, 1, 3))}, 161002, "updates"),
    ("InplaceScatterUpdate", {"updates": (F, (2, 4))}, 161002, "updates"),
    ("Index", {"indices": [(INDEX, np.array([0]))] * 3}, 161002, "indices"),
    ("Index", {"indices": [("bool", np.ones(3))]}, 161002, "indices"),
    ("Index", {"out": (F, (3,))}, 161002, "out"),
    ("Index", {"indices": [(INDEX, np.array([0, 1])), (INDEX, np.array([0, 1, 2]))]}, 161002, "out"),
    ("Index", {"indices": [None]}, 161001, "indices"),
    ("IndexPutImpl", {"values": (F, (2,))}, 161002, "values"),
    ("IndexPutImpl", {"values": (F, (2, 1, 3))}, 161002, "values"),
    ("IndexCopy", {"source": (F, (2, 2))}, 161002, "source"),
    ("IndexCopy", {"index": (INDEX, np.array([[0]]))}, 161002, "index"),
    ("IndexFillTensor", {"index": (3,)}, 161002, "index"),
    ("RepeatInterleave", {"repeats": (INDEX, np.array([1, 1]))}, 161002, "repeats"),
    ("RepeatInterleaveInt", {"repeats": -1}, 161002, "repeats"),
    ("RepeatInterleaveInt", {"outputSize": 11}, 161002, "outputSize"),
    ("RepeatInterleaveIntWithDim", {"dim": 2}, 161002, "dim"),
    ("RepeatInterleaveWithDim", {"repeats": (INDEX, np.array([1, 1, 1]))}, 161002, "repeats"),
    ("RepeatInterleaveWithDim", {"repeats": (INDEX, np.array([[1, 1]]))}, 161002, "repeats"),
    ("RepeatInterleaveWithDim", {"dim": -3}, 161002, "dim"),
    ("RepeatInterleaveWithDim", {"self": (F, ()), "dim": 0}, 161002, "self"),
    ("RepeatInterleaveWithDim", {"out": (F, (3, 3))}, 161002, "out"),
    ("RepeatInterleaveTensor", {"repeats": (INDEX, np.array([[1, 3]]))}, 161002, "repeats"),
    ("RepeatInterleaveTensor", {"outputSize": 2**22 + 1}, 161002, "outputSize"),
    ("RepeatInterleaveTensor", {"out": ("i32", (4,))}, 161002, "out"),
    ("ReflectionPad1d", {"padding": (3, 0)}, 161002, "padding"),
    ("ReflectionPad2d", {"padding": (1, 2, 2, 0)}, 161002, "padding"),
    ("ReflectionPad2d", {"padding": (1, 2)}, 161002, "padding"),
    ("ReplicationPad1d", {"self": ("bool", (2, 3)), "out": ("bool", (2, 6))}, 161002, "self"),
    ("IndexAdd", {"source": (F, (2, 2))}, 161002, "source"),
    ("IndexFill", {"dim": 2}, 161002, "dim"),
    ("IndexFill", {"self": ("u8", (2, 3)), "out": ("u8", (2, 3))}, 161002, "self"),
    ("ScatterNd", {"indices": (INDEX, np.zeros((1, 3)))}, 161002, "indices"),
    ("ScatterNd", {"updates": (F, (3,))}, 161002, "updates"),
    ("ScatterNdUpdate", {"indices": (INDEX, np.array([0]))}, 161002, "indices"),
    ("GatherNd", {"out": X}, 161002, "out"),
    ("GatherNd", {"indices": (INDEX, np.array(0))}, 161002, "indices"),
    ("Take", {"out": X}, 161002, "out"),
    ("ReflectionPad1d", {"padding": (1,)}, 161002, "padding"),
    ("ReflectionPad1d", {"self": (F, (3,))}, 161002, "self"),
]


@pytest.mark.parametrize("name", BASES)
def test_accepted(session: Session, name: str) -> None:
    assert_accepted(session, name, **BASES[name])


@pytest.mark.parametrize(("name", "changed", "status", "parameter"), REFUSED)
def test_refused(session: Session, name: str, changed: dict[str, Any], status: int, parameter: str) -> None:
    found, message = refusal(session, name, **{**BASES[name], **changed})
    assert found == status, message
    assert f"Parameter {parameter}" in message


@pytest.mark.parametrize(("product", "status"), [("950", 0), ("A2", 161002), ("310P", 161002)])
def test_types_that_some_products_lack(session: Session, product: str, status: int) -> None:
    unsigned = {"tensors": [("u32", (2, 3))], "dim": 0, "out": ("u32", (2, 3))}
    assert refusal(session, "Cat", **unsigned)[0] == status


def _wrong_index(name: str, field: str, value: int) -> Any:
    given = np.full_like(BASES[name][field][1], value)
    return name, {field: (INDEX, given)}, f"An element of {field} is {value}"


@pytest.mark.parametrize(
    ("name", "changed", "says"),
    [
        _wrong_index("GatherV2", "index", 3),
        _wrong_index("GatherV2", "index", -1),
        _wrong_index("GatherV3", "index", -1),
        _wrong_index("Gather", "index", 3),
        _wrong_index("Gather", "index", -4),
        _wrong_index("IndexSelect", "index", 3),
        _wrong_index("Embedding", "indices", 2),
        _wrong_index("IndexAdd", "index", 3),
        _wrong_index("ScatterNd", "indices", -1),
        _wrong_index("ScatterNdUpdate", "indices", 2),
        _wrong_index("GatherNd", "indices", -1),
        _wrong_index("Take", "index", 6),
        _wrong_index("Scatter", "index", 3),
        _wrong_index("ScatterAdd", "index", -1),
        _wrong_index("IndexCopy", "index", 3),
        ("Index", {"indices": [(INDEX, np.array([2]))]}, "An element of indices[0] is 2"),
        ("Index", {"indices": [("bool", np.array([1, 1]))]}, "The masks of aclnnIndex choose [2, 3]"),
        ("IndexPutImpl", {"indices": [(INDEX, np.array([-3]))]}, "An element of indices[0] is -3"),
        (
            "IndexPutImpl",
            {"indices": [("bool", np.array([[1, 0, 1], [0, 0, 0]]))]},
            "The masks of aclnnIndexPutImpl choose [2]",
        ),
        ("InplaceScatterUpdate", {"indices": (INDEX, np.array([0, 3]))}, "An element of indices is 3"),
        ("RepeatInterleave", {"repeats": (INDEX, np.array([3]))}, "repeats gives 18 elements"),
        ("RepeatInterleave", {"repeats": (INDEX, np.array([-2]))}, "repeats has -2"),
    ],
)
def test_wrong_data_is_a_fault_of_the_kernel(session: Session, name: str, changed: dict[str, Any], says: str) -> None:
    operator = OPERATORS[name]
    arguments = arguments_of(session, operator, {**BASES[name], **changed})
    status, size, executor = session.plan(operator.c_name, *arguments)
    assert status == 0, session.message()
    assert getattr(session.acl, operator.c_name)(None, ctypes.c_uint64(size), executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 507015
    assert says in session.message()

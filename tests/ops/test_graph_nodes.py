"""Nodes of graphs that rearrange elements or that the host knows, against numpy."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from ge_models import data, int64s, message, model, net_output, node, number, packed
from numpy.typing import NDArray

from acl_sim.messages import Refusal

Array = NDArray[Any]
X = np.arange(24, dtype=np.float32).reshape(2, 3, 4)


def ints(*values: int) -> bytes:
    """An attribute that is a list of integers."""
    return message(1, packed(3, values))


def run(nodes: Sequence[bytes], inputs: Sequence[Array], *sources: str) -> list[Array]:
    """What the graph of `nodes` gives at `sources`; its inputs are called a, b, ..."""
    from acl_sim.machine import machine
    from aclnn.access import storage
    from aclnn.dtypes import FLOAT
    from ge.interpreter import CompiledGraph
    from ge.model import read_model
    from ge.run import Run
    from ge.values import Host

    given = [data(chr(ord("a") + place), place) for place in range(len(inputs))]
    graph = CompiledGraph(read_model(model(*given, *nodes, net_output(*sources))))
    stream = machine().context().default_stream
    work = Run(stream)
    values = [work.on_device(Host(array, FLOAT)) for array in inputs]
    results = graph.run(work, values, [None] * len(sources))
    work.finish()
    stream.synchronize()
    return [storage(tensor).copy() for tensor in results]


@pytest.fixture(autouse=True)
def device(acl: ctypes.CDLL) -> None:
    """A fresh machine with its first device set."""
    assert acl.aclInit(None) == 0
    assert acl.aclrtSetDevice(0) == 0


SLICE = node("n", "Slice", {"x": "a:0", "offsets": "o:0", "size": "s:0"})
NODES = {
    "AsStrided": (
        [int64s("s", 2, 2), int64s("t", 4, 1), int64s("o", 1),
         node("n", "AsStrided", {"x": "a:0", "size": "s:0", "stride": "t:0", "storage_offset": "o:0"})],
        np.array([[1, 2], [5, 6]], np.float32),
    ),
    "Slice": (
        [int64s("o", 0, 1, 2), int64s("s", 2, 2, -1), SLICE],
        X[:, 1:3, 2:],
    ),
    "StridedSlice": (
        [int64s("b", 1, 0, 3), int64s("e", 2, 0, 0), int64s("s", 1, 2, -2),
         node("n", "StridedSlice", {"x": "a:0", "begin": "b:0", "end": "e:0", "strides": "s:0"},
              {"begin_mask": number(3, 2), "end_mask": number(3, 6), "shrink_axis_mask": number(3, 1)})],
        X[1, ::2, 3::-2],
    ),
    "TransposeD": ([node("n", "TransposeD", {"x": "a:0"}, {"perm": ints(2, 0, 1)})], X.transpose(2, 0, 1)),
    "FlattenV2": ([node("n", "FlattenV2", {"x": "a:0"}, {"axis": number(3, 1), "end_axis": number(3, -1)})],
                  X.reshape(2, 12)),
    "Unsqueeze": ([node("n", "Unsqueeze", {"x": "a:0"}, {"axes": ints(0, -1)})], X[None, ..., None]),
    "Squeeze": (
        [int64s("s", 1, 24, 1), node("r", "Reshape", {"x": "a:0", "shape": "s:0"}),
         node("n", "Squeeze", {"x": "r:0"}, {"axis": ints(2)})],
        X.reshape(1, 24),
    ),
    "TensorMove": ([node("m", "TensorMove", {"x": "a:0"}), node("n", "Neg", {"x": "m:0"})], -X),
    "Tile": ([int64s("m", 2, 1, 3), node("n", "Tile", {"x": "a:0", "multiples": "m:0"})], np.tile(X, (2, 1, 3))),
    "Shape and Pack": (  # computed on the host: the shape turned round
        [node("s", "Shape", {"x": "a:0"}, {"dtype": number(3, 9)}), int64s("i", 2), int64s("j", 0), int64s("axis", 0),
         node("g", "GatherV2", {"x": "s:0", "indices": "i:0", "axis": "axis:0"}),
         node("h", "GatherV2", {"x": "s:0", "indices": "j:0", "axis": "axis:0"}),
         node("m", "Mul", {"x1": "h:0", "x2": "h:0"}), int64s("three", 3), int64s("half", 2),
         node("q", "FloorDiv", {"x1": "m:0", "x2": "half:0"}),
         node("c", "ConcatV2", {"x0": "g:0", "x1": "three:0", "x2": "q:0", "concat_dim": "axis:0"}),
         node("n", "Reshape", {"x": "a:0", "shape": "c:0"})],
        X.reshape(4, 3, 2),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NODES)
def test_node(name: str) -> None:
    nodes, wanted = NODES[name]
    (got,) = run(nodes, [X], "n:0")
    np.testing.assert_array_equal(got, wanted)


def test_split_gives_every_part() -> None:
    split = node("n", "SplitV", {"x": "a:0", "size_splits": "s:0", "split_dim": "d:0"},
                 {"num_split": number(3, 2)}, outputs=["y0", "y1"])  # fmt: skip
    got = run([int64s("s", 1, -1), int64s("d", 2), split], [X], "n:0", "n:1")
    np.testing.assert_array_equal(got[0], X[..., :1])
    np.testing.assert_array_equal(got[1], X[..., 1:])


def test_assign_writes_to_its_input() -> None:
    nodes = [node("n", "Assign", {"ref": "a:0", "value": "b:0"}), node("m", "Neg", {"x": "a:0"}, after=["n"])]
    (got,) = run(nodes, [X, X + 1], "m:0")
    np.testing.assert_array_equal(got, -(X + 1))


def test_an_output_that_is_an_input_is_a_copy() -> None:
    got = run([], [X], "a:0", "a:0")
    np.testing.assert_array_equal(got[0], X)
    np.testing.assert_array_equal(got[1], X)


@pytest.mark.parametrize(
    ("nodes", "text"),
    [
        ([int64s("s", 5, 5), node("n", "Reshape", {"x": "a:0", "shape": "s:0"})], "do not make a tensor of shape"),
        ([node("n", "TransposeD", {"x": "a:0"}, {"perm": ints(0, 1)})], "permutes 3 axes by"),
        ([int64s("o", 0, 0, 3), int64s("s", 1, 1, 2), SLICE], "takes"),
        ([int64s("s", 2, 5), int64s("d", 2),
          node("n", "SplitV", {"x": "a:0", "size_splits": "s:0", "split_dim": "d:0"})], "splits"),
        ([node("n", "Exp", {"x": "a:0"}, {"shift": number(3, 2)})], "has shift, which is not simulated"),
        ([node("n", "Muls", {"x": "a:0"})], "other"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(nodes: list[bytes], text: str) -> None:
    with pytest.raises(Refusal, match=text) as refusal:
        run(nodes, [X], "n:0")
    assert "Node n of type" in str(refusal.value)

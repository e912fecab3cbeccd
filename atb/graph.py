"""A graph: operations that work on numbered tensors, checked and executed as one operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aclnn.dtypes import UNDEFINED
from atb import status
from atb.callbacks import Callback
from atb.context import Context
from atb.foreign import ask_shapes
from atb.instance import Instance, check_bfloat16
from atb.messages import invalid
from atb.nodes import Node, bad_graph, check_nodes
from atb.tensors import Desc, Given

MOST_TENSORS = 256  # of a kind
_MOST_NODES = 1024
_LONGEST_NAME = 128
_ALIGNMENT = 512  # of tensors in the workspace


class _Planned(NamedTuple):
    """What Setup found out about a node: its inputs, and where its own workspace begins in that of the graph."""

    node: Node
    taken: list[Desc]
    workspace: int


class Graph(Instance):
    """Inputs, outputs and internal tensors are numbered in that order. Raises 2 for what cannot be executed."""

    def __init__(
        self, name: str, counts: tuple[int, int, int], nodes: Sequence[Node | None], infer_shape: Callback | None
    ) -> None:
        if len(name) > _LONGEST_NAME or not all(c.isascii() and (c.isalnum() or c == "_") for c in name):
            raise bad_graph("name", repr(name), f"must be at most {_LONGEST_NAME} letters, digits and underscores")
        for parameter, count in zip(("inTensorNum", "outTensorNum", "internalTensorNum"), counts):
            if count > MOST_TENSORS:
                raise bad_graph(parameter, count, f"must be at most {MOST_TENSORS}")
        if len(nodes) > _MOST_NODES:
            raise bad_graph("nodes", f"{len(nodes)} of them", f"must be at most {_MOST_NODES}")
        check_nodes(nodes, counts[0], sum(counts))
        self.name = name or "GraphOperation"
        self.input_count, self.output_count = counts[:2]
        self._nodes = [node for node in nodes if node is not None]
        self._infer_shape = infer_shape
        self._internal: dict[int, tuple[Desc, int]] = {}  # with their places in the workspace
        self._planned: list[_Planned] = []
        super().__init__()

    def may_be_empty(self, index: int, is_output: bool) -> bool:
        """Whether a node that takes or gives the tensor can do without it."""
        number = index + (self.input_count if is_output else 0)
        return any(
            node.instance.may_be_empty(position, is_output)
            for node in self._nodes
            for position, used in enumerate(node.outputs if is_output else node.inputs)
            if used == number
        )

    def set_stream_id(self, number: int) -> None:
        """Also of the nodes that have none of their own yet."""
        super().set_stream_id(number)
        for node in self._nodes:
            if node.instance.stream_id == 0:
                node.instance.set_stream_id(number)

    def infer(self, inputs: Sequence[Desc]) -> list[Desc]:
        self.check_counts(inputs, range(self.output_count))
        self.check_shapes(inputs, [desc.is_empty for desc in inputs])
        check_bfloat16(inputs)
        if self._infer_shape is None:
            known = dict(enumerate(inputs))
            for node in self._nodes:
                known.update(zip(node.outputs, node.instance.infer(node.taken(known, whole=True))))
            return [known[self.input_count + index] for index in range(self.output_count)]
        outputs = ask_shapes(self._infer_shape, self.name, inputs, self.output_count)
        for index, desc in enumerate(outputs):
            if desc.rank == 0 or desc.dtype == UNDEFINED or desc.format < 0:
                expected = "must have dimensions, a type and a format after inferShapeFunc"
                raise invalid(f"outTensorDescs[{index}]", desc, expected, status.GRAPH_INFERSHAPE_FUNC_FAIL)
        return outputs

    def check(self, inputs: Sequence[Given], outputs: Sequence[Given]) -> None:
        self.check_counts(inputs, outputs)
        descs, results = [given.desc for given in inputs], [given.desc for given in outputs]
        self.check_shapes(descs, [given.is_empty for given in inputs])
        self.check_shapes(results, [given.is_empty for given in outputs], is_output=True)
        check_bfloat16([*descs, *results])

    def plan(self, inputs: Sequence[Given], outputs: Sequence[Given], context: Context) -> int:
        """Prepares each node; internal tensors and the nodes' workspaces lie one after the other."""
        tensors = dict(enumerate((*inputs, *outputs)))
        size = 0
        self._internal, self._planned = {}, []
        for node in self._nodes:
            taken = node.taken({number: given.desc for number, given in tensors.items()})
            for number, desc in zip(node.outputs, node.instance.infer(taken)):
                if number not in tensors:
                    self._internal[number] = (desc, size)
                    tensors[number] = Given(desc, size, 0, desc.size)  # its address is known later
                    size += _aligned(desc.size)
            given, results = node.placed(taken, tensors), [tensors[number] for number in node.outputs]
            node.instance.check(given, results)
            self._planned.append(_Planned(node, taken, size))
            size += _aligned(node.instance.plan(given, results, context))
        return size

    def submit(self, inputs: Sequence[Given], outputs: Sequence[Given], workspace: int, context: Context) -> None:
        tensors = dict(enumerate((*inputs, *outputs)))
        for number, (desc, offset) in self._internal.items():
            tensors[number] = Given(desc, workspace + offset, 0, desc.size)
        for node, taken, offset in self._planned:
            results = [tensors[number] for number in node.outputs]
            node.instance.submit(node.placed(taken, tensors), results, workspace + offset, context)


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT

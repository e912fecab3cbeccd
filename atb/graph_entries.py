"""Creation of graphs: CreateOperation of a GraphParam, and GraphOpBuilder."""

from __future__ import annotations

from collections.abc import Iterator

from acl_sim.machine import machine
from acl_sim.outputs import put, read_text
from acl_sim.surface import answers
from atb import status
from atb.callbacks import Callback
from atb.graph import MOST_TENSORS, Graph
from atb.instance import Instance
from atb.messages import invalid
from atb.nodes import Node
from atb.tensors import numbers


def _read_nodes(slots: Iterator[int], count: int, reshape: int) -> Iterator[Node | None]:
    """The nodes in the order of native/graph.cpp; None for one without an operation."""

    def several() -> tuple[int, ...]:
        return tuple(next(slots) for _ in range(next(slots)))

    for _ in range(count):
        instance = machine().handles.find(next(slots), Instance)
        inputs, outputs, functions = several(), several(), several()
        reshapes = tuple(Callback(reshape, function) if function else None for function in functions)
        chunks = tuple((next(slots), next(slots)) for _ in range(next(slots)))
        yield Node(instance, inputs, outputs, reshapes, chunks) if instance is not None else None


@answers("atb::CreateOperation<atb::GraphParam>")
def create_graph(count: int, graph: int, operation: int, handle: int) -> None:
    if not operation:
        raise invalid("operation", "null", "must be the address of a pointer")
    name, length, inputs, outputs, internal, function, infer, reshape, nodes, *rest = numbers(graph, count)
    infer_shape = Callback(infer, function) if function else None
    read = tuple(_read_nodes(iter(rest), nodes, reshape))
    text = read_text("name", name, length + 1)
    put("handle", handle, Graph(text, (inputs, outputs, internal), read, infer_shape).handle)


@answers("atb::CreateGraphOpBuilder")
def create_graph_op_builder(builder: int) -> None:
    if not builder:
        raise invalid("builder", "null", "must be the address of a pointer")


@answers("atb::GraphOpBuilder::AddOperation")
def add_operation(operation: int, internal: int) -> None:
    """The native side numbers the tensors; `internal` is how many of them are neither inputs nor outputs."""
    if not operation:
        raise invalid("operation", "null", "must be an operation")
    if internal > MOST_TENSORS:
        expected = f"must name at most {MOST_TENSORS} internal ones"
        raise invalid("inTensorNames", f"{internal} internal tensors", expected, status.INVALID_IN_TENSOR_NUM)

"""Runs a graph: node after node in an order that its edges allow, each by the rule of its type."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

from aclnn.tensor import Tensor
from ge.model import Graph, Node
from ge.rules import find_rule
from ge.rules.known import SOMETIMES_KNOWN, arithmetic
from ge.rules.mapping import described
from ge.run import Run
from ge.values import Value, refused

_INPUTS = ("Data", "RefData")
_OUTPUT = "NetOutput"


class CompiledGraph:
    """A graph whose nodes can all run, in order. Raises a Refusal that names what cannot."""

    def __init__(self, graph: Graph) -> None:
        if unknown := sorted({lack for node in graph.nodes if (lack := _lack(node))}):
            raise refused(f"Graph {graph.name}", f"has operators that are not simulated: {', '.join(unknown)}")
        self.nodes = _ordered(graph)
        self.outputs = next((tuple(n.inputs.values()) for n in graph.nodes if n.type == _OUTPUT), ())
        data = [node for node in graph.nodes if node.type in _INPUTS]
        self._places = {node.name: node.attributes.get("index", place) for place, node in enumerate(data)}

    def run(self, run: Run, inputs: Sequence[Value], targets: Sequence[Tensor | None]) -> list[Tensor]:
        """Queues the graph's work; its outputs are `targets` where there is one, else memory of their own."""
        values: dict[str, Value] = {}
        for node in self.nodes:
            if node.type == _OUTPUT:
                continue
            if node.type in _INPUTS:
                values[f"{node.name}:0"] = self._input(node, inputs)
                continue
            connected = {name: _value(values, node, source) for name, source in node.inputs.items()}
            for place, value in enumerate(_results(run, node, connected)):
                values[f"{node.name}:{place}"] = value
        results = [values[source] for source in self.outputs]
        return [_given(run, value, target) for value, target in zip(results, targets)]

    def _input(self, node: Node, inputs: Sequence[Value]) -> Value:
        place: int = self._places[node.name]
        if not 0 <= place < len(inputs):
            raise refused(described(node), f"is input {place} of a graph that was given {len(inputs)}")
        return inputs[place]


def _lack(node: Node) -> str:
    """The node's type when it cannot run, with the operator that it takes; empty when it can."""
    rule = find_rule(node.type)
    if rule is not None:
        missing = rule.missing()
        return f"{node.type} (takes {missing})" if missing and node.type not in SOMETIMES_KNOWN else ""
    return "" if node.type in (*_INPUTS, _OUTPUT) else node.type


def _ordered(graph: Graph) -> tuple[Node, ...]:
    """The nodes, each after those that it uses or waits for."""
    nodes = {node.name: node for node in graph.nodes}
    before = {
        name: {*(source.rpartition(":")[0] for source in node.inputs.values()), *node.after}
        for name, node in nodes.items()
    }
    try:
        return tuple(nodes[name] for name in TopologicalSorter(before).static_order())
    except KeyError as missing:
        raise refused(f"Graph {graph.name}", f"uses node {missing}, which it does not have") from None
    except CycleError as cycle:
        raise refused(f"Graph {graph.name}", f"has a cycle: {' -> '.join(cycle.args[1])}") from None


def _value(values: dict[str, Value], node: Node, source: str) -> Value:
    if source not in values:
        raise refused(described(node), f"uses {source}, an output that does not exist")
    return values[source]


def _results(run: Run, node: Node, inputs: dict[str, Value]) -> Sequence[Value]:
    known = arithmetic(node, inputs)
    if known is not None:
        return known
    rule = find_rule(node.type)
    assert rule is not None, f"{node.type} was compiled"
    return rule.apply(run, node, inputs)


def _given(run: Run, value: Value, target: Tensor | None) -> Tensor:
    if target is None:
        return run.keep(value)
    source = run.on_device(value)
    if source.shape != target.shape or source.dtype != target.dtype:
        target = Tensor(source.shape, source.dtype, source.strides, 0, source.format, source.shape, target.address)
    return run.copy(source, target)

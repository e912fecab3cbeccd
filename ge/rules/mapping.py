"""How a node becomes a call of an aclnn operator: which parameter each of its inputs and attributes is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from acl_sim.messages import Refusal
from aclnn.declare import Operator, Parameter
from aclnn.dtypes import DType, dtype_of
from aclnn.launch import find_operator, launch, scalar
from aclnn.tensor import Tensor
from ge.model import Node
from ge.rules import Inputs, Results
from ge.run import Run, integers, number, refusal_of
from ge.values import Value, refused


def call(
    run: Run, node: Node, name: str, fields: dict[str, Any], dtypes: dict[str, DType] | None = None
) -> list[Tensor]:
    """Queues the aclnn operator of that name; a refusal says which node it came from."""
    operator = operator_of(node, name)
    try:
        return launch(operator, fields, run.stream, run.allocate, dtypes or {}, len(node.outputs))
    except Refusal as refusal:
        raise refusal_of(described(node), refusal) from None


def described(node: Node) -> str:
    """How messages name a node."""
    return f"Node {node.name} of type {node.type}"


def operator_of(node: Node, name: str) -> Operator:
    """The aclnn operator of that name. Compiling a graph asks for most of them, so that it fails early."""
    operator = find_operator(name)
    if operator is None:
        raise refused(described(node), f"needs aclnn{name}, which is not simulated")
    return operator


class Computed:
    """A rule: the node's inputs and attributes are the operator's parameters, under their own names or `names`.

    constants: parameters that the node does not have. neutral: attributes that aclnn does not have, with the value
    that changes nothing, or None for any. results: the types of outputs that the declaration leaves open. An input
    whose name is mapped to nothing is one that aclnn does without.
    """

    def __init__(
        self,
        operator: str,
        names: Mapping[str, str] | None = None,
        constants: Mapping[str, int] | None = None,
        neutral: Mapping[str, Any] | None = None,
        results: Mapping[str, DType] | None = None,
    ) -> None:
        self.operator = operator
        self.names = names or {}
        self.constants = constants or {}
        self.neutral = neutral or {}
        self.results = dict(results or {})

    def __call__(self, run: Run, node: Node, inputs: Inputs) -> Results:
        operator = operator_of(node, self.operator)
        fields = {name: _constant(operator, name, value) for name, value in self.constants.items()}
        lists: dict[str, list[Tensor]] = {}
        for name, value in inputs.items():
            if self.names.get(name) == "":
                continue
            parameter = self._parameter(operator, node, name)
            if parameter.is_list:
                lists.setdefault(parameter.field, []).append(run.on_device(value))
            else:
                fields[parameter.field] = _argument(run, parameter, value)
        for name, attribute in node.attributes.items():
            if not name.startswith("_") and not self._is_neutral(name, attribute):
                parameter = self._parameter(operator, node, name)
                fields[parameter.field] = _attribute(parameter, attribute)
        fields |= {field: tuple(tensors) for field, tensors in lists.items()}
        return call(run, node, self.operator, fields, self.results)

    def _is_neutral(self, name: str, attribute: Any) -> bool:
        return name in self.neutral and self.neutral[name] in (None, attribute)

    def _parameter(self, operator: Operator, node: Node, name: str) -> Parameter:
        wanted = self.names.get(name, name)
        taken = [parameter for parameter in operator.parameters if parameter.role != "output"]
        known = {_plain(p.field).removesuffix("optional"): p for p in taken} | {_plain(p.field): p for p in taken}
        found = known.get(_plain(wanted)) or known.get(_plain(self.names.get(_stem(name), _stem(name))))
        if found is None and len(node.inputs) == 1 and name in node.inputs:
            read = [parameter for parameter in operator.tensors if parameter.is_read]
            found = read[0] if len(read) == 1 else None  # the only input may have any name
        if found is None:
            raise refused(described(node), f"has {name}, which is not simulated")
        return found


def _plain(name: str) -> str:
    """The graph engine writes keep_dims where aclnn writes keepDims."""
    return name.replace("_", "").lower()


def _stem(name: str) -> str:
    """The inputs x0, x1, ... of a node are together its dynamic input x."""
    return name.rstrip("0123456789")


def _constant(operator: Operator, name: str, value: Any) -> Any:
    return scalar(value) if operator.parameter(name).is_scalar else value


def _argument(run: Run, parameter: Parameter, value: Value) -> Any:
    """An input as the operator takes it: some tensors of a graph are numbers or shapes for aclnn."""
    if parameter.is_tensor:
        return run.on_device(value)
    if parameter.is_scalar:
        return scalar(number(run, value))
    numbers = integers(run, value)
    return numbers if parameter.is_pointer else numbers[0]


def _attribute(parameter: Parameter, value: Any) -> Any:
    if parameter.is_scalar:
        return scalar(value)
    if parameter.bare_type == "aclDataType":
        return dtype_of(value)
    if isinstance(value, list):
        return tuple(value) if parameter.is_pointer or len(value) != 1 else value[0]
    return value

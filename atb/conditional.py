"""One of two operations, chosen by a function of the program each time it is set up."""

from __future__ import annotations

from collections.abc import Sequence

from acl_sim.machine import machine
from acl_sim.outputs import put
from acl_sim.surface import answers
from atb.callbacks import Callback
from atb.context import Context
from atb.instance import Instance
from atb.messages import invalid
from atb.tensors import Desc, Given


class Conditional(Instance):
    """`first` where the condition holds, else `second`; both have the same numbers of tensors."""

    name = "IfOperation"

    def __init__(self, condition: Callback, first: Instance, second: Instance) -> None:
        self._condition = condition
        self._operations = (first, second)
        self._chosen = first
        self.input_count, self.output_count = first.input_count, first.output_count
        super().__init__()

    def may_be_empty(self, index: int, is_output: bool) -> bool:
        return any(operation.may_be_empty(index, is_output) for operation in self._operations)

    def set_stream_id(self, number: int) -> None:
        super().set_stream_id(number)
        for operation in self._operations:
            operation.set_stream_id(number)

    def infer(self, inputs: Sequence[Desc]) -> list[Desc]:
        """Those of the first, whatever the condition will be."""
        return self._operations[0].infer(inputs)

    def check(self, inputs: Sequence[Given], outputs: Sequence[Given]) -> None:
        answer, (holds,) = self._condition([0])
        if answer:
            raise invalid("handle", "a function that throws", "must tell whether the condition holds", answer)
        self._chosen = self._operations[0 if holds else 1]
        self._chosen.check(inputs, outputs)

    def plan(self, inputs: Sequence[Given], outputs: Sequence[Given], context: Context) -> int:
        return self._chosen.plan(inputs, outputs, context)

    def submit(self, inputs: Sequence[Given], outputs: Sequence[Given], workspace: int, context: Context) -> None:
        self._chosen.submit(inputs, outputs, workspace, context)


@answers("atb::CreateOperation<atb::common::IfCondParam>")
def create_conditional(
    user_data: int, has_handle: int, first: int, second: int, function: int, param: int, operation: int, handle: int
) -> None:
    """`function` asks the condition of the IfCondParam at `param`."""
    if not operation:
        raise invalid("operation", "null", "must be the address of a pointer")
    if not user_data:
        raise invalid("userData", "null", "must be an address")
    if not has_handle:
        raise invalid("handle", "null", "must be a function")
    given = [machine().handles.find(number, Instance) for number in (first, second)]
    for name, found in zip(("opA", "opB"), given):
        if found is None:
            raise invalid(name, "null", "must be an operation")
    chosen, other = (found for found in given if found is not None)
    counts = [(found.input_count, found.output_count) for found in (chosen, other)]
    if counts[0] != counts[1]:
        raise invalid("opB", f"one with {counts[1]}", f"must have as many inputs and outputs as opA, {counts[0]}")
    put("handle", handle, Conditional(Callback(function, param), chosen, other).handle)

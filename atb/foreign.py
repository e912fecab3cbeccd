"""An operation of the program's own that a graph executes: everything is asked of the program."""

from __future__ import annotations

from collections.abc import Sequence

from acl_sim.outputs import put, read_text
from acl_sim.surface import answers
from atb.callbacks import Callback
from atb.context import Context
from atb.instance import Instance
from atb.messages import AtbRefusal, not_now
from atb.tensors import DESC_SLOTS, Desc, Given, desc_of, desc_slots, tensor_slots


class Foreign(Instance):
    """The program's object behind three callbacks."""

    def __init__(self, name: str, counts: tuple[int, int], infer: Callback, setup: Callback, execute: Callback) -> None:
        self.name = name
        self.input_count, self.output_count = counts
        self._infer = infer
        self._setup = setup
        self._execute = execute
        self._workspace = 0
        super().__init__()

    def infer(self, inputs: Sequence[Desc]) -> list[Desc]:
        self.check_counts(inputs, range(self.output_count))
        return ask_shapes(self._infer, self.name, inputs, self.output_count)

    def check(self, inputs: Sequence[Given], outputs: Sequence[Given]) -> None:
        """Setup of the program checks."""

    def plan(self, inputs: Sequence[Given], outputs: Sequence[Given], context: Context) -> int:
        slots = self._run(self._setup, "Setup", inputs, outputs, 0, context)
        self._workspace = slots[2]
        return self._workspace

    def submit(self, inputs: Sequence[Given], outputs: Sequence[Given], workspace: int, context: Context) -> None:
        self._run(self._execute, "Execute", inputs, outputs, workspace, context)

    def _run(
        self,
        callback: Callback,
        what: str,
        inputs: Sequence[Given],
        outputs: Sequence[Given],
        workspace: int,
        context: Context,
    ) -> list[int]:
        tensors = [slot for given in (*inputs, *outputs) for slot in tensor_slots(given)]
        slots = [context.address, workspace, self._workspace, len(inputs), len(outputs), *tensors]
        answer, numbers = callback(slots)
        if answer:
            raise AtbRefusal(answer, not_now("").code, f"{what} of {self.name}, the program's own, answered {answer}.")
        return numbers


def ask_shapes(callback: Callback, name: str, inputs: Sequence[Desc], outputs: int) -> list[Desc]:
    """The descriptions of the outputs that a function of the program tells."""
    given = [slot for desc in inputs for slot in desc_slots(desc)]
    answer, numbers = callback([len(inputs), outputs, *given, *([0] * outputs * DESC_SLOTS)])
    if answer:
        raise AtbRefusal(answer, not_now("").code, f"InferShape of {name}, the program's own, answered {answer}.")
    results = numbers[2 + len(given) :]
    return [desc_of(results[i * DESC_SLOTS : (i + 1) * DESC_SLOTS]) for i in range(outputs)]


@answers("atb::Operation")
def adopt(
    address: int, name: int, inputs: int, outputs: int, infer: int, setup: int, execute: int, handle: int
) -> None:
    """A graph got an operation of the program's own, at `address`."""
    callbacks = (Callback(function, address) for function in (infer, setup, execute))
    put("handle", handle, Foreign(read_text("name", name), (inputs, outputs), *callbacks).handle)

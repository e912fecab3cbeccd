"""A created operation of one of the declared kinds."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from acl_sim.machine import machine
from acl_sim.native import lib
from acl_sim.task import KernelTask, Range
from aclnn.tensor import Tensor
from atb import status
from atb.catalogue import number_of
from atb.context import Context
from atb.declare import Operation, check, check_created
from atb.instance import Instance, check_bfloat16
from atb.messages import invalid
from atb.tensors import Desc, Given


class Single(Instance):
    """An operation with its parameter. Raises what CreateOperation refuses."""

    def __init__(self, declaration: type[Operation], param: SimpleNamespace) -> None:
        self.declaration = declaration
        self.operation = _created(declaration, param)
        self._held: dict[str, Any] = {}
        super().__init__()

    def update(self, param: SimpleNamespace) -> None:
        """Takes another parameter, after the checks of CreateOperation."""
        updated = _created(self.declaration, param)
        if updated.param != self.operation.param:
            self.operation = updated
            self.changed()

    @property
    def name(self) -> str:  # type: ignore[override]  # read-only here
        return self.operation.name

    @property
    def input_count(self) -> int:  # type: ignore[override]
        return len(self.operation.inputs)

    @property
    def output_count(self) -> int:  # type: ignore[override]
        return len(self.operation.outputs)

    def may_be_empty(self, index: int, is_output: bool) -> bool:
        names = self.operation.outputs if is_output else self.operation.inputs
        return index < len(names) and names[index] in self.operation.optional

    def infer(self, inputs: Sequence[Desc]) -> list[Desc]:
        self.check_counts(inputs, self.operation.outputs)
        self.check_shapes(inputs, [desc.is_empty for desc in inputs])
        self._check_types(inputs, ())
        check_bfloat16(inputs)
        call = self.operation.call([self._seen(desc) for desc in inputs])
        check(self.operation.limits, call)
        return self.operation.infer(call)

    def check(self, inputs: Sequence[Given], outputs: Sequence[Given]) -> None:
        descs, results = [given.desc for given in inputs], [given.desc for given in outputs]
        self.check_counts(inputs, outputs)
        self.check_shapes(descs, [given.is_empty for given in inputs])
        self.check_shapes(results, [given.is_empty for given in outputs], is_output=True)
        self._check_types(descs, results)
        check_bfloat16([*descs, *results])
        call = self.operation.call([self._seen(desc) for desc in descs], results)
        check(self.operation.limits, call)
        inferred = self.operation.infer(call)
        check(self.operation.prepared, call)
        for name, desc, wanted in zip(self.operation.outputs, results, inferred):
            if desc.size < wanted.size:  # the real library writes behind the tensor
                raise invalid(name, desc, f"must have room for {wanted}", status.INVALID_TENSOR_SIZE)
        self._held = call.held = self._contents(inputs)
        self.operation.prepare(call)

    def _contents(self, inputs: Sequence[Given]) -> dict[str, Any]:
        """Copies of what the operation reads on the host."""
        named = {name: given for name, given in zip(self.operation.inputs, inputs) if name in self.operation.hosts}
        for name, given in named.items():
            if not given.host:
                raise invalid(name, given.desc, "must have hostData", status.INVALID_PARAM)
        return {name: given.host_contents() for name, given in named.items()}

    def submit(self, inputs: Sequence[Given], outputs: Sequence[Given], workspace: int, context: Context) -> None:
        tensors = [None if given.is_empty else given.tensor() for given in inputs]
        inferred = self.operation.infer(self.operation.call([self._seen(given.desc) for given in inputs]))
        results = [given._replace(desc=desc).tensor() for given, desc in zip(outputs, inferred)]
        task = _OperationTask(self.operation, tensors, results, self._held)
        self.operation.submit(context.stream(self.stream_id), task)

    def _seen(self, desc: Desc) -> Desc | None:
        """What limits see of an input: None for one that is left out."""
        return None if desc.is_empty else desc

    def _check_types(self, inputs: Sequence[Desc], outputs: Sequence[Desc]) -> None:
        if not any(combination.fits(inputs, outputs) for combination in self.operation.combinations):
            given = ", ".join(map(str, [*inputs, *outputs]))
            raise invalid(
                "tensors", given, "must have types and formats that go together", status.INVALID_TENSOR_INI_MATCH
            )


class _OperationTask(KernelTask):
    """One run of an operation."""

    __slots__ = ("_call", "_inputs", "_operation", "_outputs")

    def __init__(
        self,
        operation: Operation,
        inputs: Sequence[Tensor | None],
        outputs: Sequence[Tensor | None],
        held: dict[str, Any],
    ) -> None:
        super().__init__(operation.name, self._run)
        self._operation = operation
        self._call: Any = operation.call(inputs, outputs)
        self._call.held = held
        self._inputs = inputs
        self._outputs = outputs

    def _run(self) -> None:
        self._operation.run(self._call)
        lib.acl_sim_count_run(lib.acl_sim_first_operation + number_of(type(self._operation).__module__))

    @property
    def reads(self) -> tuple[Range, ...]:
        read = self._operation.reads
        return _ranges([tensor for name, tensor in zip(self._operation.inputs, self._inputs) if name in read])

    @property
    def writes(self) -> tuple[Range, ...]:
        changed = self._operation.changes
        return _ranges([*self._outputs, *(t for n, t in zip(self._operation.inputs, self._inputs) if n in changed)])


def _ranges(tensors: Sequence[Tensor | None]) -> tuple[Range, ...]:
    return tuple(tensor.extent() for tensor in tensors if tensor is not None)


def _created(declaration: type[Operation], param: SimpleNamespace) -> Operation:
    operation = declaration(param, machine().product.family)
    check_created(operation)
    return operation

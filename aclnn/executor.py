"""aclOpExecutor: what phase one planned and phase two runs."""

from __future__ import annotations

import os

from acl_sim import status
from acl_sim.checks import hooks
from acl_sim.entry import entry, refuse
from acl_sim.machine import machine
from acl_sim.messages import Refusal, aclnn_invalid, aclnn_null
from acl_sim.native import ffi, lib
from acl_sim.outputs import put
from acl_sim.stream import find_stream
from acl_sim.task import KernelTask, Range, Task
from aclnn.admission import admit
from aclnn.binding import arguments_of, bind
from aclnn.catalogue import operators_of
from aclnn.declare import Arguments, Operator, Parameter
from aclnn.spans import spans
from aclnn.tensor import Tensor
from aclnn.tensor_entries import find_tensor
from aclnn.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_operators: dict[int, Operator] = {}  # by the address of the wrapper's name string


class Executor:
    """A plan with its arguments as they were in phase one: programs destroy their descriptors early."""

    def __init__(self, operator: Operator, function: int, arguments: Arguments, has_work: bool) -> None:
        self.operator = operator
        self.function = function  # the number of the operator's second phase, for the count of runs
        self.has_work = has_work
        self.workspace = Workspace.least if has_work else 0
        self.repeatable = False
        self.tensors: dict[str, Tensor] = {}  # by the names that messages use; those in lists as name[0]
        self.sources: dict[int, list[str]] = {}  # which arguments a program's tensor handle became
        values = {p.field: self._kept(p.name, getattr(arguments, p.field)) for p in operator.parameters}
        self.arguments = arguments_of(operator, values, arguments.family)
        self.arguments.compute = arguments.compute
        self.handle = machine().handles.add(self)

    def _kept(self, name: str, value: Any) -> Any:
        if isinstance(value, Tensor):
            copy = self.tensors[name] = value.copy()
            self.sources.setdefault(value.handle, []).append(name)
            return copy
        if isinstance(value, tuple):
            return tuple(self._kept(f"{name}[{i}]", v) if isinstance(v, Tensor) else v for i, v in enumerate(value))
        return value

    def set_address(self, tensor: Tensor, address: int) -> bool:
        """Points an argument elsewhere before the next run; False when the tensor is none of the arguments."""
        names = self.sources.get(tensor.handle, [])
        for name in names:
            self.tensors[name].address = address
        return bool(names)

    def task(self, workspace: Range) -> Task:
        """The work, with the addresses of this moment: those of a repeatable executor may change before it runs."""
        arguments = self.arguments
        if self.repeatable:
            values = {p.field: _copied(getattr(arguments, p.field)) for p in self.operator.parameters}
            arguments = arguments_of(self.operator, values, arguments.family)
            arguments.compute = self.arguments.compute
        return OperatorTask(self.operator, self.function, arguments, workspace)


def _copied(value: Any) -> Any:
    """Tensors as they are now, also those in a list; anything else as it is."""
    if isinstance(value, tuple):
        return tuple(map(_copied, value))
    return value.copy() if isinstance(value, Tensor) else value


class OperatorTask(KernelTask):
    """One run of an operator."""

    __slots__ = ("_is_measured", "arguments", "function", "operator", "workspace")

    def __init__(self, operator: Operator, function: int, arguments: Arguments, workspace: Range) -> None:
        super().__init__(operator.c_name, self._run)
        self.operator = operator
        self.function = function
        self.arguments = arguments
        self.workspace = workspace
        self._is_measured = False

    def _run(self) -> None:
        run_operator(self.operator, self.arguments)
        lib.acl_sim_count_run(self.function)

    @property
    def reads(self) -> tuple[Range, ...]:
        self._measure()
        return self._reads

    @property
    def writes(self) -> tuple[Range, ...]:
        self._measure()
        return self._writes

    def _measure(self) -> None:
        """When first asked: only checkers want to know."""
        if self._is_measured:
            return
        tensors = [(parameter, spans(tensor)) for parameter, tensor in self._tensors()]
        address, size = self.workspace
        scratch = (self.workspace,) if size and machine().memory_at(address) is not None else ()
        self._reads = tuple(span for parameter, found in tensors if parameter.is_read for span in found)
        self._writes = (*(span for parameter, found in tensors if parameter.is_written for span in found), *scratch)
        self._is_measured = True

    def _tensors(self) -> list[tuple[Parameter, Tensor]]:
        pairs = [(parameter, getattr(self.arguments, parameter.field)) for parameter in self.operator.parameters]
        return [
            (parameter, tensor)
            for parameter, value in pairs
            for tensor in (value if isinstance(value, tuple) else (value,))
            if isinstance(tensor, Tensor)
        ]


def run_operator(operator: Operator, arguments: Arguments) -> None:
    """Computes the outputs in device memory, natively unless ACL_SIM_KERNELS=reference asks for numpy."""
    if operator.native is not None and os.environ.get("ACL_SIM_KERNELS") != "reference":
        operator.native(arguments)
        return
    from aclnn.access import run_reference

    run_reference(operator, arguments)


def _operator(module: Any, name: Any) -> Operator:
    key = int(ffi.cast("uintptr_t", name))
    if key not in _operators:
        wanted = ffi.string(name).decode()
        _operators[key] = next(op for op in operators_of(ffi.string(module).decode()) if op.c_name == wanted)
    return _operators[key]


@entry
def plan(module: Any, name: Any, function: int, slots: Any, count: int) -> int | None:
    """Phase one of every operator: the last two slots are where workspace size and executor go."""
    operator = _operator(module, name)
    *values, workspace, out = ffi.unpack(slots, count)
    try:
        arguments = bind(operator, values)
        for parameter, pointer in (("workspaceSize", workspace), ("executor", out)):
            if not pointer:
                raise aclnn_null(parameter)
        executor = Executor(operator, function, arguments, admit(operator, arguments))
        operator.planned(arguments)
        put("workspaceSize", workspace, executor.workspace)
        put("executor", out, executor.handle)
        if hooks.active:
            hooks.emit("planned", executor)
    except Refusal as refusal:
        return refuse(f"{operator.c_name}GetWorkspaceSize", refusal)
    return None


def find_executor(handle: int) -> Executor:
    """The executor of a handle. Null is 561103 and what is no live executor 561000, as in the real library."""
    if not handle:
        raise Refusal(status.NN_INNER_NULLPTR, "EZ1011", "Parameter executor is a null pointer.")
    executor = machine().handles.find(handle, Executor)
    if executor is None:
        what = machine().handles.describe(handle)
        raise aclnn_invalid("executor", what, "must be an executor of phase one that has not run", status.NN_INNER)
    return executor


def _check_workspace(executor: Executor, workspace: int, size: int) -> None:
    if size and not workspace:
        raise aclnn_null("workspace")
    if size < executor.workspace:
        raise aclnn_invalid("workspaceSize", size, f"must be at least phase one's {executor.workspace}")


@entry
def execute(workspace: int, size: int, executor: int, stream: int) -> int | None:
    """Phase two of every operator: queues the planned work on a stream."""
    if not executor:
        raise aclnn_null("executor")
    planned = find_executor(executor)
    try:
        _check_workspace(planned, workspace, size)
        try:
            target = find_stream(stream)
        except Refusal as refusal:
            raise Refusal(status.NN_RUNTIME_ERROR, "EZ9903", refusal.text) from None
        finally:
            if not planned.repeatable:
                machine().handles.remove(planned)
        if hooks.active:
            hooks.emit("launching", planned, workspace, size, target)
        if planned.has_work:
            target.submit(planned.task((workspace, size)))
    except Refusal as refusal:
        return refuse(planned.operator.c_name, refusal)
    return None


@entry
def aclSetAclOpExecutorRepeatable(executor: int) -> None:
    find_executor(executor).repeatable = True


@entry
def aclDestroyAclOpExecutor(executor: int) -> None:
    machine().handles.remove(find_executor(executor))


def _set_address(executor: int, tensor: int, address: int) -> None:
    if not tensor:
        raise Refusal(status.NN_INNER_NULLPTR, "EZ1011", "Parameter tensor is a null pointer.")
    known = find_tensor(tensor)
    known.address = address  # before the executor is looked at, as the real library does
    if not find_executor(executor).set_address(known, address):
        raise aclnn_invalid("tensor", f"{tensor:#x}", "must be an argument of the executor's phase one")


# The position is not needed: the tensor says which argument is meant, as for the real library's composite operators.
@entry
def aclSetTensorAddr(executor: int, index: int, tensor: int, addr: int) -> None:
    _set_address(executor, tensor, addr)


@entry
def aclSetInputTensorAddr(executor: int, index: int, tensor: int, addr: int) -> None:
    _set_address(executor, tensor, addr)


@entry
def aclSetOutputTensorAddr(executor: int, index: int, tensor: int, addr: int) -> None:
    _set_address(executor, tensor, addr)


@entry
def AclSetTensorAddr(executor: int, index: int, tensor: int, addr: int) -> None:
    _set_address(executor, tensor, addr)


@entry
def AclSetInputTensorAddr(executor: int, index: int, tensor: int, addr: int) -> None:
    _set_address(executor, tensor, addr)


@entry
def AclSetOutputTensorAddr(executor: int, index: int, tensor: int, addr: int) -> None:
    _set_address(executor, tensor, addr)


@entry
def aclnnInit(configPath: int) -> None:
    """Never fails: the configuration only selects debug kernels."""


@entry
def aclnnFinalize() -> None:
    """Never fails: there is no cache to give back."""

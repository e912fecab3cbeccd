"""Executors between phase one, phase two and their end."""

from __future__ import annotations

from typing import Any

from acl_sim.checks.finding import ERROR, WARNING, Side, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.checks.site import Site, here
from acl_sim.checks.trace import current_call
from acl_sim.handles import Handled
from acl_sim.stream import Stream
from aclnn.executor import Executor
from aclnn.tensor import Tensor

USED_TWICE = rule(
    "L305", "executor-used-twice", ERROR,
    "Phase two frees its executor, unless that was made repeatable.",
    "aclnn: two-phase API; aclSetAclOpExecutorRepeatable",
    "Call phase one before every phase two, or aclSetAclOpExecutorRepeatable right after phase one.",
)  # fmt: skip
DROPPED = rule(
    "L306", "executor-dropped", WARNING,
    "An executor of phase one must run in phase two, which frees it.",
    "aclnn: aclDestroyAclOpExecutor",
    "Call phase two with the executor; one not wanted after all can be made repeatable and destroyed.",
)  # fmt: skip
NEVER_DESTROYED = rule(
    "L307", "repeatable-never-destroyed", WARNING,
    "A repeatable executor belongs to the program, which must destroy it.",
    "aclnn: aclSetAclOpExecutorRepeatable, aclDestroyAclOpExecutor",
    "Call aclDestroyAclOpExecutor after its last phase two.",
)  # fmt: skip
BETWEEN = rule(
    "L308", "tensor-destroyed-between-phases", ERROR,
    "The tensors of phase one must live until the last phase two of its executor.",
    "aclnn: aclSetRawTensorAddr, which must not come between the phases; no page speaks of aclDestroyTensor",
    "Destroy the tensors after phase two. The simulator has copied them; on hardware this is undefined.",
)  # fmt: skip
OTHER = rule(
    "O604", "executor-of-another-operator", ERROR,
    "An executor must be passed to the second phase of the operator whose first phase made it.",
    "aclnn: two-phase API",
    "Call the second phase whose name is that of the first without GetWorkspaceSize.",
)  # fmt: skip


class Executors(Checker):
    def __init__(self) -> None:
        self._live: dict[int, Executor] = {}
        self._tried: set[int] = set()  # live ones that phase two was called with, whatever it answered
        self._repeatable: dict[int, Site] = {}  # where they were made so
        self._ran: set[int] = set()  # ended by phase two
        self._users: dict[int, dict[int, Executor]] = {}  # live executors by the tensors they need
        self._lost: dict[int, list[tuple[str, Side]]] = {}  # by executor: its tensors that were destroyed

    def planned(self, executor: Executor) -> None:
        self._live[executor.handle] = executor
        for tensor in executor.sources:
            self._users.setdefault(tensor, {})[executor.handle] = executor

    def called(self, call: str, arguments: tuple[Any, ...]) -> None:
        if call == "execute" and arguments[2] in self._live:
            self._tried.add(arguments[2])
        elif call == "aclSetAclOpExecutorRepeatable" and arguments[0] in self._live:
            self._repeatable.setdefault(arguments[0], here())

    def destroyed(self, thing: Handled) -> None:
        if isinstance(thing, Tensor):
            for executor in self._users.pop(thing.handle, {}).values():
                for name in executor.sources[thing.handle]:
                    destroyed = Side(f"{name} was destroyed in {current_call()}", here())
                    self._lost.setdefault(executor.handle, []).append((name, destroyed))
        elif isinstance(thing, Executor):
            self._end(thing)

    def _end(self, executor: Executor) -> None:
        self._live.pop(executor.handle, None)
        self._tried.discard(executor.handle)
        self._repeatable.pop(executor.handle, None)
        if current_call() == executor.operator.c_name:
            self._ran.add(executor.handle)
        else:
            self._lost.pop(executor.handle, None)
        for tensor in executor.sources:
            self._users.get(tensor, {}).pop(executor.handle, None)

    def launching(self, executor: Executor, workspace: int, size: int, stream: Stream) -> None:
        if current_call() != executor.operator.c_name:
            planned = Side(f"{executor.operator.c_name}GetWorkspaceSize made it", history.creation(executor).site)
            found(OTHER, "this executor is another operator's", planned)
        lost = self._lost.pop(executor.handle, [])
        if lost:
            names = ", ".join(name for name, _ in lost)
            found(BETWEEN, f"of the tensors of phase one, {names} no longer exist", lost[0][1])

    def missing(self, handle: int, kind: type[Handled]) -> None:
        end = history.end(handle)
        if kind is Executor and handle in self._ran and end is not None and current_call().startswith("aclnn"):
            found(USED_TWICE, "this executor has run already", Side("phase two ran and freed it", end[1].site))

    def finishing(self) -> None:
        for handle, executor in self._live.items():
            name = executor.operator.c_name
            if handle in self._repeatable:
                call = "aclSetAclOpExecutorRepeatable"
                found(NEVER_DESTROYED, f"this executor of {name} never ends", at=self._repeatable[handle], call=call)
            elif handle not in self._tried:
                site = history.creation(executor).site
                found(DROPPED, f"phase two of {name} never follows", at=site, call=f"{name}GetWorkspaceSize")

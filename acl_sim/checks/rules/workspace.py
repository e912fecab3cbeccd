"""The scratch memory of phase two. So that there is any, phase one asks for some under this checker."""

from __future__ import annotations

import os
from typing import Any

from acl_sim.checks import noise
from acl_sim.checks.finding import ERROR, Side, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.checks.ranges import describe, overlap
from acl_sim.checks.site import Site, here
from acl_sim.copy import DEVICE, place
from acl_sim.handles import Handled
from acl_sim.stream import Stream
from acl_sim.task import Task
from aclnn.executor import Executor, OperatorTask
from aclnn.spans import spans
from aclnn.workspace import Workspace

TOO_SMALL = rule(
    "O601", "workspace-too-small", ERROR,
    "A workspace must be at least as large as phase one asked for.",
    "aclnn: two-phase API",
    "Allocate what phase one wrote to workspaceSize, whatever it was on another day, and pass it with that size.",
)  # fmt: skip
NOT_ON_DEVICE = rule(
    "O602", "workspace-not-on-device", ERROR,
    "A workspace must be device memory.",
    "aclnn: two-phase API",
    "Allocate the workspace with aclrtMalloc; pass null only with size 0.",
)  # fmt: skip
OVERLAPS = rule(
    "O603", "workspace-overlaps-tensor", ERROR,
    "A workspace must not share memory with a tensor of the call.",
    "aclnn: two-phase API",
    "Give the workspace a block, or a part of one, that no tensor of the call uses.",
)  # fmt: skip

_LEAST = 1024  # bytes: more than a program has there by chance, little enough to fill after every operator


class Workspaces(Checker):
    def __init__(self) -> None:
        if not os.environ.get("ACL_SIM_WORKSPACE"):
            Workspace.least = _LEAST
        self._wanted: dict[int, tuple[int, Site]] = {}  # by executor, with where phase one was called

    def planned(self, executor: Executor) -> None:
        if executor.workspace:
            self._wanted[executor.handle] = (executor.workspace, here())

    def destroyed(self, thing: Handled) -> None:
        self._wanted.pop(thing.handle, None)

    def called(self, call: str, arguments: tuple[Any, ...]) -> None:
        if call != "execute":
            return
        workspace, size, executor = arguments[:3]
        if size and place(workspace) != DEVICE:
            where = f"{workspace:#x}, {place(workspace)}" if workspace else "a null pointer"
            found(NOT_ON_DEVICE, f"the workspace of {size} bytes is {where}")
        wanted, site = self._wanted.get(executor, (0, here()))
        if size < wanted:
            found(TOO_SMALL, f"{size} bytes are given, of {wanted}", Side("phase one asked for them", site))

    def launching(self, executor: Executor, workspace: int, size: int, stream: Stream) -> None:
        if not size or place(workspace) != DEVICE:
            return
        scratch = ((workspace, size),)
        for name, tensor in executor.tensors.items():
            if overlap(scratch, (tensor.extent(),)) and (both := overlap(scratch, spans(tensor))):
                detail = f"the workspace of {size} bytes overlaps tensor {name}: both have {describe(both)}"
                found(OVERLAPS, detail, history.creation(tensor))

    def finished(self, stream: Stream, task: Task) -> None:
        """Leaves the workspace as a device does: with nothing in it that anybody may rely on."""
        if isinstance(task, OperatorTask) and Workspace.least and place(task.workspace[0]) == DEVICE:
            noise.fill(task.workspace[0], min(task.workspace[1], Workspace.least))

"""The scratch memory of phase two."""

from __future__ import annotations

from typing import Any

from acl_sim.checks.finding import ERROR, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.checks.ranges import describe, overlap
from acl_sim.copy import DEVICE, place
from acl_sim.stream import Stream
from aclnn.executor import Executor
from aclnn.spans import spans

NOT_ON_DEVICE = rule(
    "O602", "workspace-not-on-device", ERROR,
    "A workspace must be device memory of at least the size that phase one asked for.",
    "aclnn: two-phase API",
    "Allocate the workspace with aclrtMalloc; pass null only with size 0.",
)  # fmt: skip
OVERLAPS = rule(
    "O603", "workspace-overlaps-tensor", ERROR,
    "A workspace must not share memory with a tensor of the call.",
    "aclnn: two-phase API",
    "Give the workspace a block, or a part of one, that no tensor of the call uses.",
)  # fmt: skip


class Workspace(Checker):
    def called(self, call: str, arguments: tuple[Any, ...]) -> None:
        if call != "execute":
            return
        workspace, size = arguments[:2]
        if size and place(workspace) != DEVICE:
            where = f"{workspace:#x}, {place(workspace)}" if workspace else "a null pointer"
            found(NOT_ON_DEVICE, f"the workspace of {size} bytes is {where}")

    def launching(self, executor: Executor, workspace: int, size: int, stream: Stream) -> None:
        if not size or place(workspace) != DEVICE:
            return
        scratch = ((workspace, size),)
        for name, tensor in executor.tensors.items():
            if overlap(scratch, (tensor.extent(),)) and (both := overlap(scratch, spans(tensor))):
                detail = f"the workspace of {size} bytes overlaps tensor {name}: both have {describe(both)}"
                found(OVERLAPS, detail, history.creation(tensor))

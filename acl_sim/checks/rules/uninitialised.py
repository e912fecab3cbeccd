"""Device memory that is read although nothing has been written there.

What a task writes counts as written once it is submitted: whether it has run is another rule's question.
"""

from __future__ import annotations

from functools import cache
from inspect import signature
from typing import TYPE_CHECKING

from acl_sim.checks.finding import ERROR, WARNING, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.checks.ranges import block_at
from acl_sim.machine import machine

if TYPE_CHECKING:
    from acl_sim.device_memory import Block
    from acl_sim.stream import Stream
    from acl_sim.task import Task
    from aclnn.declare import Operator
    from aclnn.executor import Executor

UNINITIALISED = rule(
    "M108", "uninitialised-read", ERROR,
    "What aclrtMalloc gives has no defined content: bytes must be written before they are copied to the host.",
    "AscendCL: aclrtMalloc",
    "Copy no more than was written, or set the block with aclrtMemset first.",
)  # fmt: skip


INPUT = rule(
    "M110", "uninitialised-input", WARNING,
    "An operator's input must have been written before.",
    "AscendCL: aclrtMalloc; aclnn: aclCreateTensor",
    "Copy the input to the device, or let an operator write it, before the call that reads it.",
)  # fmt: skip


@cache
def _inputs(operator: Operator) -> frozenset[str]:
    """The parameters whose elements the operator needs: not those that are written in part, nor what only lends its
    shape."""
    asked = signature(operator.reference).parameters if operator.reference is not None else {}
    takes_all = any(parameter.kind is parameter.VAR_KEYWORD for parameter in asked.values()) or "call" in asked
    return frozenset(p.name for p in operator.parameters if p.role == "input" and (takes_all or p.field in asked))


class Written(Checker):
    def __init__(self) -> None:
        self._written: dict[int, list[tuple[int, int]]] = {}  # by block: (begin, end) offsets, in order, disjoint

    def allocated(self, block: Block) -> None:
        self._written[id(block)] = []

    def _watched(self, address: int) -> Block | None:
        """The block of aclrtMalloc that holds an address: a freed one's place in the table is the next one's."""
        block = block_at(address)
        return block if block is not None and block.charged and id(block) in self._written else None

    def _write(self, address: int, size: int) -> None:
        block = self._watched(address)
        if block is None:
            return
        begin, end = address - block.start, address - block.start + size
        apart = []
        for known in self._written[id(block)]:
            if known[1] < begin or end < known[0]:
                apart.append(known)
            else:
                begin, end = min(begin, known[0]), max(end, known[1])
        self._written[id(block)] = sorted([*apart, (begin, end)])

    def submitted(self, stream: Stream, task: Task) -> None:
        for address, size in task.writes:
            self._write(address, size)

    def setting(self, address: int, room: int, count: int, stream: Stream | None) -> None:
        self._write(address, count)

    def copying(self, dst: int, room: int, src: int, count: int, kind: int, stream: Stream | None) -> None:
        if machine().memory_at(dst) is None:
            self._read(src, count)
        self._write(dst, count)

    def launching(self, executor: Executor, workspace: int, size: int, stream: Stream) -> None:
        """Only inputs of which no byte was written count: whether all have to be is the operator's secret."""
        if not executor.has_work:
            return
        for name, tensor in executor.tensors.items():
            start, length = tensor.extent()
            block = self._watched(start) if length and name.partition("[")[0] in _inputs(executor.operator) else None
            if block is None:
                continue
            begin = start - block.start
            if not any(known[0] < begin + length and begin < known[1] for known in self._written[id(block)]):
                what = f"input {name}, {length} bytes from offset {begin} of allocation #{block.serial}"
                found(INPUT, f"nothing was ever written to {what}", history.allocation(block))

    def _read(self, address: int, size: int) -> None:
        block = self._watched(address)
        if block is None:
            return
        begin, end = address - block.start, min(address - block.start + size, block.size)
        missing = begin
        for known in self._written[id(block)]:
            if known[0] <= missing < known[1]:
                missing = known[1]
        if missing < end:
            what = f"reads {size} bytes from offset {begin} of allocation #{block.serial}"
            found(UNINITIALISED, f"{what}, where nothing was written at offset {missing}", history.allocation(block))

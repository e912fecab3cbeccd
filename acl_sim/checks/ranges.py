"""Ranges of memory: what two of them share, and how a reader knows them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from acl_sim.device_memory import Block
from acl_sim.machine import machine
from acl_sim.stream import Stream
from acl_sim.task import Range, Task
from aclnn.executor import Executor

_FEW = 64  # pairs that are compared one by one


def overlap(one: tuple[Range, ...], other: tuple[Range, ...]) -> Range | None:
    """The first bytes that both touch."""
    if len(one) * len(other) <= _FEW:
        return next((both for left in one for right in other if (both := shared(left, right))), None)
    lefts, rights = iter(sorted(one)), iter(sorted(other))
    left, right = next(lefts, None), next(rights, None)
    while left is not None and right is not None:
        if both := shared(left, right):
            return both
        if sum(left) <= sum(right):
            left = next(lefts, None)
        else:
            right = next(rights, None)
    return None


def shared(left: Range, right: Range) -> Range | None:
    """The bytes that two ranges have in common."""
    start, end = max(left[0], right[0]), min(sum(left), sum(right))
    return (start, end - start) if start < end else None


def queued() -> Iterator[tuple[Stream, Task]]:
    """Every task that has not run yet: the host has neither waited for it nor seen it done."""
    for device in machine().devices:
        for context in device.contexts:
            for stream in context.streams:
                for task in stream.queue:
                    yield stream, task


def first_queued(touched: Range, reads: bool) -> tuple[Task, Range, str] | None:
    """The first queued task that writes, or with `reads` reads, some of the bytes: (task, which, "reads" or "writes").

    Queues may be long and every copy looks through them, so that the loop calls nothing.
    """
    first, end = touched[0], sum(touched)
    for _, task in queued():
        for start, size in task.writes:
            if start < end and first < start + size:
                return task, shared(touched, (start, size)) or touched, "writes"
        for start, size in task.reads if reads else ():
            if start < end and first < start + size:
                return task, shared(touched, (start, size)) or touched, "reads"
    return None


def covered(executor: Executor, workspace: int, size: int) -> Iterator[tuple[str, int, int]]:
    """(what, first address, bytes) of the workspace and of each tensor of a call that has elements."""
    if size:
        yield "the workspace", workspace, size
    for name, tensor in executor.tensors.items():
        start, length = tensor.extent()
        if length:
            yield f"tensor {name}", start, length


def bounds(ranges: Sequence[Range]) -> tuple[int, int]:
    """(first address, first address behind); (0, 0) of nothing."""
    return min((start for start, _ in ranges), default=0), max((start + size for start, size in ranges), default=0)


def block_at(address: int) -> Block | None:
    """The live block of device memory that holds an address."""
    memory = machine().memory_at(address)
    return memory.find(address) if memory is not None else None


def describe(bytes_: Range) -> str:
    """Where a range is, as a reader knows it."""
    start, size = bytes_
    block = block_at(start)
    if block is not None:
        return f"{size} bytes at offset {start - block.start} of allocation #{block.serial}"
    return (
        f"{size} bytes at {start:#x}"
        if machine().memory_at(start) is not None
        else f"{size} bytes of host memory at {start:#x}"
    )


def without(ranges: Sequence[Range], gone: Range) -> tuple[Range, ...]:
    """The ranges that share nothing with the one that is gone."""
    return tuple(each for each in ranges if not shared(each, gone))

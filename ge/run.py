"""One run of a graph: the memory that it takes, and the work that it queues on a stream."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from acl_sim.device_memory import Block
from acl_sim.messages import Refusal
from acl_sim.stream import Stream
from acl_sim.task import Task
from aclnn.access import storage
from aclnn.dtypes import BF16, DType
from aclnn.tensor import Tensor
from ge.values import Host, Value, tensor_at


class Release(Task):
    """Gives blocks back once the work that uses them has run, or never will."""

    __slots__ = ("blocks",)

    def __init__(self, blocks: list[Block]) -> None:
        super().__init__("ge::Session::RunGraph", self.drop)
        self.blocks = blocks

    def drop(self) -> None:
        for block in self.blocks:
            if block.memory.blocks.get(block.start) is block:  # aclrtResetDevice may have taken it
                block.memory.free(block)
        self.blocks.clear()


class Run:
    """Memory and work of one run. Everything is queued: what a value holds is known once the stream has run."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.blocks: dict[int, Block] = {}

    def allocate(self, shape: tuple[int, ...], dtype: DType) -> Tensor:
        """A tensor in memory of its own, which ends with the run unless `keep` takes it."""
        tensor = tensor_at(0, shape, dtype)
        block = self.stream.context.device.memory.allocate(max(1, dtype.bytes_of(tensor.size)))
        self.blocks[block.start] = block
        tensor.address = block.start
        return tensor

    def on_device(self, value: Value) -> Tensor:
        """The value as a tensor on the device."""
        if isinstance(value, Tensor):
            return value
        tensor, array = self.allocate(value.shape, value.dtype), value.array
        self._queue("upload", tensor, lambda: array)
        return tensor

    def on_host(self, value: Value) -> NDArray[Any]:
        """The value's elements; for a tensor on the device after waiting for the stream."""
        if isinstance(value, Host):
            return value.array
        self.stream.synchronize()
        elements: NDArray[Any] = storage(value).copy()
        return elements

    def contiguous(self, value: Value) -> Tensor:
        """The value as a tensor on the device whose elements lie one after the other."""
        tensor = self.on_device(value)
        return tensor if tensor.is_contiguous else self.copy(tensor)

    def copy(self, source: Tensor, target: Tensor | None = None) -> Tensor:
        """Copies elements into another tensor of the same shape, or into a new one."""
        target = target or self.allocate(source.shape, source.dtype)
        self._queue("copy", target, lambda: storage(source))
        return target

    def _queue(self, what: str, target: Tensor, elements: Any) -> None:
        def work() -> None:
            storage(target)[...] = elements()

        if target.size:
            self.stream.submit(Task(f"ge: {what}", work, (), (target.extent(),)))

    def keep(self, value: Value) -> Tensor:
        """The value in memory that outlives the run: it starts a block that nothing else of the run uses."""
        tensor = self.on_device(value)
        if not (tensor.is_contiguous and tensor.offset == 0 and tensor.address in self.blocks):
            tensor = self.copy(tensor)
        del self.blocks[tensor.address]
        return tensor

    def finish(self) -> None:
        """Ends the memory of everything that was not kept, after the work."""
        if self.blocks:
            self.stream.submit(Release(list(self.blocks.values())))
            self.blocks = {}


def integers(run: Run, value: Value) -> tuple[int, ...]:
    """The elements of a tensor of integers, such as a shape or axes."""
    return tuple(int(number) for number in np.atleast_1d(run.on_host(value)).reshape(-1))


def refusal_of(node: str, refusal: Refusal) -> Refusal:
    """The refusal of an operator, with the node that it came from."""
    return Refusal(refusal.status, refusal.code, f"{node}: {refusal.text}")


def number(run: Run, value: Value) -> float | int | bool:
    """The only element of a tensor, as a number of Python."""
    bits = run.on_host(value).reshape(-1)[:1]
    if value.dtype == BF16:
        bits = (bits.astype(np.uint32) << 16).view(np.float32)
    only: float | int | bool = bits.item()
    return only

"""Where a tensor's bytes are. Apart from access.py because native kernels need it and must not import numpy."""

from __future__ import annotations

from acl_sim.machine import machine
from acl_sim.messages import device_fault
from aclnn.tensor import Tensor


def host_address(tensor: Tensor, start: int, size: int) -> int:
    """Where the host finds the bytes that a tensor's view touches, given its extent.

    Raises the Refusal of a kernel that reads or writes outside device memory (507015, at the next synchronise).
    """
    memory = machine().memory_at(start)
    if memory is None and machine().pinned.is_mapped(start, size):
        return start
    if memory is None or not memory.holds(start + size - 1):
        raise device_fault(f"A kernel touched {start:#x} ({size} bytes, {tensor}), which is not in device memory.")
    return memory.distance + start


def place(tensor: Tensor) -> int:
    """The host address of the view's first element, [0, ..., 0]; raises as `host_address`."""
    start, size = tensor.extent()
    first = tensor.address + tensor.offset * tensor.dtype.bits // 8
    return host_address(tensor, start, size) + first - start

"""Where a tensor's bytes are. Apart from access.py because native kernels need it and must not import numpy."""

from __future__ import annotations

from acl_sim.machine import machine
from acl_sim.messages import device_fault
from aclnn.tensor import Tensor


def place(tensor: Tensor) -> int:
    """The host address of the view's first element, [0, ..., 0].

    Raises the Refusal of a kernel that reads or writes outside device memory (507015, at the next synchronise).
    """
    start, size = tensor.extent()
    memory = machine().memory_at(start)
    if memory is None or not memory.holds(start + size - 1):
        raise device_fault(f"A kernel touched {start:#x} ({size} bytes, {tensor}), which is not in device memory.")
    return memory.distance + tensor.address + tensor.offset * tensor.dtype.bits // 8

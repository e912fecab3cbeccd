"""Indices that come with the data: only the kernel sees them, so a wrong one is a fault of the device's."""

from __future__ import annotations

from acl_sim.messages import device_fault
from aclnn.lazy import Array, np


def checked(indices: Array, length: int, name: str, negative: bool = False) -> Array:
    """The indices as int64, counted from the front.

    Raises the Refusal of a faulting kernel (507015, at the next synchronise) for one outside the axis; those counted
    from the end are within it only where the operator says so.
    """
    low = -length if negative else 0
    wrong = (indices < low) | (indices >= length)
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0]) if np.ndim(indices) else ()
        raise device_fault(
            f"An element of {name} is {int(np.asarray(indices)[at])} (at {list(at)}); it must be in [{low}, {length})."
        )
    wide = indices.astype(np.int64)
    return np.where(wide < 0, wide + length, wide)

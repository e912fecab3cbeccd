"""Rows that belong to groups one after the other, such as the tokens of experts: by their ends, or by their counts."""

from __future__ import annotations

from acl_sim.messages import device_fault
from aclnn.lazy import Array, np


def ends_of(groups: Array, rows: int, name: str, counts: bool = False) -> Array:
    """Where each group ends, as int64.

    Raises the Refusal of a faulting kernel (507015, at the next synchronise) for ends that decrease, or lie outside
    the rows.
    """
    given = groups.reshape(-1).astype(np.int64)
    ends = np.cumsum(given) if counts else given
    if (np.diff(ends, prepend=0) < 0).any() or (ends.size and ends[-1] > rows):
        kind = "counts" if counts else "ends that do not decrease"
        raise device_fault(f"{name} must hold {kind} of groups within {rows} rows, found {given.tolist()}.")
    return ends


def groups_of_rows(ends: Array) -> Array:
    """The group of each row up to the last end."""
    return np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0))

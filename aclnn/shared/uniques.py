"""Elements, or slices across a dimension, without those equal to the one before: runs of equal ones."""

from __future__ import annotations

from typing import NamedTuple

from aclnn.declare import Arguments, Invalid, Limit
from aclnn.dtypes import BF16, BOOL, DOUBLE, FLOAT, FLOAT16, UINT8
from aclnn.lazy import Array, np
from aclnn.promotion import SIGNED, UNSIGNED

TYPES = (BOOL, FLOAT, FLOAT16, DOUBLE, UINT8, *SIGNED, *UNSIGNED, BF16)


class Runs(NamedTuple):
    """Of rows: where runs begin, the run that each row is in, the lengths of runs."""

    starts: Array
    inverse: Array
    counts: Array


def runs(rows: Array) -> Runs:
    """Runs of equal rows of a matrix; NaN equals nothing, as where elements are compared on the device."""
    differs = np.any(rows[1:] != rows[:-1], axis=1)
    begins = np.concatenate([np.ones(min(len(rows), 1), bool), differs])
    starts = np.flatnonzero(begins)
    return Runs(starts, np.cumsum(begins) - 1, np.diff(np.append(starts, len(rows))))


def distinct(rows: Array) -> tuple[Array, Runs]:
    """The places of one row of each kind, in ascending order, and the runs, with the inverse of the given rows."""
    order = np.lexsort(rows.T[::-1]) if rows.shape[1] else np.arange(len(rows))
    found = runs(rows[order])
    inverse = np.empty_like(found.inverse)
    inverse[order] = found.inverse
    return order[found.starts], Runs(found.starts, inverse, found.counts)


def room_limit() -> Limit:
    """There must be room for every element: how many are found only the data decides."""
    return Invalid("valueOut", "must have as many elements as self", lambda a: a.valueOut.size == a.self.size)


def asked_limit(name: str, flag: str, other: str) -> Limit:
    """A result that is asked for must have the shape of another tensor."""

    def holds(a: Arguments) -> bool:
        return not getattr(a, flag) or getattr(a, name).shape == getattr(a, other).shape

    return Invalid(name, f"must have the shape of {other} when {flag} is set", holds)

"""Where a value belongs in a row that is in order."""

from __future__ import annotations

from aclnn.declare import Arguments, Invalid, Limit
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np


def index_type_limit() -> Limit:
    """The result's type must be what `outInt32` says."""
    return Invalid(
        "out",
        "must have the data type INT32 with outInt32, INT64 without",
        lambda a: a.out.dtype == (INT32 if a.outInt32 else INT64),
    )


def sorter_limits() -> tuple[Limit, Limit]:
    """The indices that put the row in order, unless they are null."""

    def fits(a: Arguments) -> bool:
        return a.sorter is None or a.sorter.shape == a.sortedSequence.shape

    return (
        Invalid("sortedSequence", "must have a dimension", lambda a: len(a.sortedSequence.shape) > 0),
        Invalid("sorter", "must have the shape of sortedSequence", fits),
    )


def found(rows: Array, values: Array, right: bool) -> Array:
    """How many elements of a row are before each value, or not behind it; NaN is above every number."""
    if rows.ndim == 1:
        return np.searchsorted(rows, values, "right" if right else "left")
    result = np.empty(values.shape, np.int64)
    for place in np.ndindex(*rows.shape[:-1]):
        result[place] = found(rows[place], values[place], right)
    return result

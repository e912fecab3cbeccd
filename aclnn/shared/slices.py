"""The bounds of slices, as CANN's page on aclnnSlice defines them: any integers, moved into the axis."""

from __future__ import annotations


def bounds(start: int, end: int, length: int) -> tuple[int, int]:
    """start and end within [0, length], counted from the end where negative; end is not before start."""
    if start < -length:
        start = 0
    elif start >= length:
        start = length
    elif start < 0:
        start += length
    if end < -length:
        end = start
    elif end >= length:
        end = length
    elif end < 0:
        end += length
    return start, max(start, end)


def count(start: int, end: int, step: int, length: int) -> int:
    """How many elements of an axis a slice takes."""
    first, last = bounds(start, end, length)
    return (last - first + step - 1) // step

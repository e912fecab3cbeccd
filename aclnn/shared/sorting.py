"""The order of elements as sorting operators have it: stable, and NaN above every number."""

from __future__ import annotations

from aclnn.lazy import Array, np


def order(values: Array, axis: int, descending: bool) -> Array:
    """The indices that sort along an axis; equal elements keep their order, whichever the direction."""
    if not descending:
        return np.argsort(values, axis=axis, kind="stable")
    reversed_ = np.argsort(np.flip(values, axis), axis=axis, kind="stable")
    return values.shape[axis] - 1 - np.flip(reversed_, axis)

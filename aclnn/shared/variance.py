"""Variances: squared deviations from the mean over the number of elements less a correction."""

from __future__ import annotations

from math import prod

from aclnn.lazy import Array, np
from aclnn.shared.reductions import along, axes_of


def variance(values: Array, axes: tuple[int, ...] | None, correction: int) -> tuple[Array, Array]:
    """Variance and mean along the axes, which keep a length of 1; without a degree of freedom inf or NaN."""
    mean = along(np.mean, values, axes)
    count = prod(values.shape[axis] for axis in axes_of(axes, values.ndim)) - correction
    total = along(np.sum, np.square(values - mean), axes)
    return total / np.float32(max(count, 0)), mean

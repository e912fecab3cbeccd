"""The p-norm of vectors along axes."""

from __future__ import annotations

import math

from aclnn.lazy import Array, np
from aclnn.shared.reductions import along


def vector_norm(values: Array, order: float, axes: tuple[int, ...] | None) -> Array:
    """(sum |x|^p)^(1/p); the greatest for inf, the smallest for -inf, how many are not 0 for 0."""
    lengths = np.abs(values)
    if math.isinf(order):
        return along(np.max if order > 0 else np.min, lengths, axes)
    if order == 0:
        return along(np.sum, (lengths != 0).astype(values.dtype), axes)
    if order == 1:
        return along(np.sum, lengths, axes)
    power = np.float32(order)
    return along(np.sum, lengths**power, axes) ** (1 / power)

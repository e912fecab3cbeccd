"""The Gaussian error linear unit and its tanh approximation, with their slopes; float32, in float64 inside."""

from __future__ import annotations

import math

from aclnn.lazy import Array, np
from aclnn.shared import special

CUBIC = 0.044715  # of the approximation tanh(sqrt(2 / pi) (x + CUBIC x^3))
FACTOR = math.sqrt(2 / math.pi)


def gelu(x: Array, approximate: bool) -> Array:
    """x times the normal distribution's integral up to x."""
    wide = x.astype(np.float64)
    if approximate:
        return (0.5 * wide * (1 + np.tanh(FACTOR * (wide + CUBIC * wide**3)))).astype(x.dtype)
    return (0.5 * wide * special.erfc(-wide / math.sqrt(2))).astype(x.dtype)


def slope(x: Array, approximate: bool) -> Array:
    """The derivative of gelu."""
    wide = x.astype(np.float64)
    if approximate:
        tanh = np.tanh(FACTOR * (wide + CUBIC * wide**3))
        inner = FACTOR * (1 + 3 * CUBIC * wide * wide)
        return (0.5 * (1 + tanh) + 0.5 * wide * (1 - tanh * tanh) * inner).astype(x.dtype)
    density = np.exp(-wide * wide / 2) / math.sqrt(2 * math.pi)
    return (0.5 * special.erfc(-wide / math.sqrt(2)) + wide * density).astype(x.dtype)

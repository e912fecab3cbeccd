"""Kernels of ActivationOperation, as functions of its parameter and of arrays in float32."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from aclnn.ops.activation import gelu_v2, relu, sigmoid, swi_glu, swi_glu_grad, swish
from aclnn.ops.math import log

Array = Any  # an ndarray; to mypy its operators give Any


def _fast_gelu(param: Any, x: Array) -> Array:
    """x * sigmoid(1.702 x), written so that nothing overflows."""
    size = np.abs(x)
    shrunk = np.exp(np.float32(0.851) * (x - size))
    return x * shrunk / (1 + np.exp(np.float32(-1.702) * size))


def _gelu(param: Any, x: Array) -> Array:
    return gelu_v2.kernel(x, 0 if param.geluMode else 1)  # geluMode 0 approximates with tanh


KERNELS: dict[int, Callable[..., Array]] = {
    1: lambda param, x: relu.kernel(x),
    2: _gelu,
    3: _fast_gelu,
    4: lambda param, x: swish.kernel(x, param.scale),
    5: lambda param, x: log.kernel(x),
    6: lambda param, x: swi_glu.kernel(x, -1),
    7: lambda param, gradient, x: swi_glu_grad.kernel(gradient, x, -1),
    8: lambda param, x: sigmoid.kernel(x),
    9: _fast_gelu,
}

"""The kernel of RmsNormOperation: in float32, each result rounded once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from aclnn.access import store, widen
from aclnn.ops.norm.rms_norm import kernel

if TYPE_CHECKING:
    from atb.ops.rms_norm import RmsNormOperation

Array = Any  # an ndarray; to mypy its operators give Any


def _to_int8(values: Array) -> Array:
    return np.clip(np.rint(np.nan_to_num(values)), -128, 127).astype(np.int8)


def _quantised(y: Array, scale: Array, offset: Array) -> Array:
    return _to_int8(y / scale + offset)


def _with_own_scales(y: Array) -> tuple[Array, Array]:
    """Each row scaled so that its largest element becomes 127, and the scales."""
    peak = np.abs(y).max(axis=-1, keepdims=True)
    scaled = np.divide(y * np.float32(127), peak, out=np.zeros_like(y), where=peak != 0)
    return _to_int8(scaled), (peak / np.float32(127))[..., 0]


def run(operation: RmsNormOperation, call: Any) -> None:
    x = widen(call.x)
    for name in ("bias", "resIn"):
        if name in operation.inputs and getattr(call, name) is not None:
            x = x + widen(getattr(call, name))
    gamma = widen(call.gamma)
    if not operation.has_rstd:
        gamma = gamma.reshape(-1)
    if operation.is_gemma:
        gamma = 1 + gamma
    with np.errstate(all="ignore"):  # infinities and NaNs are results
        y, rstd = kernel(x, gamma, operation.epsilon)
        if call.beta is not None:
            y = y + widen(call.beta).reshape(-1)
        results = _results(operation, call, x, y, rstd)
    for name, result in zip(operation.outputs, results):
        store(getattr(call, name), result)


def _results(operation: RmsNormOperation, call: Any, x: Array, y: Array, rstd: Array) -> tuple[Array, ...]:
    """In the order of the outputs; the second of PRENORM is what was normalised, of POSTNORM the unquantised result."""
    if operation.outputs[-1] == "outScale":
        return _with_own_scales(y)
    second = rstd if operation.has_rstd else y if operation.is_post else x
    return (y if call.scale is None else _quantised(y, widen(call.scale), widen(call.offset))), second

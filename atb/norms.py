"""The kernels of RmsNormOperation and LayerNormOperation: in float32, each result rounded once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from aclnn.access import store, widen
from aclnn.ops.norm import layer_norm
from aclnn.ops.norm.rms_norm import normalised
from atb.elements import to_int8

if TYPE_CHECKING:
    from atb.ops.layer_norm import LayerNormOperation
    from atb.ops.rms_norm import RmsNormOperation

Array = Any  # an ndarray; to mypy its operators give Any


def _quantised(y: Array, scale: Array, offset: Array) -> Array:
    return to_int8(y / scale + offset)


def _with_own_scales(y: Array) -> tuple[Array, Array]:
    """Each row scaled so that its largest element becomes 127, and the scales."""
    peak = np.abs(y).max(axis=-1, keepdims=True)
    scaled = np.divide(y * np.float32(127), peak, out=np.zeros_like(y), where=peak != 0)
    return to_int8(scaled), (peak / np.float32(127))[..., 0]


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
        y, rstd = normalised(x, gamma, operation.epsilon)
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


def run_layer_norm(operation: LayerNormOperation, call: Any) -> None:
    x, gamma, beta = (widen(tensor) for tensor in (call.x, call.gamma, call.beta))
    if call.resIn is not None:
        x = x + np.float32(operation.zoom) * widen(call.resIn)
    if not operation.is_plain:
        gamma, beta = gamma.reshape(-1), beta.reshape(-1)
    with np.errstate(all="ignore"):  # infinities and NaNs are results
        y, _, _ = layer_norm.kernel(x, gamma.shape, gamma, beta, operation.epsilon)
        results: dict[str, Array] = {"y": y, "resOut": x}
        if call.scale is not None:
            quantised = to_int8(y * widen(call.scale) + widen(call.offset))
            results["yQuant" if "yQuant" in operation.outputs else "y"] = quantised
        if "outScale" in operation.outputs:
            results["y"], results["outScale"] = _with_own_scales(y)
    for name in operation.outputs:
        store(getattr(call, name), results[name])

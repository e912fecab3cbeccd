"""Kernels of operations as functions of arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from aclnn.access import store, widen
from aclnn.tensor import Tensor


def compute(kernel: Callable[..., Any], outputs: Sequence[Tensor], *arguments: Any) -> None:
    """Calls a kernel, such as an aclnn operator's reference, and stores what it gives.

    Tensors among the arguments are read, 16-bit floats widened to float32; everything else is passed on. Results are
    rounded once.
    """
    with np.errstate(all="ignore"):  # infinities and NaNs are results
        given = [widen(argument) if isinstance(argument, Tensor) else argument for argument in arguments]
        results = kernel(*given)
    for output, result in zip(outputs, results if isinstance(results, tuple | list) else (results,)):
        store(output, np.asarray(result))

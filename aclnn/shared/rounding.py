"""Roundings of kernels that do not round halves to even; results are rounded to nearest even when they are stored."""

from __future__ import annotations

from aclnn.dtypes import BF16, FLOAT16, DType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, overload

    from numpy.typing import NDArray

if TYPE_CHECKING:  # a block of its own: overloads stand directly before the function

    @overload
    def ties_away(values: NDArray[Any], dtype: DType) -> NDArray[Any]: ...

    @overload
    def ties_away(values: None, dtype: DType) -> None: ...


def ties_away(values: NDArray[Any] | None, dtype: DType) -> NDArray[Any] | None:
    """float32 values that round to nearest as the device's CAST_ROUND does: those halfway are moved away from zero."""
    import numpy as np

    if values is None or dtype not in (FLOAT16, BF16):
        return values
    bits = np.ascontiguousarray(values, np.float32).view(np.uint32)
    if dtype == BF16:
        halves = bits & 0xFFFF == 0x8000
    else:
        steps = np.abs(bits.view(np.float32)) * np.float32(2**24)  # of the subnormal numbers
        is_subnormal = bits & 0x7FFFFFFF < 0x38800000
        halves = np.where(is_subnormal, steps - np.floor(steps) == 0.5, bits & 0x1FFF == 0x1000)
    moved: NDArray[Any] = (bits + halves.astype(np.uint32)).view(np.float32)
    return moved

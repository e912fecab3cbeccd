"""What the operators that fill a key/value cache share: RMS norm, int8, and where a token's row goes.

A cache of pages is [pages, slots, heads, D] in memory, or in the NZ layout [pages, heads, D/C, slots, C], whose
innermost axis is one block of 32 bytes. Rows are named by their slot, counted through all pages.
"""

from __future__ import annotations

from acl_sim.messages import device_fault
from aclnn.tensor import Tensor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

SKIP = -1  # the index of a token that is not cached
BLOCK_BYTES = 32


def lanes(cache: Tensor) -> int:
    """Elements in a block of 32 bytes."""
    return BLOCK_BYTES * 8 // cache.dtype.bits


def rms_norm(x: NDArray[Any], gamma: NDArray[Any], epsilon: float) -> NDArray[Any]:
    """x / sqrt(mean(x*x) + epsilon) * gamma over the last axis, every step in float32 as the kernels have it."""
    import numpy as np

    mean = np.sum(x * x, axis=-1, keepdims=True) * (np.float32(1) / np.float32(x.shape[-1]))
    normed: NDArray[Any] = x / np.sqrt(mean + np.float32(epsilon)) * gamma
    return normed


def to_int8(values: NDArray[Any]) -> NDArray[Any]:
    """Rounded to nearest even, then saturated; NaN becomes 0 on its way through int32."""
    import numpy as np

    clipped: NDArray[Any] = np.clip(np.nan_to_num(np.rint(values), nan=0), -128, 127)
    return clipped.astype(np.int8)


def checked(index: NDArray[Any], rows: int) -> NDArray[Any]:
    """The index. Raises the Refusal of a kernel that would write outside the cache (507015)."""
    outside = index[(index < SKIP) | (index >= rows)]
    if outside.size:
        raise device_fault(f"Parameter index holds {outside[0]}, but the cache has {rows} rows, and -1 skips one.")
    return index


def positions(slots: NDArray[Any], heads: int, length: int, page: int, block: int | None = None) -> NDArray[Any]:
    """Where the elements [token, head, D] of the given slots lie in the cache, row-major; `block` is C in NZ."""
    import numpy as np

    slot, head, column = np.ix_(slots, np.arange(heads), np.arange(length))
    number, row = slot // page, slot % page
    plain: NDArray[Any] = (slot * heads + head) * length + column
    if block is None:
        return plain
    tile = (number * heads + head) * (length // block) + column // block
    tiled: NDArray[Any] = (tile * page + row) * block + column % block
    return tiled

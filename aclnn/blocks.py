"""Tensors in FRACTAL_NZ: the view has plain dimensions [.., M, N], the memory behind it blocks of 16 rows and 32 bytes.

Such a tensor may show the last two dimensions of its memory the other way round. CANN tells that from the strides
alone, as they would be in plain memory.
"""

from __future__ import annotations

from aclnn.formats import ND
from aclnn.tensor import Tensor, contiguous_strides

ROWS = 16
COLUMN_BYTES = 32


def is_swapped(tensor: Tensor) -> bool:
    """Whether the view is the transpose of the matrices in memory."""
    (rows, columns), (down, across) = tensor.shape[-2:], tensor.strides[-2:]
    return down == 1 and across == rows and (rows, columns) != (1, 1)


def plain_shape(tensor: Tensor) -> tuple[int, ...]:
    """The dimensions of the matrices in memory, without the padding."""
    *batches, rows, columns = tensor.shape
    return (*batches, columns, rows) if is_swapped(tensor) else (*batches, rows, columns)


def stored_shape(shape: tuple[int, ...], bits: int) -> tuple[int, ...]:
    """[.., N1, M1, M0, N0] of matrices [.., M, N] whose elements have so many bits; the last blocks are padded."""
    *batches, rows, columns = shape
    wide = COLUMN_BYTES * 8 // bits
    return (*batches, -(-columns // wide), -(-rows // ROWS), ROWS, wide)


def stored(tensor: Tensor) -> Tensor:
    """The memory behind a tensor in FRACTAL_NZ, as a plain tensor with the padding.

    The dimensions follow from the view: programs make such tensors with storage dimensions of all kinds.
    """
    shape = stored_shape(plain_shape(tensor), tensor.dtype.bits)
    return Tensor(shape, tensor.dtype, contiguous_strides(shape), tensor.offset, ND, shape, tensor.address)

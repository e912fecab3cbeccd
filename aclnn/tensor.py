"""aclTensor: a view of device memory, as a value."""

from __future__ import annotations

from math import prod

from aclnn.dtypes import DType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Tensor:
    """Shape, strides and offset in elements, over storage that begins at `address`."""

    __slots__ = ("address", "dtype", "format", "handle", "offset", "shape", "storage_shape", "strides")

    def __init__(
        self,
        shape: tuple[int, ...],
        dtype: DType,
        strides: tuple[int, ...],
        offset: int,
        format: int,
        storage_shape: tuple[int, ...],
        address: int,
    ) -> None:
        self.shape = shape
        self.dtype = dtype
        self.strides = strides
        self.offset = offset
        self.format = format
        self.storage_shape = storage_shape
        self.address = address
        self.handle = 0

    @property
    def size(self) -> int:
        """Number of elements of the view."""
        return prod(self.shape)

    @property
    def is_contiguous(self) -> bool:
        """Whether the view's elements lie one after the other, whatever strides its axes of length 1 have."""
        return all(
            length == 1 or stride == wanted
            for length, stride, wanted in zip(self.shape, self.strides, contiguous_strides(self.shape))
        )

    def extent(self) -> tuple[int, int]:
        """(first address, bytes) that the view touches; no bytes for an empty one."""
        first = last = self.offset
        for length, stride in zip(self.shape, self.strides):
            if length == 0:
                return self.address, 0
            if stride < 0:
                first += (length - 1) * stride
            else:
                last += (length - 1) * stride
        bits = self.dtype.bits
        start = first * bits // 8
        return self.address + start, ((last + 1) * bits + 7) // 8 - start

    def copy(self) -> Tensor:
        """The view as it is now: what phase one keeps, since programs destroy their descriptors early."""
        view = Tensor(self.shape, self.dtype, self.strides, self.offset, self.format, self.storage_shape, self.address)
        view.handle = self.handle  # which tensor of the program it was
        return view

    def __str__(self) -> str:
        return f"{self.dtype}{list(self.shape)}"


def contiguous_strides(shape: Sequence[int]) -> tuple[int, ...]:
    """Strides in elements of a row-major layout."""
    strides = [1] * len(shape)
    for axis in range(len(shape) - 2, -1, -1):
        strides[axis] = strides[axis + 1] * shape[axis + 1]
    return tuple(strides)

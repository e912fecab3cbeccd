"""Descriptions and tensors as they cross from C++: numbers in a fixed order (native/python.h)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from acl_sim import native
from aclnn import formats
from aclnn.dtypes import UNDEFINED, DType, dtype_of
from aclnn.tensor import Tensor, contiguous_strides

MOST_DIMS = 8
DESC_SLOTS = 3 + MOST_DIMS
TENSOR_SLOTS = DESC_SLOTS + 3
_MOST = (1 << 64) - 1


class Desc(NamedTuple):
    """atb::TensorDesc. `rank` is dimNum, which may be anything; `shape` has at most eight lengths."""

    dtype: DType
    format: int
    shape: tuple[int, ...]
    rank: int

    @property
    def elements(self) -> int:
        """Number of elements; 0 where a length is not positive or 64 bits cannot count them."""
        if not self.shape or min(self.shape) <= 0:
            return 0
        count = 1
        for length in self.shape:
            count *= length
        return count if count <= _MOST else 0

    @property
    def size(self) -> int:
        """Bytes, 0 for an unknown type or none; an undefined type counts as a byte."""
        bits = 8 if self.dtype == UNDEFINED else self.dtype.bits
        size = self.elements * bits // 8
        return size if size <= _MOST else 0

    @property
    def is_empty(self) -> bool:
        return self.rank == 0 or 0 in self.shape

    def with_shape(self, shape: Sequence[int]) -> Desc:
        return self._replace(shape=tuple(shape), rank=len(shape))

    def __str__(self) -> str:
        return f"{self.dtype}{list(self.shape)} in {formats.name_of(self.format)}"


class Given(NamedTuple):
    """atb::Tensor: a description, addresses on device and host, and the bytes behind them."""

    desc: Desc
    device: int
    host: int
    size: int

    @property
    def is_empty(self) -> bool:
        return self.desc.is_empty and not (self.size or self.device or self.host)

    def host_contents(self) -> Any:
        """A copy of the INT32 on the host, as an array."""
        import numpy as np

        return np.frombuffer(native.ffi.buffer(native.ffi.cast("char *", self.host), self.desc.size), np.int32).copy()

    def tensor(self) -> Tensor:
        """The same as a kernel takes it."""
        desc = self.desc
        return Tensor(
            desc.shape, desc.dtype, contiguous_strides(desc.shape), 0, desc.format, desc.shape, self.device or self.host
        )


def numbers(address: int, count: int) -> list[int]:
    """64-bit numbers that the native side laid out."""
    return native.ffi.unpack(native.ffi.cast("int64_t *", address), count) if count else []


def desc_of(slots: Sequence[int]) -> Desc:
    dtype, format, rank, *lengths = slots
    return Desc(dtype_of(dtype), format, tuple(lengths[: min(rank & _MOST, MOST_DIMS)]), rank & _MOST)


def _given_of(slots: Sequence[int]) -> Given:
    device, host, size = (value & _MOST for value in slots[DESC_SLOTS:])
    return Given(desc_of(slots[:DESC_SLOTS]), device, host, size)


def read_descs(address: int, count: int) -> list[Desc]:
    slots = numbers(address, count * DESC_SLOTS)
    return [desc_of(slots[i * DESC_SLOTS : (i + 1) * DESC_SLOTS]) for i in range(count)]


def read_tensors(address: int, count: int) -> list[Given]:
    slots = numbers(address, count * TENSOR_SLOTS)
    return [_given_of(slots[i * TENSOR_SLOTS : (i + 1) * TENSOR_SLOTS]) for i in range(count)]


def desc_slots(desc: Desc) -> list[int]:
    return [desc.dtype.code, desc.format, desc.rank, *desc.shape, *([0] * (MOST_DIMS - len(desc.shape)))]


def tensor_slots(given: Given) -> list[int]:
    return [*desc_slots(given.desc), given.device, given.host, given.size]


def write_descs(address: int, descs: Sequence[Desc]) -> None:
    """Puts descriptions where the native side reads them."""
    flat = [slot for desc in descs for slot in desc_slots(desc)]
    target = native.ffi.cast("int64_t *", address)
    for index, slot in enumerate(flat):
        target[index] = slot

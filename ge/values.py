"""What the edges of a graph carry during a run: tensors on the device, or arrays that the host knows already.

Shapes, axes and other small integers of a graph stay on the host, so that the next node's shape can be told from them.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

from acl_sim.messages import Refusal
from aclnn.dtypes import DType
from aclnn.formats import ND
from aclnn.tensor import Tensor, contiguous_strides

if TYPE_CHECKING:
    from numpy.typing import NDArray

FAILED = 0xFFFFFFFF  # ge::FAILED


class Host:
    """An array in the storage type of its element type: bfloat16 as its bits."""

    __slots__ = ("array", "dtype")

    def __init__(self, array: NDArray[Any], dtype: DType) -> None:
        self.array = array
        self.dtype = dtype

    @property
    def shape(self) -> tuple[int, ...]:
        shape: tuple[int, ...] = self.array.shape
        return shape

    def __str__(self) -> str:
        return f"{self.dtype}{list(self.shape)}"


Value = Host | Tensor


def refused(node: str, reason: str) -> Refusal:
    """A node that cannot be compiled or run; `node` is how messages name it."""
    return Refusal(FAILED, "EZ3003", f"{node} {reason}.")


def tensor_at(address: int, shape: tuple[int, ...], dtype: DType) -> Tensor:
    """A contiguous tensor on the device."""
    return Tensor(shape, dtype, contiguous_strides(shape), 0, ND, shape, address)


def view(tensor: Tensor, shape: tuple[int, ...], strides: tuple[int, ...], offset: int = 0) -> Tensor:
    """The same memory seen with other dimensions; offset in elements, from the tensor's own."""
    origin = tensor.offset + offset
    return Tensor(shape, tensor.dtype, strides, origin, ND, tensor.storage_shape, tensor.address)


def resolved(shape: tuple[int, ...], size: int) -> tuple[int, ...]:
    """A shape in which one dimension may be -1, for so many elements; ValueError when there is none."""
    if -1 in shape:
        known = prod(dim for dim in shape if dim != -1)
        shape = tuple(size // known if dim == -1 and known else dim for dim in shape)
    if prod(shape) != size:
        raise ValueError(f"{size} elements do not make a tensor of shape {list(shape)}")
    return shape

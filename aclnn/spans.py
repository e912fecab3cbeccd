"""Which bytes a strided view touches: views of one buffer may interleave without sharing a byte."""

from __future__ import annotations

from itertools import islice, product

from acl_sim.task import Range
from aclnn.blocks import stored
from aclnn.formats import FRACTAL_NZ
from aclnn.tensor import Tensor

_MOST = 65536  # runs of one view; what lies beyond is not checked


def spans(tensor: Tensor) -> tuple[Range, ...]:
    """The runs of adjacent bytes, as (first address, bytes), in the order of their addresses."""
    if tensor.format == FRACTAL_NZ:
        tensor = stored(tensor)
    first, size = tensor.extent()
    if not size or tensor.is_contiguous:
        return ((first, size),) if size else ()
    axes = sorted((abs(stride), length) for stride, length in zip(tensor.strides, tensor.shape) if length > 1)
    run = 1
    outer: list[range] = []
    for stride, length in axes:
        if stride <= run and not outer:
            run += (length - 1) * stride
        else:
            outer.insert(0, range(0, length * stride, stride))
    bits = tensor.dtype.bits
    starts = (first + sum(steps) * bits // 8 for steps in islice(product(*outer), _MOST))
    return tuple((start, (run * bits + 7) // 8) for start in starts)

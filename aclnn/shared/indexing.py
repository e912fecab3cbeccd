"""Indexing by a list of tensors, one for each dimension, as torch has it: whole numbers, masks, and empty ones.

A mask stands for the positions where it is true, and takes as many dimensions as it has. An empty tensor leaves its
dimension as it is. All others are broadcast; their dimensions take the place of the first, or come first of all where
a dimension that is left lies between them.
"""

from __future__ import annotations

from typing import Any

from aclnn.declare import Arguments, Invalid, Limit
from aclnn.dtypes import BOOL
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, broadcast_shape
from aclnn.shared.indices import checked
from aclnn.tensor import Tensor


def has_mask(indices: tuple[Tensor, ...]) -> bool:
    """Whether only the data decides how many elements are chosen."""
    return any(index.dtype == BOOL and index.size for index in indices)


def selection_shape(shape: Dims, indices: tuple[Tensor, ...]) -> Dims | None:
    """The shape of what is chosen, None where the indices cannot be broadcast; not for masks."""
    used = [at for at, index in enumerate(indices) if index.size]
    if not used:
        return shape
    common = broadcast_shape(*(indices[at].shape for at in used))
    if common is None:
        return None
    left = [length for at, length in enumerate(shape) if at not in used]
    first = used[0] if used == list(range(used[0], used[-1] + 1)) else 0
    return (*left[:first], *common, *left[first:])


def list_limits(name: str = "self") -> tuple[Limit, ...]:
    """At most an index for each dimension; masks must have the lengths of theirs."""

    def fit(a: Arguments) -> bool:
        shape, at = getattr(a, name).shape or (1,), 0
        for index in a.indices:
            if index.dtype == BOOL and index.size:
                if shape[at : at + len(index.shape)] != index.shape:
                    return False
                at += len(index.shape)
            else:
                at += 1
        return at <= len(shape)

    return (Invalid("indices", f"must index dimensions of {name}, masks with their lengths", fit),)


def selector(indices: tuple[Array, ...], shape: Dims) -> tuple[Any, ...]:
    """What numpy takes for such indices. Raises the Refusal of a faulting kernel for one outside its dimension."""
    chosen: list[Any] = []
    for index in indices:
        at = len(chosen)
        if index.size == 0:
            chosen.append(slice(None))
        elif index.dtype == np.bool_:
            chosen.extend(np.nonzero(index))
        else:
            chosen.append(checked(index, (shape or (1,))[at], f"indices[{at}]", negative=True))
    return tuple(chosen)

"""Indices whose last dimension names places along the first dimensions of a tensor."""

from __future__ import annotations

from typing import Any

from aclnn.declare import Arguments, Invalid, Limit
from aclnn.lazy import Array, np
from aclnn.shapes import Dims
from aclnn.shared.indices import checked


def chosen_shape(shape: Dims, indices: Dims) -> Dims:
    """The shape of what such indices choose."""
    return (*indices[:-1], *shape[indices[-1] :])


def indices_limits(name: str, least: int = 1) -> tuple[Limit, ...]:
    """They must have dimensions, and not more to name than the tensor has."""

    def fits(a: Arguments) -> bool:
        shape = a.indices.shape
        return len(shape) >= least and 1 <= shape[-1] <= len(getattr(a, name).shape)

    words = f"must have at least {least} dimensions, the last of them from 1 to those of {name}"
    return (Invalid("indices", words, fits),)


def places(indices: Array, shape: Dims, negative: bool = False) -> tuple[Any, ...]:
    """What numpy takes for such indices. Raises the Refusal of a faulting kernel for one outside its dimension."""
    columns = np.moveaxis(indices, -1, 0)
    return tuple(checked(column, length, "indices", negative) for column, length in zip(columns, shape))

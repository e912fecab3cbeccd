"""Rules for the shape of an output: words for the documentation, and the shape for given arguments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from acl_sim.messages import aclnn_invalid

Dims = tuple[int, ...]


class Shape:
    """`words` complete "must have the shape of ..."; `of` gives the shape, or raises a Refusal when there is none."""

    def __init__(self, words: str, of: Callable[[Any], Dims]) -> None:
        self.words = words
        self.of = of


def broadcast_shape(*shapes: Dims) -> Dims | None:
    """The common shape of the broadcast, None where there is none."""
    result: list[int] = []
    for shape in shapes:
        result = [1] * (len(shape) - len(result)) + result
        first = len(result) - len(shape)
        for axis, length in enumerate(shape, first):
            if result[axis] == 1:
                result[axis] = length
            elif length not in (1, result[axis]):
                return None
    return tuple(result)


def shape_of(name: str) -> Shape:
    """That of another tensor."""

    def of(arguments: Any) -> Dims:
        shape: Dims = getattr(arguments, name).shape
        return shape

    return Shape(f"`{name}`", of)


def broadcast(*names: str) -> Shape:
    """The broadcast of tensors, of which those that are scalars or null do not count."""

    def of(arguments: Any) -> Dims:
        values = [(name, getattr(arguments, name)) for name in names]
        tensors = [(name, value) for name, value in values if hasattr(value, "shape")]
        first = tensors[0][1].shape
        if all(tensor.shape == first for _, tensor in tensors):
            shape: Dims = first
            return shape
        common: Dims = ()
        for name, tensor in tensors:
            joined = broadcast_shape(common, tensor.shape)
            if joined is None:
                others = ", ".join(str(other) for _, other in tensors if other is not tensor)
                raise aclnn_invalid(name, tensor, f"must have a shape that can be broadcast with {others}")
            common = joined
        return common

    return Shape(f"the broadcast of {' and '.join(f'`{name}`' for name in names)}", of)


def axes_of(axes: Sequence[int] | None, rank: int) -> tuple[int, ...]:
    """Axes counted from the front; none or no axes are all of them."""
    if not axes:
        return tuple(range(rank))
    return tuple(axis % rank if rank else 0 for axis in axes)


def reduced(name: str, axes: str, keep: str = "") -> Shape:
    """That of a tensor without the axes, or with length 1 there; `keep` names the flag that decides."""

    def of(arguments: Any) -> Dims:
        shape: Dims = getattr(arguments, name).shape
        value = getattr(arguments, axes)
        if isinstance(value, int):
            value = (value,)
        gone = axes_of(value, len(shape)) if shape else ()
        if keep and getattr(arguments, keep):
            return tuple(1 if axis in gone else length for axis, length in enumerate(shape))
        return tuple(length for axis, length in enumerate(shape) if axis not in gone)

    return Shape(f"`{name}` reduced over `{axes}`", of)

"""Single axes of tensors: counted from either end, where a tensor without dimensions has the axes -1 and 0."""

from __future__ import annotations

from aclnn.declare import Invalid, Limit
from aclnn.shapes import Dims, Shape


def axis_of(axis: int, rank: int) -> int:
    """The axis counted from the front."""
    return axis % max(rank, 1)


def is_axis(axis: int, rank: int) -> bool:
    """Whether a tensor of that rank has such an axis."""
    return -max(rank, 1) <= axis < max(rank, 1)


def axis_limit(axis: str = "dim", name: str = "self") -> Limit:
    """An attribute must be an axis of a tensor."""
    return Invalid(
        axis,
        f"must be within the dimensions of {name}",
        lambda a: is_axis(getattr(a, axis), len(getattr(a, name).shape)),
    )


def axes_are_valid(axes: tuple[int, ...], rank: int) -> bool:
    """Whether all are axes of a tensor of that rank, and none of them comes twice."""
    return all(is_axis(axis, rank) for axis in axes) and len({axis_of(axis, rank) for axis in axes}) == len(axes)


def with_length(shape: Dims, axis: int, length: int) -> Dims:
    """A shape with another length along an axis."""
    return (*shape[:axis], length, *shape[axis + 1 :])


def halved(name: str, axis: str = "dim") -> Shape:
    """The shape of a tensor, half as long along an axis."""

    def of(a: object) -> Dims:
        shape: Dims = getattr(a, name).shape
        at = axis_of(getattr(a, axis), len(shape))
        return with_length(shape, at, shape[at] // 2)

    return Shape(f"`{name}`, halved along `{axis}`", of)


def half_limit(axis: str = "dim", name: str = "self") -> Limit:
    """A tensor must have a dimension, and an even length along the axis."""

    def holds(a: object) -> bool:
        shape: Dims = getattr(a, name).shape
        return bool(shape) and shape[axis_of(getattr(a, axis), len(shape))] % 2 == 0

    return Invalid(name, f"must have an even length along {axis}", holds)

"""What reductions have in common: axes, the shape of the result, and limits on both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from aclnn.declare import Arguments, Invalid, Limit
from aclnn.shapes import Dims, Shape


def axes_of(axes: int | Sequence[int] | None, rank: int) -> tuple[int, ...]:
    """Axes counted from the front; none, or an empty array, is all of them."""
    if isinstance(axes, int):
        axes = (axes,)
    if not axes:
        return tuple(range(rank))
    return tuple(axis % rank for axis in axes) if rank else ()


def _are_valid(axes: int | Sequence[int] | None, rank: int) -> bool:
    given = (axes,) if isinstance(axes, int) else axes or ()
    span = max(rank, 1)  # a tensor without dimensions has the axes -1 and 0
    return all(-span <= axis < span for axis in given) and len({axis % span for axis in given}) == len(given)


def axes_limit(name: str, axes: str) -> Limit:
    """The axes must be those of a tensor, each at most once."""
    return Invalid(
        axes,
        f"must be within the dimensions of {name}, none of them twice",
        lambda a: _are_valid(getattr(a, axes), len(getattr(a, name).shape)),
    )


def nonempty_limit(name: str, axes: str = "") -> Limit:
    """Maxima and minima need at least one element to choose from."""

    def holds(a: Arguments) -> bool:
        shape = getattr(a, name).shape
        return all(shape[axis] > 0 for axis in axes_of(getattr(a, axes) if axes else None, len(shape)))

    return Invalid(name, f"must not be empty along {axes}" if axes else "must not be empty", holds)


def reduced(name: str, axes: str = "", keep: str = "") -> Shape:
    """The shape of a tensor without the axes (all unless named), or with length 1 there when the flag `keep` is set."""

    def of(arguments: Any) -> Dims:
        shape: Dims = getattr(arguments, name).shape
        gone = axes_of(getattr(arguments, axes) if axes else None, len(shape))
        if keep and getattr(arguments, keep):
            return tuple(1 if axis in gone else length for axis, length in enumerate(shape))
        return tuple(length for axis, length in enumerate(shape) if axis not in gone)

    return Shape(f"`{name}` reduced over {f'`{axes}`' if axes else 'all axes'}", of, loose=True)


def along(function: Callable[..., Any], values: Any, axes: int | Sequence[int] | None, **options: Any) -> Any:
    """A numpy reduction over axes, whose result keeps them with length 1."""
    chosen = axes_of(axes, values.ndim)
    return function(values, axis=chosen, keepdims=True, **options) if chosen else values

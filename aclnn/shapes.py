"""Rules for the shape of an output: words for the documentation, and the shape for given arguments."""

from __future__ import annotations

from acl_sim.messages import aclnn_invalid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

Dims = tuple[int, ...]


class Shape:
    """`words` complete "must have the shape of ..."; `of` gives the shape, or raises a Refusal when there is none.

    loose: where one element is expected, it may have no dimension or one.
    """

    def __init__(self, words: str, of: Callable[[Any], Dims], loose: bool = False) -> None:
        self.words = words
        self.of = of
        self.loose = loose

    def fits(self, shape: Dims, wanted: Dims) -> bool:
        """Whether a tensor of that shape may take a result of the wanted one."""
        return shape == wanted or (self.loose and {shape, wanted} == {(), (1,)})


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
        values: list[tuple[str, Any]] = [(name, getattr(arguments, name, None)) for name in names]
        tensors = [(name, value) for name, value in values if hasattr(value, "shape")]  # a form may lack some
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

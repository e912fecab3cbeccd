"""Losses: how they are reduced, and short declarations of pointwise ones and their gradients."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Any

from aclnn.declare import Arguments, Attribute, In, Invalid, Limit, Operator, Out, Parameter
from aclnn.dtypes import BF16, FLOAT, FLOAT16, DType
from aclnn.lazy import Array, np
from aclnn.promotion import promoted
from aclnn.shapes import Dims, Shape, broadcast, broadcast_shape

TYPES = (FLOAT, FLOAT16, BF16)


class Reduction(IntEnum):
    """What becomes of the losses of the elements."""

    NONE = 0
    MEAN = 1
    SUM = 2
    BATCH_MEAN = 3  # the sum over the number of rows


def reduction_limit(highest: Reduction = Reduction.SUM) -> Limit:
    """The parameter `reduction` must be a known value."""
    return Invalid("reduction", f"must be 0 to {int(highest)}", lambda a: 0 <= a.reduction <= highest)


def fits_limit(name: str, other: str) -> Limit:
    """A tensor, unless it is null, must be broadcast to the shape of another."""

    def holds(a: Arguments) -> bool:
        tensor, shape = getattr(a, name), getattr(a, other).shape
        return tensor is None or broadcast_shape(tensor.shape, shape) == shape

    return Invalid(name, f"must have a shape that can be broadcast to {other}", holds)


def loss_shape(*names: str) -> Shape:
    """The broadcast of tensors, or one element where losses are reduced."""

    def of(arguments: Any) -> Dims:
        common = broadcast(*names).of(arguments)
        return common if arguments.reduction == Reduction.NONE else ()

    return Shape(f"the broadcast of {', '.join(names)}, or one element when reduced", of, loose=True)


def total(losses: Array, call: Arguments) -> Array:
    """The losses reduced as the call says."""
    if call.reduction == Reduction.NONE:
        return losses
    if call.reduction == Reduction.BATCH_MEAN:
        return np.sum(losses) / np.float32(losses.shape[0] if losses.ndim else 1)
    return np.mean(losses) if call.reduction == Reduction.MEAN else np.sum(losses)


def shared(gradients: Array, count: int, call: Arguments) -> Array:
    """The gradients of `count` elements as the reduction of the loss divides them."""
    return gradients / np.float32(count) if call.reduction == Reduction.MEAN else gradients


def pointwise(
    name: str,
    dtypes: Iterable[DType],
    *attributes: Parameter,
    result: str = "out",
    highest: Reduction = Reduction.SUM,
    limits: tuple[Limit, ...] = (),
    **declared: Any,
) -> Operator:
    """A loss of each element of self against target, reduced; attributes come after `reduction`."""
    types = tuple(dtypes)
    return Operator(
        name,
        In("self", types),
        In("target", types),
        Attribute("reduction", "int64_t"),
        *attributes,
        Out(result, types, shape=loss_shape("self", "target")),
        computes=promoted("self", "target"),
        limits=(reduction_limit(highest), *limits),
        **declared,
    )


def gradient(
    name: str,
    *attributes: Parameter,
    of: str = "gradOutput",
    result: str = "gradInput",
    highest: Reduction = Reduction.SUM,
    limits: tuple[Limit, ...] = (),
    **declared: Any,
) -> Operator:
    """The gradient of a pointwise loss with respect to self; attributes come after `reduction`."""
    return Operator(
        name,
        In(of, TYPES),
        In("self", TYPES),
        In("target", TYPES),
        Attribute("reduction", "int64_t"),
        *attributes,
        Out(result, TYPES, shape=broadcast(of, "self", "target")),
        computes=promoted(of, "self", "target"),
        limits=(reduction_limit(highest), *limits),
        **declared,
    )

"""Limits that many operators share, refused as invalid parameters (161002)."""

from __future__ import annotations

from collections.abc import Iterable

from acl_sim import status
from aclnn.declare import FAMILIES, Arguments, Invalid, Limit
from aclnn.dtypes import DType
from aclnn.formats import CHANNELS_LAST


def lacks(name: str, dtypes: Iterable[DType], families: tuple[str, ...]) -> Limit:
    """Products that do not have some of the declared types of a tensor, or of the tensors in a list."""
    missing = tuple(dtypes)

    def holds(a: Arguments) -> bool:
        value = getattr(a, name)
        tensors = value if isinstance(value, tuple) else (value,)
        return all(tensor is None or tensor.dtype not in missing for tensor in tensors)

    return Invalid(name, f"must not be {', '.join(map(str, missing))} on this product", holds, families)


def rank_limit(name: str, low: int, high: int = 8) -> Limit:
    """A tensor must have a number of dimensions within bounds; a null one has none to count."""
    words = f"{low}" if low == high else f"{low} to {high}"

    def holds(a: Arguments) -> bool:
        tensor = getattr(a, name)
        return tensor is None or low <= len(tensor.shape) <= high

    return Invalid(name, f"must have {words} dimensions", holds)


def same_shape(name: str, other: str) -> Limit:
    """Two inputs must have the same shape; a null one has none to compare."""

    def holds(a: Arguments) -> bool:
        first, second = getattr(a, name), getattr(a, other)
        return None in (first, second) or first.shape == second.shape

    return Invalid(name, f"must have the shape of {other}", holds)


def complete(name: str) -> tuple[Limit, ...]:
    """A list of tensors must have some, none of them null (161001)."""
    return (
        Invalid(name, "must not be an empty list", lambda a: len(getattr(a, name)) > 0),
        Limit(
            name, "must not contain null", lambda a: None not in getattr(a, name), status=status.NN_PARAM_NULLPTR
        ),
    )  # fmt: skip


def channels_first(name: str, families: tuple[str, ...] = FAMILIES) -> Limit:
    """Formats with the channels at the end, where a product or the simulation lacks them."""
    return Invalid(
        name, "must not have format NHWC or NDHWC", lambda a: getattr(a, name).format not in CHANNELS_LAST, families
    )

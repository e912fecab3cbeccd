"""What quantising operators have in common: the range of a type, rounding into it, INT4 numbers packed into INT32.

INT32 stands for eight INT4 numbers, the first in its lowest bits: frameworks without 4-bit types hand tensors over so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aclnn.declare import Arguments, Invalid, Limit
from aclnn.dtypes import EIGHT, INT4, INT8, INT32, UINT8, DType
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape
from aclnn.shared.limits import lacks

NIBBLES = 8  # in an INT32
ROUNDINGS = ("round", "ceil", "trunc", "floor")
_OLDER = ("A2", "A3")
_BOUNDS = {INT8: (-128, 127), UINT8: (0, 255), INT4: (-8, 7)}


def is_integer(dtype: DType) -> bool:
    """Whether quantised numbers of that type are whole."""
    return dtype not in EIGHT


def range_of(dtype: DType) -> tuple[float, float]:
    """The least and the largest number of a type; of INT4 where it is INT32."""
    if dtype in EIGHT:
        from aclnn.eight_bits import largest

        return -largest(dtype), largest(dtype)
    return _BOUNDS[INT4 if dtype == INT32 else dtype]


def rounded(values: Array, dtype: DType, mode: str = "round") -> Array:
    """Whole numbers within the range of the type, NaN as 0; of 8-bit floats the values, which storing rounds.

    "round" is to nearest even. Those that INT32 stands for are not packed yet.
    """
    if not is_integer(dtype):
        return values
    functions: Mapping[str, Callable[[Array], Array]] = {
        "round": np.rint, "ceil": np.ceil, "trunc": np.trunc, "floor": np.floor,
    }  # fmt: skip
    return np.clip(np.nan_to_num(functions[mode](values), nan=0), *range_of(dtype))


def packed(numbers: Array) -> Array:
    """INT4 numbers as INT32, eight along the last axis to each."""
    nibbles = numbers.astype(np.int64).reshape(*numbers.shape[:-1], -1, NIBBLES) & 0xF
    joined = (nibbles << (4 * np.arange(NIBBLES))).sum(-1)
    return joined.astype(np.uint32).view(np.int32)


def unpacked(numbers: Array) -> Array:
    """The INT4 numbers that INT32 stand for, as int8."""
    nibbles = (numbers.astype(np.int64)[..., None] >> (4 * np.arange(NIBBLES))) & 0xF
    return (((nibbles ^ 8) - 8).astype(np.int8)).reshape(*numbers.shape[:-1], -1)


def quantised(values: Array, dtype: DType, mode: str = "round") -> Array:
    """Values rounded into a type, packed where it is INT32."""
    numbers = rounded(values, dtype, mode)
    return packed(numbers) if dtype == INT32 else numbers


def target_shape(name: str, target: str) -> Shape:
    """That of a tensor, an eighth as long in the last dimension where the target is INT32."""

    def of(a: Any) -> Dims:
        shape: Dims = getattr(a, name).shape
        if getattr(a, target).dtype != INT32:
            return shape
        return (*shape[:-1], shape[-1] // NIBBLES)

    return Shape(f"`{name}` (an eighth as long in the last dimension as INT32)", of)


def half_rows(name: str) -> Shape:
    """That of a tensor, half as long in the last dimension."""

    def of(a: Any) -> Dims:
        shape: Dims = getattr(a, name).shape
        return (*shape[:-1], shape[-1] // 2)

    return Shape(f"`{name}`, half as long in the last dimension", of)


def row_shape(name: str) -> Shape:
    """That of a tensor without its last dimension."""

    def of(a: Any) -> Dims:
        shape: Dims = getattr(a, name).shape
        return shape[:-1]

    return Shape(f"`{name}` without its last dimension", of)


def whole_words(name: str, target: str) -> Limit:
    """The last dimension must fill the INT32 numbers of the target."""
    return Invalid(
        name,
        f"must have a last dimension that is a multiple of {NIBBLES} where {target} is INT32",
        lambda a: getattr(a, target).dtype != INT32 or getattr(a, name).shape[-1] % NIBBLES == 0,
    )


def target_limits(target: str, only_int8: tuple[str, ...] = ("310P", "910")) -> tuple[Limit, ...]:
    """Which quantised types products have: 8-bit floats are those of 950, as admission says."""
    return (lacks(target, (INT32, INT4, UINT8), only_int8),)


def type_code(name: str, target: str) -> Limit:
    """A number that must be the aclDataType of a tensor."""
    return Invalid(
        name, f"must be the data type of {target}", lambda a: getattr(a, name) == getattr(a, target).dtype.code
    )


def mode_limit(
    name: str, allowed: tuple[str, ...] | Callable[[Arguments], tuple[str, ...]], optional: bool = False
) -> Limit:
    """A text must be one of those allowed, or null where it is optional."""

    def holds(a: Arguments) -> bool:
        value = getattr(a, name)
        return (optional and value is None) or value in (allowed(a) if callable(allowed) else allowed)

    words = "one of those the page lists for this type" if callable(allowed) else f"one of {', '.join(allowed)}"
    return Invalid(name, f"must be {words}", holds)


def symmetric(values: Array, axis: int | None, largest: float) -> tuple[Array, Array]:
    """Values over their scale, and the scale: what makes the greatest magnitude along an axis the largest number."""
    scale = np.max(np.abs(values), axis=axis, keepdims=True) / np.float32(largest)
    return values / scale, scale

"""The type that an operator computes in: CANN's rules for tensors among themselves, with scalars, and for the output.

Source: the pages on type derivation and conversion in CANN's operator repositories (docs/zh/context).
"""

from __future__ import annotations

from acl_sim.messages import aclnn_invalid
from aclnn.dtypes import (
    BF16,
    BOOL,
    COMPLEX32,
    COMPLEX64,
    COMPLEX128,
    DOUBLE,
    FLOAT,
    FLOAT16,
    INT8,
    INT16,
    INT32,
    INT64,
    UINT8,
    UINT16,
    UINT32,
    UINT64,
    DType,
)  # fmt: skip
from aclnn.numbers import rounded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

FLOATING = (FLOAT, FLOAT16, BF16, DOUBLE)
SIGNED = (INT8, INT16, INT32, INT64)
UNSIGNED = (UINT16, UINT32, UINT64)  # wider than 8 bits: they derive nothing with other types
INTEGERS = (*SIGNED, UINT8)
COMPLEX = (COMPLEX64, COMPLEX128)
SIXTEEN = (FLOAT16, BF16)
NUMBERS = (*FLOATING, *INTEGERS)
BASIC = (*NUMBERS, BOOL)  # what most elementwise operators take
ALL = (*BASIC, *COMPLEX)

_PARTS = {FLOAT16: COMPLEX32, BF16: COMPLEX32, FLOAT: COMPLEX64, DOUBLE: COMPLEX128}
_COMPLEXES = (COMPLEX32, COMPLEX64, COMPLEX128)  # by width


def promote(first: DType, second: DType) -> DType | None:
    """The type two tensors are computed in, None where nothing is derived."""
    if first == second:
        return first
    if first in UNSIGNED or second in UNSIGNED:
        return None
    for pair in ((first, second), (second, first)):
        if pair[0] in _COMPLEXES:
            other = _PARTS.get(pair[1], pair[1])
            return max(pair[0], other, key=_COMPLEXES.index) if other in _COMPLEXES else pair[0]
    for pair in ((first, second), (second, first)):
        if pair[0] in FLOATING:
            if pair[1] not in FLOATING:
                return pair[0]
            return DOUBLE if DOUBLE in pair else FLOAT
    for pair in ((first, second), (second, first)):
        if pair[0] == BOOL:
            return pair[1]
    return INT16 if {first, second} == {INT8, UINT8} else max(first, second, key=lambda dtype: dtype.bits)


def promote_scalar(tensor: DType, scalar: DType) -> DType | None:
    """The type a tensor and a scalar are computed in: the scalar matters only where it is of a higher kind."""
    if tensor in _COMPLEXES:
        return tensor
    if scalar in _COMPLEXES:
        return _PARTS.get(tensor, COMPLEX128 if scalar == COMPLEX128 else COMPLEX64)
    if tensor in FLOATING:
        return tensor
    if scalar in FLOATING:
        return None if tensor in UNSIGNED else FLOAT
    if tensor == BOOL:
        return None if scalar in UNSIGNED else scalar
    return tensor


def can_cast(source: DType, target: DType) -> bool:
    """Whether a result of one type may be stored as another."""
    if source == target:
        return True
    if source in _COMPLEXES:
        return target in _COMPLEXES or target in FLOATING
    if source in FLOATING:  # not to integers: the tests of CANN's own repositories and of op-plugin say so
        return target in FLOATING or target in _COMPLEXES
    return target != BOOL and target in (*NUMBERS, *UNSIGNED, *_COMPLEXES)


def can_scale(scalar: DType, compute: DType) -> bool:
    """Whether a scalar attribute may take part in a computation of that type; integers may in one of BOOL."""
    return scalar in INTEGERS if compute == BOOL and scalar != BOOL else can_cast(scalar, compute)


class Computation:
    """The type that an operator computes in, and which of its arguments are converted to it.

    castable: the type that decides what the result may be stored as, where it is not the one computed in.
    """

    def __init__(
        self,
        words: str,
        names: tuple[str, ...],
        of: Callable[[Any], DType],
        castable: Callable[[Any], DType] | None = None,
    ) -> None:
        self.words = words
        self.names = names
        self.of = of
        self.castable = castable or of


def _is_exact(value: Any, dtype: DType) -> bool:
    return isinstance(value, complex) or rounded(value, dtype) == rounded(value, FLOAT)


def promoted(
    *names: str, integers: DType | None = None, booleans: DType | None = None, exact: tuple[DType, ...] = ()
) -> Computation:
    """The derived type of tensors and scalars; `integers` stands for a derived integer or BOOL, `booleans` for BOOL.

    On 950 a scalar that a 16-bit type cannot hold makes the computation one in FLOAT; elsewhere it is rounded, unless
    the type is one of `exact`.
    """

    def derived(arguments: Any) -> DType:
        values = [(name, getattr(arguments, name, None)) for name in names]  # a form may lack some
        found: DType | None = None
        for name, value in sorted(values, key=lambda pair: not hasattr(pair[1], "shape")):
            if value is None:
                continue
            joined = value.dtype if found is None else _derive(found, value)
            if joined is None:
                raise aclnn_invalid(name, value, f"must have a data type that derives one with {found}")
            found = joined
        assert found is not None
        return found

    def of(arguments: Any) -> DType:
        found = derived(arguments)
        if integers is not None and (found in INTEGERS or found == BOOL):
            found = integers
        if booleans is not None and found == BOOL:
            found = booleans
        if found in (SIXTEEN if arguments.family == "950" else exact):
            given = [getattr(arguments, name, None) for name in names]
            scalars = [value for value in given if value is not None and not hasattr(value, "shape")]
            if not all(_is_exact(scalar.value, found) for scalar in scalars):
                return FLOAT
        return found

    words = f"the derived type of {', '.join(f'`{name}`' for name in names)}"
    return Computation(words, names, of, derived if integers or booleans else None)


def _derive(found: DType, value: Any) -> DType | None:
    return promote(found, value.dtype) if hasattr(value, "shape") else promote_scalar(found, value.dtype)

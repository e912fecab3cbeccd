"""Short declarations of operators that work element by element."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aclnn.declare import In, Operator, Out
from aclnn.dtypes import BOOL, DType
from aclnn.parameters import Parameter
from aclnn.promotion import promoted
from aclnn.shapes import broadcast, shape_of


def unary(
    name: str,
    dtypes: Iterable[DType],
    out: Iterable[DType] = (),
    *attributes: Parameter,
    field: str = "self",
    result: str = "out",
    const: bool = False,
    integers: DType | None = None,
    gives: DType | None = None,
    **declared: Any,
) -> Operator:
    """An operator of one tensor, whose result has its shape.

    out: the types of the result, to which that of the computation must be castable; the type of the input unless
    given. integers: the type in which integers and BOOL are computed. const: as for Out.
    """
    types = tuple(out)
    return Operator(
        name,
        In(field, dtypes),
        *attributes,
        Out(result, types, "" if types else field, shape_of(field), const),
        computes=promoted(field, integers=integers) if types else None,
        gives=gives,
        **declared,
    )


def binary(
    name: str,
    dtypes: Iterable[DType],
    out: Iterable[DType] = (),
    *attributes: Parameter,
    const: bool = False,
    integers: DType | None = None,
    booleans: DType | None = None,
    gives: DType | None = None,
    fields: tuple[str, str] = ("self", "other"),
    **declared: Any,
) -> Operator:
    """An operator of two tensors that are broadcast; computed in their derived type, castable to the result's.

    out: the types of the result, those of the inputs unless given. attributes come before the output.
    """
    types = tuple(dtypes)
    first, second = fields
    return Operator(
        name,
        In(first, types),
        In(second, types),
        *attributes,
        Out("out", tuple(out) or types, shape=broadcast(*fields), const=const),
        computes=promoted(*fields, integers=integers, booleans=booleans),
        gives=gives,
        **declared,
    )


def comparison(name: str, dtypes: Iterable[DType], out: Iterable[DType], **declared: Any) -> Operator:
    """An operator of two tensors whose result is BOOL, or a type that BOOL is castable to."""
    return binary(name, dtypes, out, gives=BOOL, **declared)

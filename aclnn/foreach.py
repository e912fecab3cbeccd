"""Operators over lists of tensors: the function of one element of each list, for every position."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from acl_sim import status
from aclnn.declare import Arguments, Invalid, Limit, Operator, Parameter
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT32
from aclnn.lazy import Array

TYPES = (FLOAT, FLOAT16, BF16)
WITH_INT32 = (*TYPES, INT32)


def _number(value: Any, position: int) -> Any:
    """The number that goes with a position: the one there is, or that of a list."""
    if hasattr(value, "reshape"):
        numbers = value.reshape(-1)
        return numbers[position if numbers.size > 1 else 0]
    return value[position] if isinstance(value, tuple) else value


def _kernel(function: Callable[..., Array], parameters: tuple[Parameter, ...]) -> Callable[..., list[Array]]:
    def kernel(call: Arguments, **values: Any) -> list[Array]:
        lists = [p.field for p in parameters if p.is_list and p.is_read]
        read = [p.field for p in parameters if p.is_read or p.role == "attribute"]
        out = getattr(call, next(p.field for p in parameters if p.is_written))
        return [
            function(*(values[name][i] if name in lists else _number(values[name], i) for name in read)).reshape(
                target.shape
            )
            for i, target in enumerate(out)
        ]

    return kernel


def _limits(parameters: tuple[Parameter, ...], wrong: int, casts: bool) -> tuple[Limit, ...]:
    first, *others = [p.field for p in parameters if p.is_list]

    def each(a: Arguments, holds: Callable[[Any, Any], bool], names: list[str]) -> bool:
        return all(holds(x, y) for name in names for x, y in zip(getattr(a, first), getattr(a, name)))

    def uniform(a: Arguments, name: str) -> bool:
        return len({tensor.dtype for tensor in getattr(a, name)}) <= 1

    limits = [
        Invalid(p.field, "must hold no null tensor", lambda a, name=p.field: None not in getattr(a, name))  # type: ignore[misc]
        for p in parameters
        if p.is_list
    ]
    if not casts:
        limits += [
            Invalid(name, f"must have the data types of {first}", lambda a, name=name: each(a, _same_type, [name]))  # type: ignore[misc]
            for name in others
        ]
    structure = [
        Limit(name, f"must have as many tensors as {first}",
              lambda a, name=name: len(getattr(a, name)) == len(getattr(a, first)), status=wrong)  # type: ignore[misc]
        for name in others
    ]  # fmt: skip
    structure += [Limit(first, "must have tensors of one data type", lambda a: uniform(a, first), status=wrong)]
    structure += [
        Limit(name, f"must have as many elements as {first}, tensor by tensor",
              lambda a, name=name: each(a, _same_size, [name]), status=wrong)  # type: ignore[misc]
        for name in others
    ]  # fmt: skip
    return (*limits, *structure)


def _same_type(first: Any, second: Any) -> bool:
    return bool(first.dtype == second.dtype)


def _same_size(first: Any, second: Any) -> bool:
    return bool(first.size == second.size)


def over_lists(
    name: str,
    function: Callable[..., Array],
    *parameters: Parameter,
    wrong: int = status.NN_INNER_TILING_ERROR,
    casts: bool = False,
    **declared: Any,
) -> Operator:
    """An operator that applies a kernel position by position.

    function gets a tensor of each list that is read and the number beside the lists, in the order of the parameters:
    an aclScalar, one of an aclScalarList, or of a tensor the one element or that of the position. wrong: the status
    of lists that do not fit each other. casts: whether the lists may differ in type.
    """
    operator = Operator(name, *parameters, limits=_limits(parameters, wrong, casts), **declared)
    operator.kernel(_kernel(function, parameters))
    return operator

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


def _complete(name: str) -> Limit:
    return Invalid(name, "must hold no null tensor", lambda a: None not in getattr(a, name))


def _paired(name: str, first: str, sentence: str, holds: Callable[[Any, Any], bool], wrong: int) -> Limit:
    """What must hold for each tensor of a list and its counterpart in the first list."""
    return Limit(
        name, f"{sentence} {first}", lambda a: all(map(holds, getattr(a, first), getattr(a, name))), status=wrong
    )


def _as_many(name: str, first: str, wrong: int) -> Limit:
    return Limit(
        name, f"must have as many tensors as {first}", lambda a: len(getattr(a, name)) == len(getattr(a, first)),
        status=wrong,
    )  # fmt: skip


def _limits(parameters: tuple[Parameter, ...], wrong: int, casts: bool) -> tuple[Limit, ...]:
    first, *others = [p.field for p in parameters if p.is_list]
    invalid = status.NN_PARAM_INVALID
    types = [_paired(n, first, "must have the data types of", lambda x, y: x.dtype == y.dtype, invalid) for n in others]
    sizes = [_paired(n, first, "must have as many elements as", lambda x, y: x.size == y.size, wrong) for n in others]
    uniform = Limit(
        first, "must have tensors of one data type", lambda a: len({t.dtype for t in getattr(a, first)}) <= 1,
        status=wrong,
    )  # fmt: skip
    return (
        *(_complete(name) for name in (first, *others)),
        *(() if casts else types),
        *(_as_many(name, first, wrong) for name in others),
        uniform,
        *sizes,
    )


def over_lists(
    name: str,
    function: Callable[..., Array],
    *parameters: Parameter,
    wrong: int = status.NN_INNER_TILING_ERROR,
    casts: bool = False,
    more: tuple[Limit, ...] = (),
    **declared: Any,
) -> Operator:
    """An operator that applies a kernel position by position.

    function gets a tensor of each list that is read and the number beside the lists, in the order of the parameters:
    an aclScalar, one of an aclScalarList, or of a tensor the one element or that of the position. wrong: the status
    of lists that do not fit each other. casts: whether the lists may differ in type. more: limits of its own.
    """
    operator = Operator(name, *parameters, limits=(*_limits(parameters, wrong, casts), *more), **declared)
    operator.kernel(_kernel(function, parameters))
    return operator

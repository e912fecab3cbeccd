"""Phase one's checks, from the declaration: products, formats, types, shapes, then the operator's limits."""

from __future__ import annotations

from acl_sim.machine import machine
from acl_sim.messages import Refusal, aclnn_invalid
from aclnn import formats
from aclnn.declare import Arguments, Operator, Parameter
from aclnn.dtypes import BF16, EIGHT
from aclnn.promotion import can_cast, can_scale
from aclnn.tensor import Tensor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# The types that a family of products has in no operator, as the pages of all operators say.
LACKING = {**dict.fromkeys(("A2", "A3"), EIGHT), "950": (), **dict.fromkeys(("310P", "310B", "910"), (BF16, *EIGHT))}


def _given(operator: Operator, arguments: Arguments) -> Iterator[tuple[Parameter, str, Tensor]]:
    """Every tensor, also those in lists: its parameter, its name in messages, itself."""
    for parameter in operator.tensors:
        tensor = getattr(arguments, parameter.field)
        if tensor is not None:
            yield parameter, parameter.name, tensor
    for parameter in operator.lists:
        for index, tensor in enumerate(getattr(arguments, parameter.field) or ()):
            if tensor is not None:
                yield parameter, f"{parameter.name}[{index}]", tensor


def _wrong_type(parameter: Parameter, name: str, tensor: Tensor, arguments: Arguments) -> Refusal | None:
    if tensor.dtype in LACKING[arguments.family]:
        return aclnn_invalid(name, tensor.dtype, f"must not be {tensor.dtype} on {machine().product.name}")
    if parameter.dtypes and tensor.dtype not in parameter.dtypes:
        names = ", ".join(dtype.name for dtype in parameter.dtypes)
        return aclnn_invalid(name, tensor.dtype, f"must have one of the data types {names}")
    return None


def _are_fine(operator: Operator, arguments: Arguments) -> bool:
    """Whether no tensor needs a closer look: most calls are right, and the checks are a good part of their time."""
    lacking, rank = LACKING[arguments.family], operator.max_rank
    for parameter in operator.tensors:
        tensor = getattr(arguments, parameter.field)
        if tensor is None:
            continue
        dtype = tensor.dtype
        if tensor.format not in formats.PLAIN or len(tensor.shape) > rank or dtype in lacking:
            return False
        if parameter.like:
            if dtype is not getattr(arguments, parameter.like).dtype:
                return False
        elif parameter.dtypes and dtype not in parameter.dtypes:
            return False
    return not operator.lists


def _check_tensors(operator: Operator, arguments: Arguments) -> None:
    if _are_fine(operator, arguments):
        return
    given = list(_given(operator, arguments))
    for parameter, name, tensor in given:
        if tensor.format not in formats.PLAIN and tensor.format not in parameter.formats:
            names = " or ".join(["ND", *map(formats.name_of, sorted(parameter.formats))])
            raise aclnn_invalid(name, formats.name_of(tensor.format), f"must have format {names}")
    for parameter, name, tensor in given:
        if refusal := _wrong_type(parameter, name, tensor, arguments):
            raise refusal
        if len(tensor.shape) > operator.max_rank:
            raise aclnn_invalid(name, tensor, f"must have at most {operator.max_rank} dimensions")
    for parameter, name, tensor in given:
        if parameter.like:
            wanted = getattr(arguments, parameter.like).dtype
            if tensor.dtype != wanted:
                like = operator.names[parameter.like]
                raise aclnn_invalid(name, tensor.dtype, f"must have the data type of {like}, {wanted}")


def _check_computation(operator: Operator, arguments: Arguments) -> None:
    """Derives the type to compute in; attributes must be convertible to it, and it to the outputs' types."""
    if operator.computes is None:
        return
    compute = arguments.compute = operator.computes.of(arguments)
    for parameter in operator.parameters:
        if parameter.is_scalar and parameter.field not in operator.computes.names:
            scalar = getattr(arguments, parameter.field)
            if scalar is not None and not can_scale(scalar.dtype, compute):
                raise aclnn_invalid(parameter.name, scalar, f"must be of a data type that can be cast to {compute}")
    given = operator.gives or compute
    for parameter in operator.outputs:
        target = getattr(arguments, parameter.field)
        if isinstance(target, Tensor) and not can_cast(given, target.dtype):
            derived = operator.computes.castable(arguments)
            if operator.gives is None and can_cast(derived, target.dtype):
                continue
            raise aclnn_invalid(parameter.name, target.dtype, f"must be a data type to which {given} can be cast")


def _check_shapes(operator: Operator, arguments: Arguments) -> None:
    for parameter in operator.outputs:
        tensor = getattr(arguments, parameter.field)
        if parameter.shape is not None and tensor is not None:
            wanted = parameter.shape.of(arguments)
            if not parameter.shape.fits(tensor.shape, wanted):
                raise aclnn_invalid(parameter.name, tensor, f"must have the shape {list(wanted)}")


def _has_work(operator: Operator, arguments: Arguments) -> bool:
    """Whether some output has elements."""
    targets = (getattr(arguments, parameter.field) for parameter in operator.outputs)
    return any(
        tensor is not None and 0 not in tensor.shape
        for target in targets
        for tensor in (target if isinstance(target, tuple) else (target,))
    )


def admit(operator: Operator, arguments: Arguments) -> bool:
    """Checks everything after null pointers, in the documented order; False when there is nothing to compute.

    Raises a Refusal with the documented status and a message of parameter, value and expectation.
    """
    if arguments.family not in operator.families:
        raise aclnn_invalid(
            "product", machine().product.name, f"must be one of {operator.families}", operator.unsupported
        )
    _check_tensors(operator, arguments)
    if operator.is_empty(arguments):
        return False
    _check_computation(operator, arguments)
    for limit in operator.limits:
        if arguments.family in limit.families and not limit.holds(arguments):
            value = getattr(arguments, limit.parameter)
            name = operator.names.get(limit.parameter, limit.parameter)
            raise aclnn_invalid(name, value, limit.sentence, limit.status)
    _check_shapes(operator, arguments)
    return _has_work(operator, arguments)

"""atb::Operation and the functions that create and destroy it."""

from __future__ import annotations

import sys

from acl_sim.machine import machine
from acl_sim.native import ffi
from acl_sim.outputs import put, read_text
from acl_sim.surface import answers
from atb import status
from atb.catalogue import find_operation
from atb.context import find_context
from atb.declare import read_param
from atb.instance import Instance, find_instance
from atb.messages import invalid, not_now
from atb.single import Single
from atb.tensors import numbers, read_descs, read_tensors, write_descs


def _not_simulated(what: str) -> Exception:
    """The refusal (1) of what ATB declares and nobody simulates; stderr says it as well."""
    text = f"{what} is declared by ATB but not simulated."
    print(f"acl-sim: {text[0].lower()}{text[1:-1]}; it answers an error", file=sys.stderr)
    return not_now(text)


@answers("atb::NotSimulated")
def refuse_function(name: int) -> None:
    """A function of atb_acl.h or comm.h was called."""
    raise _not_simulated(f"The function {read_text('name', name)}")


@answers("atb::CreateOperation")
def create_operation(name: int, count: int, fields: int, operation: int, handle: int) -> None:
    """`name` is the parameter's type, `fields` are its values in the declared order."""
    param_type = read_text("name", name).removeprefix("atb::")
    declaration = find_operation(param_type)
    if not operation:
        answer = status.INVALID_PARAM if declaration is None else declaration.null_operation
        raise invalid("operation", "null", "must be the address of a pointer", answer)
    if declaration is None:
        raise _not_simulated(f"The operation of atb::{param_type}")
    param = read_param(declaration.fields, numbers(fields, count))
    put("handle", handle, Single(declaration, param).handle)


@answers("atb::DestroyOperation")
def destroy_operation(handle: int) -> None:
    machine().handles.remove(find_instance(handle))


def _check_type(name: int, handle: int, is_same_type: int) -> None:
    found = find_instance(handle).name
    if not is_same_type:
        raise invalid("operation", found, f"must be one that was created from an {read_text('name', name)}")


@answers("atb::CloneOperationParam")
def clone_operation_param(name: int, handle: int, is_same_type: int) -> None:
    """The native side has the parameter; this is only the check."""
    _check_type(name, handle, is_same_type)


@answers("atb::UpdateOperationParam")
def update_operation_param(name: int, handle: int, is_same_type: int, count: int = 0, fields: int = 0) -> None:
    _check_type(name, handle, is_same_type)
    instance = find_instance(handle)
    if isinstance(instance, Single):
        instance.update(read_param(instance.declaration.fields, numbers(fields, count)))


@answers("atb::SetExecuteStreamId")
def set_execute_stream_id(handle: int, number: int) -> None:
    find_instance(handle).set_stream_id(number)


@answers("atb::GetExecuteStreamId")
def get_execute_stream_id(handle: int) -> int:
    instance = machine().handles.find(handle, Instance)
    return 0 if instance is None else instance.stream_id


@answers("atb::Operation::GetName")
def get_name(handle: int, out: int, room: int) -> None:
    write_text(out, room, find_instance(handle).name)


@answers("atb::Operation::GetInputNum")
def get_input_num(handle: int) -> int:
    return find_instance(handle).input_count


@answers("atb::Operation::GetOutputNum")
def get_output_num(handle: int) -> int:
    return find_instance(handle).output_count


@answers("atb::Operation::InferShape")
def infer_shape(handle: int, count: int, inputs: int, outputs: int) -> None:
    write_descs(outputs, find_instance(handle).infer(read_descs(inputs, count)))


@answers("atb::Operation::Setup")
def setup(handle: int, inputs: int, outputs: int, tensors: int, size: int, context: int, address: int) -> None:
    """`inputs` and `outputs` are numbers of tensors, `address` is where the program has its context."""
    instance, known = find_instance(handle), find_context(context)
    known.address = address
    given = read_tensors(tensors, inputs + outputs)
    put("workspaceSize", size, instance.setup(given[:inputs], given[inputs:], known))


@answers("atb::Operation::Execute")
def execute(handle: int, inputs: int, outputs: int, tensors: int, workspace: int, size: int, context: int) -> None:
    given = read_tensors(tensors, inputs + outputs)
    find_instance(handle).execute(given[:inputs], given[inputs:], workspace, size, find_context(context))


def write_text(out: int, room: int, text: str) -> None:
    """A C string into a buffer, cut where it does not fit."""
    data = text.encode()[: room - 1] + b"\0"
    ffi.memmove(ffi.cast("char *", out), data, len(data))

"""acl.op: single operators by name, with attributes."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

from acl._binding import bind
from acl._chapter import chapter

_NAMES = """
create_attr destroy_attr set_attr_bool set_attr_int set_attr_float set_attr_string set_attr_data_type
set_model_dir load create_handle destroy_handle execute_with_handle cast create_handle_for_cast update_params
infer_shape set_max_op_queue_num register_compile_func unregister_compile_func create_kernel
set_kernel_args set_kernel_workspace_sizes start_dump_args stop_dump_args
"""

__getattr__, __dir__ = chapter("acl.op", "aclop", _NAMES)


def _handles(values: Sequence[int]) -> ctypes.Array[ctypes.c_void_p]:
    return (ctypes.c_void_p * len(values))(*values)


def _set_list(c_name: str, attr: int, name: str, values: Sequence[Any], element: Any) -> int:
    ret: int = bind(c_name, "acl.op.set_attr_list")(attr, name, len(values), (element * len(values))(*values))
    return ret


def set_attr_list_bool(attr: int, attr_name: str, values: Sequence[bool], /) -> int:
    """Sets a list of truth values; returns ret."""
    return _set_list("aclopSetAttrListBool", attr, attr_name, values, ctypes.c_uint8)


def set_attr_list_int(attr: int, attr_name: str, values: Sequence[int], /) -> int:
    """Sets a list of integers; returns ret."""
    return _set_list("aclopSetAttrListInt", attr, attr_name, values, ctypes.c_int64)


def set_attr_list_float(attr: int, attr_name: str, values: Sequence[float], /) -> int:
    """Sets a list of floats; returns ret."""
    return _set_list("aclopSetAttrListFloat", attr, attr_name, values, ctypes.c_float)


def set_attr_list_string(attr: int, attr_name: str, values: Sequence[str], /) -> int:
    """Sets a list of texts; returns ret."""
    return _set_list("aclopSetAttrListString", attr, attr_name, [value.encode() for value in values], ctypes.c_char_p)


def _operands(op_type: str, input_desc: Sequence[int], inputs: Sequence[int], output_desc: Sequence[int],
              outputs: Sequence[int]) -> tuple[Any, ...]:  # fmt: skip
    for descs, buffers, kind in ((input_desc, inputs, "input"), (output_desc, outputs, "output")):
        if len(descs) != len(buffers):
            raise ValueError(f"{op_type}: {len(descs)} {kind} descriptors for {len(buffers)} {kind} buffers")
    given = (len(inputs), _handles(input_desc), _handles(inputs))
    return (op_type, *given, len(outputs), _handles(output_desc), _handles(outputs))


def execute_v2(op_type: str, input_desc: Sequence[int], inputs: Sequence[int], output_desc: Sequence[int],
               outputs: Sequence[int], attr: int, stream: int, /) -> int:  # fmt: skip
    """Queues an operator on a stream; descriptors and data buffers are lists of handles; returns ret."""
    operands = _operands(op_type, input_desc, inputs, output_desc, outputs)
    ret: int = bind("aclopExecuteV2", "acl.op.execute_v2")(*operands, attr, stream)
    return ret


def compile_and_execute(op_type: str, input_desc: Sequence[int], inputs: Sequence[int], output_desc: Sequence[int],
                        outputs: Sequence[int], attr: int, engine_type: int, compile_flag: int, op_path: str,
                        stream: int, /) -> int:  # fmt: skip
    """Makes an operator ready and queues it on a stream; returns ret."""
    operands = _operands(op_type, input_desc, inputs, output_desc, outputs)
    queue = bind("aclopCompileAndExecute", "acl.op.compile_and_execute")
    ret: int = queue(*operands, attr, engine_type, compile_flag, op_path, stream)
    return ret

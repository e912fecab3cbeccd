"""aclopCompileAndExecute and aclopExecuteV2: the single-operator interface that aclnn superseded.

Frameworks fall back to it where libopapi has no operator, so that a refusal names the operator. Three are here because
nothing in aclnn stands for them: Identity, Cast and TransData. Each of them converts the layout as well, as CANN's
compiler puts a TransData where an operator's input and output are laid out differently.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from acl_sim import status
from acl_sim.data_buffer import DataBuffer
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import Refusal, invalid_acl
from acl_sim.op_attributes import OpAttributes
from acl_sim.outputs import read_array, read_text
from acl_sim.stream import find_stream
from acl_sim.task import KernelTask, Task
from acl_sim.tensor_desc import TensorDesc, find_desc
from aclnn import formats
from aclnn.dtypes import dtype_of
from aclnn.spans import spans
from aclnn.tensor import Tensor, contiguous_strides

if TYPE_CHECKING:
    from aclnn.access import Array


class Argument:
    """A description with its data: `tensor` is what lies in memory, element after element, `shape` what it means."""

    def __init__(self, desc: TensorDesc, buffer: DataBuffer) -> None:
        stored = desc.storage_shape if desc.storage_shape is not None else desc.shape
        format = desc.storage_format if desc.storage_format is not None else desc.format
        dtype = dtype_of(desc.data_type)
        self.shape = desc.shape
        self.format = format
        self.tensor = Tensor(stored, dtype, contiguous_strides(stored), 0, formats.ND, stored, buffer.data)
        needed = dtype.bytes_of(self.tensor.size)
        if buffer.size < needed:
            raise invalid_acl("inputs or outputs", f"a buffer of {buffer.size} bytes", f"at least {needed}")

    @property
    def layout(self) -> str:
        """The format in memory, ND for every plain one."""
        return "ND" if self.format in formats.PLAIN else formats.name_of(self.format)


def _moved(values: Array, source: Argument, target: Argument) -> Array:
    """The elements as the target lays them out."""
    from aclnn.layouts import PACK, UNPACK

    if source.layout == target.layout:
        return values.reshape(target.tensor.shape)
    plain = UNPACK[source.layout](values, source.shape) if source.layout != "ND" else values
    return PACK[target.layout](plain.reshape(target.shape), target.tensor.shape) if target.layout != "ND" else plain


_OPERATORS = ("Identity", "Cast", "TransData")
# How many plain dimensions a layout takes, 0 for any number.
_LAYOUTS = {"ND": 0, "FRACTAL_NZ": 0, "NC1HWC0": 4, "FRACTAL_Z": 4, "NDC1HWC0": 5, "FRACTAL_Z_3D": 5}


def _arguments(parameter: str, count: int, descs: int, buffers: int) -> list[Argument]:
    if count < 0 or (count and not (descs and buffers)):
        raise invalid_acl(f"num{parameter}s", count, "0 or more, with as many descriptions and buffers")
    handles = zip(read_array("desc", descs, count, "Q"), read_array("buffers", buffers, count, "Q"))
    return [Argument(find_desc(desc), _buffer(buffer)) for desc, buffer in handles]


def _buffer(handle: int) -> DataBuffer:
    known = machine().handles.find(handle, DataBuffer)
    if known is None:
        raise invalid_acl("dataBuffer", machine().handles.describe(handle), "a live aclDataBuffer")
    return known


def _check_name(name: str) -> None:
    if name not in _OPERATORS:
        text = f"Operator {name} is not simulated as a single operator ({', '.join(_OPERATORS)} are). Where an aclnn "
        raise Refusal(status.OP_NOT_FOUND, "EH0001", f"{text}function stands for it, callers prefer that one.")


def _only(parameter: str, arguments: list[Argument]) -> Argument:
    if len(arguments) != 1:
        raise invalid_acl(f"num{parameter}s", len(arguments), "1")
    if arguments[0].layout not in _LAYOUTS:
        raise invalid_acl("format", arguments[0].layout, f"one of {', '.join(_LAYOUTS)}", status.FEATURE_UNSUPPORTED)
    shape, rank = arguments[0].shape, _LAYOUTS[arguments[0].layout]
    if rank not in (0, len(shape)):
        what = f"a tensor of shape {shape} in format {arguments[0].layout}"
        raise invalid_acl("dims", what, f"one of {rank} dimensions", status.FEATURE_UNSUPPORTED)
    return arguments[0]


def _task(name: str, source: Argument, target: Argument) -> Task:
    def run() -> None:
        from aclnn.access import store, widen

        store(target.tensor, _moved(widen(source.tensor), source, target))

    return KernelTask(name, run, spans(source.tensor), spans(target.tensor))


@entry(nonnull=("opType",))
def aclopCompileAndExecute(
    opType: int, numInputs: int, inputDesc: int, inputs: int, numOutputs: int, outputDesc: int,
    outputs: int, attr: int, engineType: int, compileFlag: int, opPath: int, stream: int,
) -> None:  # fmt: skip
    name = read_text("opType", opType)
    _check_name(name)
    source = _only("Input", _arguments("Input", numInputs, inputDesc, inputs))
    result = _only("Output", _arguments("Output", numOutputs, outputDesc, outputs))
    if attr and machine().handles.find(attr, OpAttributes) is None:
        raise invalid_acl("attr", machine().handles.describe(attr), "a live aclopAttr")
    if prod(source.shape) != prod(result.shape):
        raise invalid_acl("outputs", f"a tensor of shape {result.shape}", f"as many elements as {source.shape} has")
    target = find_stream(stream)
    if result.tensor.size:
        target.submit(_task(name, source, result))


@entry(nonnull=("opType",))
def aclopCompileAndExecuteV2(
    opType: int, numInputs: int, inputDesc: int, inputs: int, numOutputs: int, outputDesc: int,
    outputs: int, attr: int, engineType: int, compileFlag: int, opPath: int, stream: int,
) -> None:  # fmt: skip
    # It differs for outputs whose shape depends on the data, which none of these has.
    aclopCompileAndExecute(opType, numInputs, inputDesc, inputs, numOutputs, outputDesc, outputs, attr, engineType,
                           compileFlag, opPath, stream)  # fmt: skip


@entry(nonnull=("opType",))
def aclopExecuteV2(
    opType: int, numInputs: int, inputDesc: int, inputs: int, numOutputs: int, outputDesc: int,
    outputs: int, attr: int, stream: int,
) -> None:  # fmt: skip
    # Nothing is compiled here in any case.
    aclopCompileAndExecute(opType, numInputs, inputDesc, inputs, numOutputs, outputDesc, outputs, attr, 0, 0, 0, stream)

"""The functions behind libge_runner.so: sessions, the graphs they hold, and their runs."""

from __future__ import annotations

import numpy as np

from acl_sim.device_memory import Block
from acl_sim.machine import machine
from acl_sim.messages import invalid_acl, null_pointer
from acl_sim.outputs import put, read_array, read_bytes, read_text
from acl_sim.stream import Stream, find_stream
from acl_sim.surface import answers
from aclnn.dtypes import dtype_of
from aclnn.formats import name_of
from aclnn.tensor import Tensor
from ge.interpreter import CompiledGraph
from ge.model import Graph, read_model
from ge.rules import find_rule
from ge.run import Release, Run
from ge.values import FAILED, Host, Value, refused, tensor_at
from ge.wire import WireError

_ON_HOST, _ON_DEVICE = 0, 1  # ge::Placement
_MOST_DIMS = 16  # of native::Described in native/python.h
_DESCRIBED = 5 + _MOST_DIMS  # its numbers: type, placement, address, bytes, rank, dims


class Loaded:
    """A graph that C++ objects share."""

    def __init__(self, graph: Graph, data: bytes) -> None:
        self.graph = graph
        self.data = data
        self.handle = machine().handles.add(self)


class Session:
    """Graphs by the numbers that the client gave them."""

    def __init__(self) -> None:
        self.loaded: dict[int, Graph] = {}
        self.compiled: dict[int, CompiledGraph] = {}
        self.handle = machine().handles.add(self)

    def graph(self, number: int) -> CompiledGraph:
        """The graph, compiled now if it was not before."""
        if number not in self.loaded:
            raise refused(f"Graph {number}", "was not added to this session")
        if number not in self.compiled:
            self.compiled[number] = CompiledGraph(self.loaded[number])
        return self.compiled[number]


_outputs: dict[int, tuple[Block, Stream]] = {}
"""Memory that clients hold as the outputs of a run, by its address, with the stream whose work writes it."""


def _loaded(handle: int) -> Loaded:
    found = machine().handles.find(handle, Loaded)
    if found is None:
        raise invalid_acl("graph", f"{handle:#x}", "a graph that was loaded", FAILED)
    return found


def _session(handle: int) -> Session:
    found = machine().handles.find(handle, Session)
    if found is None:
        raise invalid_acl("session", f"{handle:#x}", "a live session", FAILED)
    return found


@answers("ge::GEInitialize")
def initialize() -> None:
    """There is nothing to prepare."""


@answers("ge::GEFinalize")
def finalize() -> None:
    """Sessions end with their objects."""


@answers("ge::GetFormatName")
def get_format_name(format: int, target: int, size: int) -> None:
    _put_text("name", target, name_of(format)[: size - 1])


@answers("ge::OperatorFactory::IsExistOp")
def is_exist_op(node_type: int) -> int:
    return int(find_rule(read_text("operatorType", node_type)) is not None)


@answers("ge::Graph::LoadFromSerializedModelArray")
def load(model: int, size: int, out: int) -> None:
    if not model:
        raise null_pointer("serialized_model")
    data = read_bytes("serialized_model", model, size)
    try:
        graph = read_model(data)
    except (WireError, UnicodeDecodeError) as wrong:
        raise invalid_acl("serialized_model", f"{size} bytes", f"a ModelDef: {wrong}", FAILED) from None
    put("graph", out, Loaded(graph, data).handle)


@answers("ge::Graph::~Graph")
def unload(graph: int) -> None:
    found = machine().handles.find(graph, Loaded)
    if found is not None:
        machine().handles.remove(found)


@answers("ge::Graph::GetAllNodes")
def get_all_nodes(graph: int, count: int, longest: int) -> None:
    nodes = _loaded(graph).graph.nodes
    put("count", count, len(nodes))
    put("longest", longest, max((len(node.type.encode()) for node in nodes), default=0))


@answers("ge::GNode::GetType")
def get_type(graph: int, index: int, target: int) -> None:
    _put_text("type", target, _loaded(graph).graph.nodes[index].type)


@answers("ge::Graph::SaveToFile")
def save_to_file(graph: int, path: int) -> None:
    name = read_text("file_name", path)
    try:
        with open(name, "wb") as file:
            file.write(_loaded(graph).data)
    except OSError as wrong:
        raise invalid_acl("file_name", name, f"a file that can be written: {wrong.strerror}", FAILED) from None


@answers("ge::Session::Session")
def create_session(out: int) -> None:
    put("session", out, Session().handle)


@answers("ge::Session::~Session")
def destroy_session(session: int) -> None:
    found = machine().handles.find(session, Session)
    if found is not None:
        machine().handles.remove(found)


@answers("ge::Session::AddGraph")
def add_graph(session: int, number: int, graph: int) -> None:
    holder = _session(session)
    if number in holder.loaded:
        raise refused(f"Graph {number}", "is in this session already")
    holder.loaded[number] = _loaded(graph).graph


@answers("ge::Session::RemoveGraph")
def remove_graph(session: int, number: int) -> None:
    holder = _session(session)
    if number not in holder.loaded:
        raise refused(f"Graph {number}", "was not added to this session")
    del holder.loaded[number]
    holder.compiled.pop(number, None)


@answers("ge::Session::CompileGraph")
def compile_graph(session: int, number: int) -> None:
    _session(session).graph(number)


@answers("ge::Session::CountOutputs")
def count_outputs(session: int, number: int, out: int) -> None:
    put("count", out, len(_session(session).graph(number).outputs))


@answers("ge::Session::RunGraph")
def run_graph(
    session: int, number: int, stream: int, waits: int, given: int, count: int, results: int, result_count: int
) -> None:
    graph, target = _session(session).graph(number), find_stream(stream)
    inputs = [_input(numbers) for numbers in _described("inputs", given, count)]
    targets = [_target(numbers) for numbers in _described("outputs", results, result_count)]
    run = Run(target)
    try:
        outputs = graph.run(run, inputs, targets)
    finally:
        run.finish()
    for place, (tensor, given_target) in enumerate(zip(outputs, targets)):
        if given_target is None:
            _outputs[tensor.address] = _block_of(tensor), target
        _put_described(results + 8 * _DESCRIBED * place, tensor)
    if waits:
        target.synchronize()


@answers("ge::Tensor::~Tensor")
def free_output(address: int) -> None:
    """The memory ends when the work that is queued now has run: it may be what reads or writes it."""
    block, stream = _outputs.pop(address, (None, None))
    if block is None or stream is None:
        return
    if stream.queue and machine().handles.find(stream.handle, Stream) is stream:
        stream.submit(Release([block]))
    else:
        Release([block]).drop()


def _described(parameter: str, address: int, count: int) -> list[tuple[int, ...]]:
    numbers = read_array(parameter, address, count * _DESCRIBED, "q") if count else ()
    return [numbers[start : start + _DESCRIBED] for start in range(0, len(numbers), _DESCRIBED)]


def _shape(numbers: tuple[int, ...]) -> tuple[int, ...]:
    rank = numbers[4]
    if rank > _MOST_DIMS:
        raise invalid_acl("shape", f"of {rank} dimensions", f"at most {_MOST_DIMS}", FAILED)
    return numbers[5 : 5 + rank]


def _input(numbers: tuple[int, ...]) -> Value:
    code, placement, address, size, *_ = numbers
    dtype, shape = dtype_of(code), _shape(numbers)
    if placement == _ON_DEVICE:
        return tensor_at(address, shape, dtype)
    if dtype.numpy is None:
        raise invalid_acl("inputs", dtype, "a type that is simulated", FAILED)
    array = np.frombuffer(read_bytes("inputs", address, size), np.dtype(dtype.numpy))
    count = int(np.prod(shape, dtype=np.int64))
    if array.size < count:
        raise invalid_acl("inputs", f"{size} bytes", f"those of {dtype}{list(shape)}", FAILED)
    return Host(array[:count].reshape(shape), dtype)


def _target(numbers: tuple[int, ...]) -> Tensor | None:
    code, _, address, *_ = numbers
    return tensor_at(address, _shape(numbers), dtype_of(code)) if address else None


def _block_of(tensor: Tensor) -> Block:
    memory = machine().memory_at(tensor.address)
    assert memory is not None, "it was allocated for the run"
    return memory.blocks[tensor.address]


def _put_described(address: int, tensor: Tensor) -> None:
    numbers = [tensor.dtype.code, _ON_DEVICE, tensor.address, tensor.dtype.bytes_of(tensor.size), len(tensor.shape)]
    for place, number in enumerate([*numbers, *tensor.shape]):
        put("outputs", address + 8 * place, number)


def _put_text(parameter: str, address: int, text: str) -> None:
    for place, byte in enumerate(text.encode() + b"\0"):
        put(parameter, address + place, byte, 1)

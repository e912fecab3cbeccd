"""ge.proto's ModelDef: what a serialized graph says, as values.

Field numbers are those of the interface description that clients carry (ge_ir.proto); fields that no program here
needs are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aclnn.dtypes import DType, dtype_of
from ge.wire import content, fields, floats, integers, signed

# ge.proto's DataType in its own order, by the numbers of aclDataType; what stands between is unused.
_DTYPES = {
    1: 0, 2: 1, 3: 2, 4: 4, 5: 6, 6: 7, 7: 3, 8: 9, 9: 8, 10: 10, 11: 12, 12: 11, 13: 13, 16: 16, 17: 17, 27: 27,
    28: 29, 29: 30, 32: 33, 33: 34, 34: 35, 35: 36, 36: 37, 37: 38, 38: 39, 39: 40, 40: 41,
}  # fmt: skip
_UNDEFINED = dtype_of(-1)
_CONTROL = ":-1"  # an input that only orders nodes


@dataclass(frozen=True)
class Described:
    """TensorDescriptor: the name of an input or output, its type and its shape, where the graph says them."""

    name: str = ""
    dtype: DType = _UNDEFINED
    shape: tuple[int, ...] = ()


@dataclass(frozen=True)
class Literal:
    """TensorDef: a tensor with its bytes."""

    described: Described
    data: bytes


@dataclass(frozen=True)
class Node:
    """OpDef. `inputs` maps the operator's names for them to "node:index"; those that are not connected are missing."""

    name: str
    type: str
    inputs: dict[str, str] = field(default_factory=dict)
    outputs: tuple[Described, ...] = ()
    attributes: dict[str, Any] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    """Names of the nodes that must run before."""


@dataclass(frozen=True)
class Graph:
    """GraphDef: nodes in the order in which they were written, every one after those it uses."""

    name: str
    nodes: tuple[Node, ...]


def read_model(data: bytes) -> Graph:
    """The first graph of a serialized ModelDef; raises ge.wire.WireError for what is none."""
    graphs = [content(value) for number, _, value in fields(data) if number == 7]
    return _graph(graphs[0]) if graphs else Graph("", ())


def _graph(data: bytes) -> Graph:
    name, nodes = "", []
    for number, _, value in fields(data):
        if number == 1:
            name = content(value).decode()
        elif number == 6:
            nodes.append(_node(content(value)))
    return Graph(name, tuple(nodes))


def _node(data: bytes) -> Node:
    names = {1: "", 2: ""}
    sources: list[str] = []
    described: dict[int, list[Described]] = {33: [], 34: []}
    attributes: dict[str, Any] = {}
    for number, _, value in fields(data):
        if number in names:
            names[number] = content(value).decode()
        elif number == 5:
            sources.append(content(value).decode())
        elif number == 10:
            attributes.update(_entries(content(value)))
        elif number in described:
            described[number].append(_described(content(value)))
    after = tuple(source.removesuffix(_CONTROL) for source in sources if source.endswith(_CONTROL))
    values = [source for source in sources if not source.endswith(_CONTROL)]
    inputs = {desc.name: source for desc, source in zip(described[33], values) if source}
    return Node(names[1], names[2], inputs, tuple(described[34]), attributes, after)


def _described(data: bytes) -> Described:
    name, dtype, shape = "", _UNDEFINED, tuple[int, ...]()
    for number, _, value in fields(data):
        if number == 1:
            name = content(value).decode()
        elif number == 2 and isinstance(value, int):
            dtype = dtype_of(_DTYPES[value]) if value in _DTYPES else _UNDEFINED
        elif number == 3:
            shape = tuple(dim for n, c, dims in fields(content(value)) if n == 1 for dim in integers(c, dims))
    return Described(name, dtype, shape)


def _literal(data: bytes) -> Literal:
    described, bytes_ = Described(), b""
    for number, _, value in fields(data):
        if number == 1:
            described = _described(content(value))
        elif number == 2:
            bytes_ = content(value)
    return Literal(described, bytes_)


def _entries(data: bytes) -> Iterator[tuple[str, Any]]:
    """One entry of a map from names to AttrDef."""
    key, attribute = "", b""
    for number, _, value in fields(data):
        if number == 1:
            key = content(value).decode()
        elif number == 2:
            attribute = content(value)
    yield key, _attribute(attribute)


def _attribute(data: bytes) -> Any:
    """AttrDef, of whose kinds exactly one is present."""
    for number, _, value in fields(data):
        match number:
            case 1:
                return _list(content(value))
            case 2 | 7 | 17:
                return content(value).decode(errors="surrogateescape")
            case 3 | 15 if isinstance(value, int):
                return signed(value)
            case 4:
                return next(floats(value))
            case 5:
                return bool(value)
            case 12:
                return _literal(content(value))
            case 14:
                return [list(_numbers(content(row))) for n, _, row in fields(content(value)) if n == 1]
            case 16:
                return [list(_reals(content(row))) for n, _, row in fields(content(value)) if n == 1]
    return None


def _numbers(data: bytes) -> Iterator[int]:
    for _, coding, value in fields(data):
        yield from integers(coding, value)


def _reals(data: bytes) -> Iterator[float]:
    for _, _, value in fields(data):
        yield from floats(value)


def _list(data: bytes) -> list[Any]:
    """ListValue, whose elements are all of one kind."""
    values: list[Any] = []
    for number, coding, value in fields(data):
        match number:
            case 2 | 7:
                values.append(content(value).decode(errors="surrogateescape"))
            case 3 | 12:
                values.extend(integers(coding, value))
            case 4:
                values.extend(floats(value))
            case 5:
                values.extend(bool(number) for number in integers(coding, value))
            case 9:
                values.append(_literal(content(value)))
    return values

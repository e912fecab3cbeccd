"""Nodes whose results the host knows before anything runs: constants, shapes, and arithmetic with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aclnn.dtypes import BF16, INT32, DType, dtype_of
from ge.model import Literal, Node
from ge.rules import Inputs, Results, rule
from ge.rules.mapping import described
from ge.run import Run, integers
from ge.values import Host, refused

Array = NDArray[Any]

_BF16_ONE = 0x3F80  # the bits of 1.0


@rule("Const", "Constant")
def const(run: Run, node: Node, inputs: Inputs) -> Results:
    literal = node.attributes.get("value")
    if not isinstance(literal, Literal) or literal.described.dtype.numpy is None:
        raise refused(described(node), "has no value of a type that is simulated")
    dtype, shape = literal.described.dtype, literal.described.shape
    array = np.frombuffer(literal.data, np.dtype(dtype.numpy))
    if array.size != int(np.prod(shape)):
        raise refused(described(node), f"has {array.size} elements for the shape {list(shape)}")
    return [Host(array.reshape(shape), dtype)]


@rule("Shape")
def shape(run: Run, node: Node, inputs: Inputs) -> Results:
    dtype = dtype_of(node.attributes.get("dtype", INT32.code))
    return [Host(np.array(inputs["x"].shape, dtype.numpy), dtype)]


@rule("Pack")
def pack(run: Run, node: Node, inputs: Inputs) -> Results:
    arrays = [run.on_host(value) for value in inputs.values()]
    return [Host(np.stack(arrays, node.attributes.get("axis", 0)), next(iter(inputs.values())).dtype)]


@rule("Fill")
def fill(run: Run, node: Node, inputs: Inputs) -> Results:
    value = inputs["value"]
    return [Host(np.full(integers(run, inputs["dims"]), run.on_host(value).reshape(-1)[0]), value.dtype)]


@rule("ZerosLike", "OnesLike")
def like(run: Run, node: Node, inputs: Inputs) -> Results:
    dtype, one = inputs["x"].dtype, int(node.type == "OnesLike")
    one = _BF16_ONE if one and dtype == BF16 else one
    return [Host(np.full(inputs["x"].shape, one, np.dtype(dtype.numpy)), dtype)]


@rule("Empty")
def empty(run: Run, node: Node, inputs: Inputs) -> Results:
    return [run.allocate(integers(run, inputs["shape"]), dtype_of(node.attributes["dtype"]))]


@rule("Range")
def range_(run: Run, node: Node, inputs: Inputs) -> Results:
    start, limit, delta = (run.on_host(inputs[name]).reshape(-1)[0] for name in ("start", "limit", "delta"))
    dtype = inputs["start"].dtype
    return [Host(np.arange(start, limit, delta).astype(np.dtype(dtype.numpy)), dtype)]


_ARITHMETIC: dict[str, Callable[..., Array]] = {
    "Add": np.add, "Sub": np.subtract, "Mul": np.multiply, "FloorDiv": np.floor_divide, "FloorMod": np.mod,
    "Maximum": np.maximum, "Minimum": np.minimum, "Neg": np.negative,
}  # fmt: skip


SOMETIMES_KNOWN = frozenset({*_ARITHMETIC, "Gather", "GatherV2", "ConcatV2", "Cast"})
"""Types of nodes that `arithmetic` computes where it can: whether they need the device shows when the graph runs."""


def arithmetic(node: Node, inputs: Inputs) -> Results | None:
    """The result where a node computes with integers that the host knows, such as a shape's; None elsewhere."""
    known = [value for value in inputs.values() if isinstance(value, Host)]
    if node.type == "Cast" and known:
        return _cast(known[0], dtype_of(node.attributes["dst_type"]))
    if len(known) != len(inputs) or not known or not all(np.issubdtype(v.array.dtype, np.integer) for v in known):
        return None
    arrays, dtype = [value.array for value in known], known[0].dtype
    if node.type in _ARITHMETIC:
        return [Host(np.asarray(_ARITHMETIC[node.type](*arrays)), dtype)]
    if node.type in ("Gather", "GatherV2"):
        axis = int(arrays[2].reshape(-1)[0]) if node.type == "GatherV2" else 0
        return [Host(np.take(arrays[0], arrays[1], axis), dtype)]
    if node.type == "ConcatV2":
        axis = int(inputs["concat_dim"].array.reshape(-1)[0])  # type: ignore[union-attr]  # all are Host
        parts = [value.array for name, value in inputs.items() if name != "concat_dim"]  # type: ignore[union-attr]
        return [Host(np.concatenate(parts, axis), dtype)]
    return None


def _cast(value: Host, target: DType) -> Results | None:
    """The conversions that numpy has; of bfloat16 it only knows the bits."""
    if BF16 in (value.dtype, target) or target.numpy is None:
        return None
    with np.errstate(all="ignore"):  # overflow gives infinities, and no reason to write to stderr
        return [Host(value.array.astype(target.numpy), target)]

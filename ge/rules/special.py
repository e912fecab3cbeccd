"""Nodes that operators of aclnn compute, once shapes, types or axes have been put into their form."""

from __future__ import annotations

from typing import Any

import numpy as np

from aclnn.dtypes import INT64, dtype_of
from aclnn.launch import scalar
from aclnn.shared.indexing import selection_shape
from aclnn.tensor import Tensor, contiguous_strides
from ge.model import Node
from ge.rules import Inputs, Results, rule
from ge.rules.mapping import call, described, operator_of
from ge.run import Run, integers, number
from ge.values import Host, Value, refused, view


@rule("ReduceSum", needs=("ReduceSum",))
def reduce_sum(run: Run, node: Node, inputs: Inputs) -> Results:
    x, axes, keep = _reduced(run, node, inputs)
    return call(run, node, "ReduceSum", {"self": x, "dims": axes, "keepDims": keep, "dtype": x.dtype})


@rule("ReduceMean", "ReduceMeanWithCast", needs=("Mean",))
def reduce_mean(run: Run, node: Node, inputs: Inputs) -> Results:
    x, axes, keep = _reduced(run, node, inputs)
    dtype = dtype_of(node.attributes["dtype"]) if node.type == "ReduceMeanWithCast" else x.dtype
    return call(run, node, "Mean", {"self": x, "dim": axes, "keepDim": keep, "dtype": dtype}, dtypes={"out": dtype})


def _reduced(run: Run, node: Node, inputs: Inputs) -> tuple[Tensor, tuple[int, ...], bool]:
    return run.on_device(inputs["x"]), integers(run, inputs["axes"]), bool(node.attributes.get("keep_dims"))


@rule("RotaryPositionEmbedding", needs=("RotaryPositionEmbedding", "RotaryPositionEmbeddingV2"))
def rotary_position_embedding(run: Run, node: Node, inputs: Inputs) -> Results:
    fields = {name: run.on_device(value) for name, value in inputs.items()}
    version = "V2" if "rotate" in inputs else ""
    return call(run, node, f"RotaryPositionEmbedding{version}", fields | {"mode": node.attributes.get("mode", 0)})


@rule("RotaryMulGrad", "RotaryPositionEmbeddingGrad", needs=("RotaryPositionEmbeddingGrad",))
def rotary_grad(run: Run, node: Node, inputs: Inputs) -> Results:
    given = {name: run.on_device(value) for name, value in inputs.items()}
    cos, sin = (given.get(name, given.get(short)) for name, short in (("cos", "r1"), ("sin", "r2")))
    if cos is None or sin is None:
        raise refused(described(node), "lacks the cosines or the sines")
    fields = {"dy": given["dy"], "cos": cos, "sin": sin, "xOptional": given.get("x")}
    outputs = {
        name: run.allocate(tensor.shape, tensor.dtype)
        for name, tensor in (("dxOut", given["dy"]), ("dcosOut", cos), ("dsinOut", sin))
    }
    mode = {"mode": node.attributes.get("mode", 0)}
    return call(run, node, "RotaryPositionEmbeddingGrad", fields | outputs | mode)


def _counted_from_front(run: Run, node: Node, indices: Value, length: int) -> Value:
    """Indices of which negative ones count from the end, where the node allows them."""
    if not node.attributes.get("negative_index_support"):
        return indices
    given = run.on_host(indices)
    return Host(np.where(given < 0, given + length, given).astype(given.dtype), indices.dtype)


@rule("ArgMaxWithValue", "ArgMinWithValue", needs=("MaxDim", "MinDim"))
def arg_max_with_value(run: Run, node: Node, inputs: Inputs) -> Results:
    """aclnn gives the value first."""
    fields: dict[str, Any] = {"self": run.on_device(inputs["x"]), "dim": node.attributes["dimension"]}
    fields["keepdim"] = bool(node.attributes.get("keep_dims"))
    operator = "MaxDim" if node.type == "ArgMaxWithValue" else "MinDim"
    value, index = call(run, node, operator, fields, {"indices": INT64})
    return [index, value]


@rule("Cumsum", needs=("Cumsum",))
def cumsum(run: Run, node: Node, inputs: Inputs) -> Results:
    if node.attributes.get("exclusive") or node.attributes.get("reverse"):
        raise refused(described(node), "is exclusive or reverse, which is not simulated")
    x, (axis, *_) = run.on_device(inputs["x"]), integers(run, inputs["axis"])
    return call(run, node, "Cumsum", {"self": x, "dim": axis, "dtype": x.dtype}, {"out": x.dtype})


@rule("IndexByTensor", needs=("Index",))
def index_by_tensor(run: Run, node: Node, inputs: Inputs) -> Results:
    """Axes without an index of their own have an empty one for aclnn."""
    x, given = run.on_device(inputs["x"]), [run.on_device(value) for name, value in inputs.items() if name != "x"]
    left, none = iter(given), run.allocate((0,), INT64)
    indices = tuple(next(left) if used else none for used in node.attributes.get("indices_mask") or [1] * len(given))
    shape = selection_shape(x.shape, indices)
    if shape is None:
        raise refused(described(node), f"has indices that cannot be broadcast: {', '.join(map(str, given))}")
    out = run.allocate(shape, x.dtype)
    return call(run, node, "Index", {"self": x, "indices": indices, "out": out})


@rule("MaskedFill", needs=("InplaceMaskedFillTensor",))
def masked_fill(run: Run, node: Node, inputs: Inputs) -> Results:
    x, value = run.copy(run.on_device(inputs["x"])), run.contiguous(inputs["value"])
    fields = {"selfRef": x, "mask": run.on_device(inputs["mask"]), "value": view(value, (), ())}
    operator = operator_of(node, "InplaceMaskedFillTensor")
    call(run, node, operator.name, {operator.parameter(name).field: tensor for name, tensor in fields.items()})
    return [x]


@rule("PadV3", needs=("ConstantPadNd",))
def pad(run: Run, node: Node, inputs: Inputs) -> Results:
    """aclnn counts axes from the last one."""
    if node.attributes.get("mode", "constant") != "constant" or not node.attributes.get("paddings_contiguous", True):
        raise refused(described(node), "is simulated with constants and paddings_contiguous only")
    pairs = integers(run, inputs["paddings"])
    ordered = [size for axis in range(len(pairs) - 2, -1, -2) for size in pairs[axis : axis + 2]]
    value = scalar(number(run, inputs["constant_values"]) if "constant_values" in inputs else 0)
    return call(run, node, "ConstantPadNd", {"self": run.on_device(inputs["x"]), "pad": tuple(ordered), "value": value})


@rule("Gather", "GatherV2", needs=("IndexSelect",))
def gather(run: Run, node: Node, inputs: Inputs) -> Results:
    """Whole slices by their indices; aclnn takes a row of indices, here they may have any shape."""
    if node.attributes.get("batch_dims"):
        raise refused(described(node), "has batch_dims, which is not simulated")
    x = run.on_device(inputs["x"])
    axis = integers(run, inputs["axis"])[0] % len(x.shape) if "axis" in inputs else 0
    indices = run.contiguous(_counted_from_front(run, node, inputs["indices"], x.shape[axis]))
    row = view(indices, (indices.size,), (1,))
    (taken,) = call(run, node, "IndexSelect", {"self": x, "dim": axis, "index": row})
    shape = (*x.shape[:axis], *indices.shape, *x.shape[axis + 1 :])
    return [view(taken, shape, contiguous_strides(shape))]


@rule("Cast", needs=("Cast",))
def cast(run: Run, node: Node, inputs: Inputs) -> Results:
    target = dtype_of(node.attributes["dst_type"])
    return call(run, node, "Cast", {"self": run.on_device(inputs["x"]), "dtype": target}, dtypes={"out": target})


@rule("Square", needs=("Mul",))
def square(run: Run, node: Node, inputs: Inputs) -> Results:
    x = run.on_device(inputs["x"])
    return call(run, node, "Mul", {"self": x, "other": x})


def _transposed(tensor: Tensor, transpose: bool) -> Tensor:
    if not transpose:
        return tensor
    *shape, rows, columns = tensor.shape
    *strides, down, across = tensor.strides
    return view(tensor, (*shape, columns, rows), (*strides, across, down))


@rule("MatMul", "MatMulV2", "BatchMatMul", "BatchMatMulV2", needs=("Matmul", "Addmm"))
def matmul(run: Run, node: Node, inputs: Inputs) -> Results:
    prefix = "adj" if node.type.startswith("Batch") else "transpose"
    given = [run.on_device(inputs[name]) for name in ("x1", "x2")]
    x1, x2 = (
        _transposed(tensor, bool(node.attributes.get(f"{prefix}_{name}"))) for name, tensor in zip(("x1", "x2"), given)
    )
    if "offset_w" in inputs or node.attributes.get("offset_x"):
        raise refused(described(node), "has offset_w or offset_x, which are not simulated")
    to_x1 = {"out": x1.dtype}
    bias = run.on_device(inputs["bias"]) if "bias" in inputs else None
    if bias is not None and len(x1.shape) == 2:
        one = scalar(1)
        fields = {"self": bias, "mat1": x1, "mat2": x2, "beta": one, "alpha": one, "cubeMathType": 0}
        return call(run, node, "Addmm", fields, to_x1)
    result = call(run, node, "Matmul", {"self": x1, "mat2": x2, "cubeMathType": 0}, to_x1)
    if bias is not None:
        result = call(run, node, "Add", {"self": result[0], "other": bias, "alpha": scalar(1)}, to_x1)
    return result

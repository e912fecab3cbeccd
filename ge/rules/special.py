"""Nodes that operators of aclnn compute, once shapes, types or axes have been put into their form."""

from __future__ import annotations

from aclnn.dtypes import dtype_of
from aclnn.launch import scalar
from aclnn.tensor import Tensor, contiguous_strides
from ge.model import Node
from ge.rules import Inputs, Results, rule
from ge.rules.mapping import call, described
from ge.run import Run, integers
from ge.values import refused, view


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


@rule("Gather", "GatherV2", needs=("IndexSelect",))
def gather(run: Run, node: Node, inputs: Inputs) -> Results:
    """Whole slices by their indices; aclnn takes a row of indices, here they may have any shape."""
    if node.attributes.get("batch_dims"):
        raise refused(described(node), "has batch_dims, which is not simulated")
    x, indices = run.on_device(inputs["x"]), run.contiguous(inputs["indices"])
    axis = integers(run, inputs["axis"])[0] % len(x.shape) if "axis" in inputs else 0
    row = view(indices, (indices.size,), (1,))
    (taken,) = call(run, node, "IndexSelect", {"self": x, "dim": axis, "index": row})
    shape = (*x.shape[:axis], *indices.shape, *x.shape[axis + 1 :])
    return [view(taken, shape, contiguous_strides(shape))]


@rule("Cast", needs=("Cast",))
def cast(run: Run, node: Node, inputs: Inputs) -> Results:
    target = dtype_of(node.attributes["dst_type"])
    return call(run, node, "Cast", {"self": run.on_device(inputs["x"]), "dtype": target}, dtypes={"out": target})


@rule("SoftmaxV2", needs=("Softmax",))
def softmax(run: Run, node: Node, inputs: Inputs) -> Results:
    axes = node.attributes.get("axes") or [-1]
    if len(axes) != 1 or node.attributes.get("half_to_float"):
        raise refused(described(node), "is simulated over one axis and without half_to_float only")
    return call(run, node, "Softmax", {"self": run.on_device(inputs["x"]), "dim": axes[0]})


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

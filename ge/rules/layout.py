"""Nodes that only see the same elements otherwise: nothing is computed, and mostly nothing is copied."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from aclnn.tensor import Tensor, contiguous_strides
from ge.model import Node
from ge.rules import Inputs, Results, rule
from ge.rules.mapping import described
from ge.run import Run, integers
from ge.values import Host, Value, refused, resolved, view


def _reshaped(run: Run, node: Node, value: Value, shape: tuple[int, ...]) -> Results:
    try:
        shape = resolved(shape, prod(value.shape))
    except ValueError as wrong:
        raise refused(described(node), f"asks for what cannot be: {wrong}") from None
    if isinstance(value, Host):
        return [Host(value.array.reshape(shape), value.dtype)]
    return [view(run.contiguous(value), shape, contiguous_strides(shape))]


@rule("Reshape")
def reshape(run: Run, node: Node, inputs: Inputs) -> Results:
    if node.attributes.get("axis", 0) != 0 or node.attributes.get("num_axes", -1) != -1:
        raise refused(described(node), "reshapes some axes only, which is not simulated")
    return _reshaped(run, node, inputs["x"], integers(run, inputs["shape"]))


@rule("FlattenV2")
def flatten(run: Run, node: Node, inputs: Inputs) -> Results:
    shape = inputs["x"].shape
    first = node.attributes.get("axis", 1) % max(1, len(shape))
    last = node.attributes.get("end_axis", -1) % max(1, len(shape))
    return _reshaped(run, node, inputs["x"], (*shape[:first], prod(shape[first : last + 1]), *shape[last + 1 :]))


def _with_axes(shape: tuple[int, ...], axes: Sequence[int]) -> tuple[int, ...]:
    rank = len(shape) + len(axes)
    added = {axis % rank for axis in axes}
    rest = iter(shape)
    return tuple(1 if axis in added else next(rest) for axis in range(rank))


@rule("Unsqueeze", "ExpandDims")
def unsqueeze(run: Run, node: Node, inputs: Inputs) -> Results:
    axes = node.attributes["axes"] if node.type == "Unsqueeze" else integers(run, inputs["axis"])
    return _reshaped(run, node, inputs["x"], _with_axes(inputs["x"].shape, axes))


@rule("Squeeze")
def squeeze(run: Run, node: Node, inputs: Inputs) -> Results:
    shape = inputs["x"].shape
    axes = [axis % len(shape) for axis in node.attributes.get("axis") or ()]
    kept = [dim for axis, dim in enumerate(shape) if dim != 1 or (axes and axis not in axes)]
    return _reshaped(run, node, inputs["x"], tuple(kept))


@rule("Transpose", "TransposeD")
def transpose(run: Run, node: Node, inputs: Inputs) -> Results:
    x = run.on_device(inputs["x"])
    order = integers(run, inputs["perm"]) if node.type == "Transpose" else tuple(node.attributes["perm"])
    if sorted(order) != list(range(len(x.shape))):
        raise refused(described(node), f"permutes {len(x.shape)} axes by {list(order)}")
    return [view(x, tuple(x.shape[axis] for axis in order), tuple(x.strides[axis] for axis in order))]


@rule("BroadcastTo", "Expand")
def broadcast_to(run: Run, node: Node, inputs: Inputs) -> Results:
    x, shape = run.on_device(inputs["x"]), integers(run, inputs["shape"])
    new = len(shape) - len(x.shape)
    old = (*(1 for _ in range(new)), *x.shape)
    shape = tuple(have if wanted == -1 else wanted for have, wanted in zip(old, shape))
    if new < 0 or any(have not in (1, wanted) for have, wanted in zip(old, shape)):
        raise refused(described(node), f"cannot broadcast {x} to {list(shape)}")
    strides = (*(0 for _ in range(new)), *x.strides)
    repeated = tuple(0 if have == 1 else stride for have, stride in zip(old, strides))
    return [run.contiguous(view(x, shape, repeated))]


@rule("AsStrided")
def as_strided(run: Run, node: Node, inputs: Inputs) -> Results:
    x = run.contiguous(inputs["x"])
    size, stride, (offset,) = (integers(run, inputs[name]) for name in ("size", "stride", "storage_offset"))
    last = offset + sum((length - 1) * step for length, step in zip(size, stride))
    if prod(size) and (min((offset, *stride)) < 0 or last >= x.size):
        raise refused(described(node), f"reaches element {last} of {x}")
    return [view(x, size, stride, offset)]


@rule("Slice")
def slice_(run: Run, node: Node, inputs: Inputs) -> Results:
    x, starts, sizes = run.on_device(inputs["x"]), integers(run, inputs["offsets"]), integers(run, inputs["size"])
    shape = tuple(length - start if size == -1 else size for length, start, size in zip(x.shape, starts, sizes))
    if any(start < 0 or start + size > length for length, start, size in zip(x.shape, starts, shape)):
        raise refused(described(node), f"takes {list(shape)} from {list(starts)} of {x}")
    return [view(x, shape, x.strides, sum(start * stride for start, stride in zip(starts, x.strides)))]


@rule("StridedSlice", "StridedSliceV2")
def strided_slice(run: Run, node: Node, inputs: Inputs) -> Results:
    masks = {name: node.attributes.get(f"{name}_mask", 0) for name in ("begin", "end", "shrink_axis")}
    if node.attributes.get("ellipsis_mask") or node.attributes.get("new_axis_mask"):
        raise refused(described(node), "has ellipsis_mask or new_axis_mask, which are not simulated")
    value = inputs["x"]
    begins, ends = integers(run, inputs["begin"]), integers(run, inputs["end"])
    steps = integers(run, inputs["strides"]) if "strides" in inputs else (1,) * len(begins)
    axes = integers(run, inputs["axes"]) if "axes" in inputs else tuple(range(len(begins)))
    index: list[slice | int] = [slice(None)] * len(value.shape)
    for place, (axis, begin, end, step) in enumerate(zip(axes, begins, ends, steps)):
        if masks["shrink_axis"] >> place & 1:
            index[axis] = begin
            continue
        index[axis] = slice(
            None if masks["begin"] >> place & 1 else begin, None if masks["end"] >> place & 1 else end, step
        )
    if isinstance(value, Host):
        return [Host(value.array[tuple(index)], value.dtype)]
    return [_indexed(value, index)]


def _indexed(tensor: Tensor, index: Sequence[slice | int]) -> Tensor:
    """The view that Python's indexing gives."""
    shape, strides, offset = [], [], 0
    for length, stride, chosen in zip(tensor.shape, tensor.strides, index):
        if isinstance(chosen, int):
            offset += chosen % length * stride
            continue
        start, stop, step = chosen.indices(length)
        shape.append(len(range(start, stop, step)))
        strides.append(stride * step)
        offset += start * stride
    return view(tensor, tuple(shape), tuple(strides), offset)


@rule("SplitV")
def split(run: Run, node: Node, inputs: Inputs) -> Results:
    x, (axis,) = run.on_device(inputs["x"]), integers(run, inputs["split_dim"])
    axis %= len(x.shape)
    given = integers(run, inputs["size_splits"])
    rest = x.shape[axis] - sum(size for size in given if size != -1)
    sizes = tuple(rest if size == -1 else size for size in given)
    if sum(sizes) != x.shape[axis]:
        raise refused(described(node), f"splits {x} along axis {axis} into {list(sizes)}")
    parts, start = [], 0
    for size in sizes:
        shape = (*x.shape[:axis], size, *x.shape[axis + 1 :])
        parts.append(view(x, shape, x.strides, start * x.strides[axis]))
        start += size
    return parts


@rule("Unpack")
def unpack(run: Run, node: Node, inputs: Inputs) -> Results:
    x = run.on_device(inputs["x"])
    axis = node.attributes.get("axis", 0) % len(x.shape)
    shape, strides = (*x.shape[:axis], *x.shape[axis + 1 :]), (*x.strides[:axis], *x.strides[axis + 1 :])
    return [view(x, shape, strides, place * x.strides[axis]) for place in range(x.shape[axis])]


@rule("Identity", "StopGradient")
def identity(run: Run, node: Node, inputs: Inputs) -> Results:
    return [inputs["x"]]


@rule("TensorMove")
def tensor_move(run: Run, node: Node, inputs: Inputs) -> Results:
    return [run.copy(run.on_device(inputs["x"]))]


@rule("Assign")
def assign(run: Run, node: Node, inputs: Inputs) -> Results:
    target, value = run.on_device(inputs["ref"]), run.on_device(inputs["value"])
    if target.shape != value.shape or target.dtype != value.dtype:
        raise refused(described(node), f"assigns {value} to {target}")
    return [run.copy(value, target)]

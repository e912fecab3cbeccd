"""Convolutions of one to three dimensions and their gradients, a matrix product for each offset of the kernel."""

from __future__ import annotations

from aclnn.lazy import Array, np
from aclnn.shapes import Dims
from aclnn.shared.windows import Pads, padded, seen


def _grouped(values: Array, groups: int) -> Array:
    """[N, C, ...] as [N, groups, C / groups, elements]."""
    return values.reshape(values.shape[0], groups, values.shape[1] // groups, -1)


def _at(values: Array, offset: Dims) -> Array:
    """What belongs to one offset of the kernel, whose dimensions are the last."""
    index = (..., *offset)
    return values[index]


def _offset(offset: Dims, dilation: Dims) -> Dims:
    return tuple(at * step for at, step in zip(offset, dilation))


def convolved(x: Array, weight: Array, stride: Dims, pads: Pads, dilation: Dims, groups: int, out: Dims) -> Array:
    """[N, C, ...] with weights [O, C / groups, kernel...]: the sums for every window; `out` are their numbers."""
    wide = padded(x, pads)
    by_group = weight.reshape(groups, weight.shape[0] // groups, *weight.shape[1:])
    sums = np.zeros((x.shape[0], groups, by_group.shape[1], int(np.prod(out))), x.dtype)
    for offset in np.ndindex(*weight.shape[2:]):
        inputs = _grouped(seen(wide, _offset(offset, dilation), stride, out), groups)
        sums += np.matmul(_at(by_group, offset), inputs)
    return sums.reshape(x.shape[0], weight.shape[0], *out)


def spread(x: Array, weight: Array, stride: Dims, pads: Pads, dilation: Dims, groups: int, out: Dims) -> Array:
    """The transposed convolution, with weights [C, O / groups, kernel...]; `out` are the lengths of the result."""
    by_group = weight.reshape(groups, weight.shape[0] // groups, *weight.shape[1:])
    lengths = [length + sum(pair) for length, pair in zip(out, pads)]
    result = np.zeros((x.shape[0], groups * weight.shape[1], *lengths), x.dtype)
    for offset in np.ndindex(*weight.shape[2:]):
        transposed = np.swapaxes(_at(by_group, offset), -1, -2)
        terms = np.matmul(transposed, _grouped(x, groups))
        target = seen(result, _offset(offset, dilation), stride, x.shape[2:])
        target += terms.reshape(target.shape)
    return seen(result, tuple(before for before, _ in pads), (1,) * len(out), out)


def weight_gradient(
    x: Array, gradient: Array, kernel: Dims, stride: Dims, pads: Pads, dilation: Dims, groups: int
) -> Array:
    """[O, C / groups, kernel...]: the gradient of convolved for its weights, from that of its result."""
    wide, grads = padded(x, pads), _grouped(gradient, groups)
    result = np.zeros((gradient.shape[1], x.shape[1] // groups, *kernel), x.dtype)
    for offset in np.ndindex(*kernel):
        inputs = _grouped(seen(wide, _offset(offset, dilation), stride, gradient.shape[2:]), groups)
        products = np.matmul(grads, np.swapaxes(inputs, -1, -2)).sum(0)
        _at(result, offset)[...] = products.reshape(result.shape[:2])
    return result

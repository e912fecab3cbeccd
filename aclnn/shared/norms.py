"""What normalisations have in common: statistics over trailing dimensions, in float32, and their shapes."""

from __future__ import annotations

from aclnn.declare import Arguments
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape
from aclnn.tensor import Tensor


def trailing(rank: int, count: int) -> Dims:
    """The last axes."""
    return tuple(range(rank - count, rank))


class _Bare(Shape):
    """A shape whose last dimensions of length 1 may be missing."""

    def fits(self, shape: Dims, wanted: Dims) -> bool:
        return shape == wanted[: len(shape)] and set(wanted[len(shape) :]) <= {1}


def statistic_shape(name: str, over: str, bare: bool = False) -> Shape:
    """That of a tensor with length 1 in its last dimensions, as many as `over` (a tensor or an array) has.

    bare: whether these may be missing.
    """

    def of(a: Arguments) -> Dims:
        shape: Dims = getattr(a, name).shape
        other = getattr(a, over)
        count = len(getattr(other, "shape", other))
        return (*shape[: len(shape) - count], *(1,) * count)

    kind, may = (_Bare, ", or without these") if bare else (Shape, "")
    return kind(f"`{name}`, 1 long in the dimensions of `{over}`{may}", of)


def rms(values: Array, count: int, epsilon: float) -> Array:
    """The reciprocal root of the mean square over the last axes, which stay with length 1."""
    axes = trailing(values.ndim, count)
    return 1 / np.sqrt(np.mean(values * values, axis=axes, keepdims=True) + np.float32(epsilon))


def moments(values: Array, axes: Dims, epsilon: float) -> tuple[Array, Array]:
    """Mean, and reciprocal root of the variance (divided by the number of elements), over axes that stay."""
    mean = np.mean(values, axis=axes, keepdims=True)
    variance = np.mean((values - mean) ** 2, axis=axes, keepdims=True)
    return mean, 1 / np.sqrt(variance + np.float32(epsilon))


def ends_with(tensor: Tensor, weights: Tensor) -> bool:
    """Whether weights have the shape of a tensor's last dimensions, at least one."""
    count = len(weights.shape)
    return 1 <= count <= len(tensor.shape) and tensor.shape[-count:] == weights.shape

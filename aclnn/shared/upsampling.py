"""Short declarations of operators that resample images, and of their gradients."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from aclnn.declare import FAMILIES, Arguments, Attribute, In, IntArray, Invalid, Limit, Operator, Out
from aclnn.dtypes import DType
from aclnn.formats import CHANNELS_LAST
from aclnn.lazy import Array
from aclnn.shapes import Dims, Shape
from aclnn.shared.axes import with_length
from aclnn.shared.limits import rank_limit
from aclnn.shared.resampling import Span, Taps, gathered, resampled

_AXES = {1: ("",), 2: ("H", "W"), 3: ("D", "H", "W")}
LONGEST, MOST = 2**20, 50  # of a dimension; how many times a scale may shrink or enlarge, as some pages have it


def _axes(tensor: Any, spatial: int) -> range:
    """The dimensions that are resampled."""
    return range(1, 1 + spatial) if tensor.format in CHANNELS_LAST else range(2, 2 + spatial)


def _sizes(tensor: Any, spatial: int) -> Dims:
    shape: Dims = tensor.shape
    return tuple(shape[axis] for axis in _axes(tensor, spatial))


def _scale_names(spatial: int, one: str) -> tuple[str, ...]:
    return (one,) if spatial == 1 else tuple(f"scales{axis}" for axis in _AXES[spatial])


class Resampling:
    """A kind of resampling over so many dimensions: what its operator and its gradient have in common.

    one: the name of the scale where there is a single dimension; corners: whether there is `alignCorners`.
    """

    def __init__(
        self, spatial: int, taps: Callable[[Span], Taps], corners: bool = False, one: str = "scales",
        c_type: str = "double", const: bool = False,
    ) -> None:  # fmt: skip
        self.spatial = spatial
        self.taps = taps
        self.scales = _scale_names(spatial, one)
        prefix = "const " if const else ""
        flags = (Attribute("alignCorners", f"{prefix}bool"),) if corners else ()
        self.attributes = (*flags, *(Attribute(name, f"{prefix}{c_type}") for name in self.scales))

    def operator(
        self, name: str, types: Iterable[DType], field: str = "self", limits: tuple[Limit, ...] = (), **declared: Any
    ) -> Operator:
        """The operator, with its kernel."""
        rank = self.spatial + 2

        def shape(a: Arguments) -> Dims:
            tensor = getattr(a, field)
            wanted: Dims = tensor.shape
            for axis, size in zip(_axes(tensor, self.spatial), a.outputSize):
                wanted = with_length(wanted, axis, size)
            return wanted

        op = Operator(
            name,
            In(field, types),
            IntArray("outputSize"),
            *self.attributes,
            Out("out", like=field, shape=Shape(f"`{field}` with the lengths `outputSize`", shape)),
            limits=(
                rank_limit(field, rank, rank),
                Invalid(field, "must not be empty but along N", lambda a: 0 not in getattr(a, field).shape[1:]),
                self._lengths("outputSize", self.spatial),
                *limits,
            ),
            **declared,
        )

        @op.kernel
        def kernel(call: Arguments, **inputs: Any) -> Array:
            values: Array = inputs[field]
            tensor = getattr(call, field)
            for axis, span in zip(_axes(tensor, self.spatial), self._spans(call, _sizes(tensor, self.spatial))):
                values = resampled(values, axis, self.taps(span))
            return values

        return op

    def gradient(
        self, name: str, types: Iterable[DType], field: str = "gradOut", result: str = "out",
        limits: tuple[Limit, ...] = (), **declared: Any,
    ) -> Operator:  # fmt: skip
        """The operator of the gradient, with its kernel."""
        rank = self.spatial + 2
        op = Operator(
            name,
            In(field, types),
            IntArray("outputSize"),
            IntArray("inputSize"),
            *self.attributes,
            Out(result, like=field, shape=Shape("`inputSize`", lambda a: a.inputSize)),
            limits=(
                rank_limit(field, rank, rank),
                self._lengths("outputSize", self.spatial),
                self._lengths("inputSize", rank),
                Invalid(
                    field, "must be the gradient of inputSize enlarged to outputSize", lambda a: self._fits(a, field)
                ),
                *limits,
            ),
            **declared,
        )

        @op.kernel
        def kernel(call: Arguments, **inputs: Any) -> Array:
            gradients: Array = inputs[field]
            axes = _axes(getattr(call, field), self.spatial)
            lengths = tuple(call.inputSize[axis] for axis in axes)
            for axis, span in zip(axes, self._spans(call, lengths)):
                gradients = gathered(gradients, axis, self.taps(span), span.length)
            return gradients

        return op

    def scale_limits(self, most: float = 0, families: tuple[str, ...] = FAMILIES) -> tuple[Limit, ...]:
        """No scale below 0, or above `most`."""
        words = f"must be from 0 to {most:g}" if most else "must not be negative"

        def fits(name: str) -> Limit:
            return Invalid(
                name, words, lambda a: getattr(a, name) >= 0 and (not most or getattr(a, name) <= most), families
            )

        return tuple(fits(name) for name in self.scales)

    def shrink_limit(self, field: str = "self", families: tuple[str, ...] = FAMILIES) -> Limit:
        """outputSize must not be less than a fiftieth."""

        def fits(a: Arguments) -> bool:
            sizes = _sizes(getattr(a, field), self.spatial)
            return all(length <= MOST * wanted for length, wanted in zip(sizes, a.outputSize))

        return Invalid("outputSize", f"must not shrink {field} to less than 1/{MOST}", fits, families)

    def growth_limit(self, families: tuple[str, ...] = FAMILIES) -> Limit:
        """outputSize must not be more than fifty times inputSize."""

        def fits(a: Arguments) -> bool:
            sizes = a.inputSize[-self.spatial :]
            return all(wanted <= MOST * length for length, wanted in zip(sizes, a.outputSize))

        return Invalid("outputSize", f"must not be more than {MOST} times inputSize", fits, families)

    def agreement_limits(self, field: str = "self") -> tuple[Limit, ...]:
        """outputSize must be what a given scale makes of the length, rounded down."""

        def agrees(index: int) -> Limit:
            def holds(a: Arguments) -> bool:
                scale, length = getattr(a, self.scales[index]), _sizes(getattr(a, field), self.spatial)[index]
                near = {int(length * (scale + error)) for error in (-1e-4, 0, 1e-4)}  # the source's tolerance
                return scale <= 0 or a.outputSize[index] in near

            return Invalid(
                self.scales[index], f"must give the length that outputSize says, from that of {field}", holds
            )

        return tuple(agrees(index) for index in range(self.spatial))

    def _lengths(self, name: str, count: int) -> Limit:
        words = f"must have {count} positive element{'s' if count > 1 else ''}"
        return Invalid(name, words, lambda a: len(getattr(a, name)) == count and min(getattr(a, name)) > 0)

    def _fits(self, a: Arguments, field: str) -> bool:
        tensor = getattr(a, field)
        wanted: Dims = a.inputSize
        for axis, size in zip(_axes(tensor, self.spatial), a.outputSize):
            wanted = with_length(wanted, axis, size)
        return bool(tensor.shape == wanted)

    def _spans(self, call: Arguments, lengths: Dims) -> list[Span]:
        corners = bool(getattr(call, "alignCorners", False))
        rows = zip(lengths, call.outputSize, self.scales)
        return [Span(length, wanted, getattr(call, scale), corners) for length, wanted, scale in rows]


def length_limit(field: str, families: tuple[str, ...] = FAMILIES) -> Limit:
    """No dimension may be longer than 2^20."""
    return Invalid(
        field, "must have no dimension of more than 2^20", lambda a: max(getattr(a, field).shape) <= LONGEST, families
    )

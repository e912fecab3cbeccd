"""aclnnConstantPadNd."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, In, IntArray, Invalid, Operator, Out, Scalar
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, UNSIGNED, Computation, can_cast
from aclnn.shapes import Dims, Shape


def _pads(pad: Dims, rank: int) -> list[tuple[int, int]]:
    """(before, after) of each dimension; the array begins with the last dimension and may end early."""
    pairs = list(zip(pad[::2], pad[1::2]))
    return [(0, 0)] * (rank - len(pairs)) + pairs[::-1]


def _shape(a: Arguments) -> Dims:
    shape = a.self.shape
    return tuple(length + sum(pair) for length, pair in zip(shape, _pads(a.pad, len(shape))))


def _remains(a: Arguments) -> bool:
    pairs = _pads(a.pad, len(a.self.shape))
    return all(length + min(*pair, sum(pair)) >= 0 for length, pair in zip(a.self.shape, pairs))


def _has_place(a: Arguments) -> bool:
    padded = _shape(a)[len(a.self.shape) - len(a.pad) // 2 :]
    return 0 not in padded or max(a.pad, default=0) <= 0


op = Operator(
    "ConstantPadNd",
    In("self", (*ALL, *UNSIGNED)),
    IntArray("pad"),
    Scalar("value"),
    Out("out", like="self", shape=Shape("`self` with `pad` added", _shape)),
    summary="The tensor with a value put before and after it along its last dimensions; negative widths cut off.",
    page="conversion/pad_v3/docs/aclnnConstantPadNd",
    families=(*MAIN, "310P", "910"),
    computes=Computation("the type of `self`, as which `value` is stored,", ("self", "value"), lambda a: a.self.dtype),
    limits=(
        Invalid("value", "must be castable to the type of self", lambda a: can_cast(a.value.dtype, a.self.dtype)),
        Invalid("pad", "must have an even number of elements", lambda a: len(a.pad) % 2 == 0),
        Invalid(
            "pad", "must have at most two elements for each dimension", lambda a: len(a.pad) <= 2 * len(a.self.shape)
        ),
        Invalid("pad", "must not cut off more than there is", _remains),
        Invalid("pad", "must not add elements to a result without elements", _has_place),
    ),
)


@op.kernel
def kernel(self: Array, pad: Dims, value: Array) -> Array:
    pairs = _pads(pad, self.ndim)
    kept = tuple(slice(max(0, -before), n - max(0, -after)) for n, (before, after) in zip(self.shape, pairs))
    added = [(max(0, before), max(0, after)) for before, after in pairs]
    return np.pad(self[kept], added, constant_values=value) if self.ndim else self

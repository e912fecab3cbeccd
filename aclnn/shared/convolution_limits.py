"""What convolutions and their gradients require, and the shapes that follow."""

from __future__ import annotations

from aclnn.declare import Arguments, Invalid, Limit
from aclnn.dtypes import BF16
from aclnn.shapes import Dims
from aclnn.shared.limits import rank_limit
from aclnn.shared.matrices import CubeMath, cube_limits
from aclnn.shared.windows import count


def pads_of(padding: Dims, spatial: int) -> list[tuple[int, int]]:
    """Before and after each spatial dimension: an element for each dimension, or a pair for each."""
    if len(padding) == 2 * spatial:
        return list(zip(padding[::2], padding[1::2]))
    return [(width, width) for width in padding]


def lengths_of(a: Arguments) -> Dims:
    """The spatial dimensions of what the arguments of a convolution give."""
    sizes, kernel = a.input.shape[2:], a.weight.shape[2:]
    rows = zip(sizes, kernel, pads_of(a.padding, len(sizes)), a.stride, a.dilation)
    if not a.transposed:
        return tuple(count(size, pads, k, step, wide) for size, k, pads, step, wide in rows)
    extra = a.outputPadding or (0,) * len(sizes)
    full = ((size - 1) * step - sum(pads) + wide * (k - 1) + 1 for size, k, pads, step, wide in rows)
    return tuple(length + more for length, more in zip(full, extra))


def channels_of(a: Arguments) -> int:
    """How many channels a convolution gives."""
    return int(a.weight.shape[1] * a.groups if a.transposed else a.weight.shape[0])


def convolution_limits() -> tuple[Limit, ...]:
    """What convolutions and their gradients require of input, weight and attributes."""

    def fits(a: Arguments) -> bool:
        expected = a.weight.shape[0] if a.transposed else a.weight.shape[1] * a.groups
        return bool(a.input.shape[1] == expected and a.weight.shape[0] % a.groups == 0)

    def has_padding(a: Arguments) -> bool:
        spatial = len(a.input.shape) - 2
        pairs = spatial < 3 and not (a.transposed and spatial == 1)
        return len(a.padding) in ((spatial, 2 * spatial) if pairs else (spatial,)) and all(w >= 0 for w in a.padding)

    def extra_fits(a: Arguments) -> bool:
        extra = a.outputPadding
        if not a.transposed or extra is None:
            return True
        rows = list(zip(extra, a.stride, a.dilation))
        return len(extra) == len(a.stride) and all(0 <= more < max(step, wide) for more, step, wide in rows)

    def as_many(name: str) -> Limit:
        return Invalid(
            name,
            "must have a positive element for each spatial dimension",
            lambda a: len(getattr(a, name)) == len(a.input.shape) - 2 and min(getattr(a, name)) > 0,
        )

    return (
        rank_limit("input", 3, 5),
        Invalid("weight", "must have as many dimensions as input", lambda a: len(a.weight.shape) == len(a.input.shape)),
        as_many("stride"),
        as_many("dilation"),
        Invalid("padding", "must have an element for each spatial dimension, or two, none negative", has_padding),
        Invalid("groups", "must be from 1 to 65535", lambda a: 1 <= a.groups <= 65535),
        Invalid("weight", "must have the channels of input, by group", fits),
        Invalid("outputPadding", "must be below stride or dilation, with an element for each", extra_fits),
        Invalid("cubeMathType", "must be 0, 1, 2 or 3", lambda a: 0 <= a.cubeMathType <= CubeMath.USE_HF32),
        *cube_limits("input", "weight"),
        Invalid(
            "cubeMathType",
            "must not be 2 for BF16",
            lambda a: a.cubeMathType != CubeMath.USE_FP16 or BF16 not in (a.input.dtype, a.weight.dtype),
        ),
        Invalid("input", "must not be smaller than the kernel", lambda a: all(n > 0 for n in lengths_of(a))),
    )

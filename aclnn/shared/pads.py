"""Padding by the elements of the tensor itself, along the last one, two or three dimensions, and its gradients."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, In, IntArray, Invalid, Limit, Operator, Out
from aclnn.dtypes import BF16, BOOL
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, COMPLEX, FLOATING, UNSIGNED
from aclnn.shapes import Dims, Shape, shape_of
from aclnn.shared.limits import lacks, rank_limit
from aclnn.shared.resampling import Taps, gathered

TYPES = (*ALL, *UNSIGNED)
REFLECTION_LACKS = (
    lacks("self", UNSIGNED, ("A2", "A3")),
    lacks("self", (*UNSIGNED, *COMPLEX), ("310P", "910")),
)
REPLICATION_LACKS = (lacks("self", (BOOL, *UNSIGNED), ("A2", "A3", "310P", "910")),)


def widths(padding: Dims, rank: int) -> list[tuple[int, int]]:
    """Before and after each dimension; the array begins with the last one."""
    pairs = list(zip(padding[::2], padding[1::2]))[::-1]
    return [(0, 0)] * (rank - len(pairs)) + pairs


def _shape(a: Arguments) -> Dims:
    rows = zip(a.self.shape, widths(a.padding, len(a.self.shape)))
    return tuple(length + before + after for length, (before, after) in rows)


def _fits(a: Arguments) -> bool:
    rows = zip(a.self.shape, widths(a.padding, len(a.self.shape)))
    return all(0 <= width < max(length, 1) for length, pair in rows for width in pair)


def _limits(dimensions: int) -> tuple[Limit, ...]:
    return (
        rank_limit("self", dimensions + 1, dimensions + 2),
        Invalid(
            "self",
            "must not be empty but along the first of all its possible dimensions",
            lambda a: 0 not in a.self.shape[-dimensions - 1 :],
        ),
        Invalid("padding", f"must have {2 * dimensions} elements", lambda a: len(a.padding) == 2 * dimensions),
        Invalid("padding", "must be from 0 to less than the dimensions of self", _fits),
    )


def padding_operator(
    name: str, dimensions: int, page: str, summary: str, *lacking: Limit,
    families: tuple[str, ...] = (*MAIN, "310P", "910"),
) -> Operator:  # fmt: skip
    """An operator over so many dimensions of a tensor with one or two more; lacking: types that products miss."""

    return Operator(
        name,
        In("self", TYPES),
        IntArray("padding"),
        Out("out", like="self", shape=Shape("`self` with `padding` added to the last dimensions", _shape)),
        summary=summary,
        page=page,
        families=families,
        limits=(
            *lacking,
            *_limits(dimensions),
        ),
    )


def padded(values: Array, padding: Dims, mode: str) -> Array:
    """numpy's padding of that mode."""
    pads = widths(padding, values.ndim)
    return np.pad(values, pads, "reflect") if mode == "reflect" else np.pad(values, pads, "edge")


def padding_gradient(
    name: str, dimensions: int, mode: str, page: str, header: str, widest_bf16: int | None = None
) -> Operator:
    """The gradient of padding in one of numpy's modes, with its kernel; widest_bf16: of a border, for BF16."""

    def narrow(a: Arguments) -> bool:
        return bool(a.self.dtype != BF16 or max(a.padding) <= (widest_bf16 or 0))

    op = Operator(
        name,
        In("gradOutput", like="self"),
        In("self", (*FLOATING, *COMPLEX)),
        IntArray("padding"),
        Out("gradInput", like="self", shape=shape_of("self")),
        summary=f"The gradient of aclnn{name.removesuffix('Backward')}: what each element was repeated as, added up.",
        page=page,
        header=header,
        families=(*MAIN, "310P", "910"),
        limits=(
            *_limits(dimensions),
            *([] if widest_bf16 is None else [Invalid("padding", f"must be at most {widest_bf16} for BF16", narrow)]),
            Invalid("gradOutput", "must have the shape of the padded self", lambda a: a.gradOutput.shape == _shape(a)),
        ),
    )

    @op.kernel
    def kernel(gradOutput: Array, self: Array, padding: Dims) -> Array:
        result = gradOutput
        for axis, (length, pair) in enumerate(zip(self.shape, widths(padding, self.ndim))):
            if any(pair):
                places = np.pad(np.arange(length), pair, mode)[:, None]  # type: ignore[call-overload]
                result = gathered(result, axis, Taps(places, None), length)
        return result

    return op

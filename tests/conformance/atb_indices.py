"""Contents that random numbers in a range would not do for: indices, slots, and scales in 64-bit numbers.

ATB's driver has functions of its own for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from atb_cases import STORAGE, Array
from atb_golden import encoded

if TYPE_CHECKING:
    from atb_csv import Row


def _slots(row: Row, index: int, generator: np.random.Generator) -> Array:
    """Different slots of a paged cache, and the second token in none."""
    count = row.inputs[index][2][0]
    blocks, *lengths = row.inputs[1 if len(row.inputs) == 3 else 2][2]
    slots = blocks * (lengths[1] if "fractal_nz" in (row.inputs[1][1], row.inputs[2][1]) else lengths[0])
    chosen = generator.permutation(max(slots, count))[:count] % slots
    return np.where(np.arange(count) == 1, -1, chosen).astype(np.int32)


def _rows(row: Row, index: int, generator: np.random.Generator) -> Array:
    """Indices along the axis of IndexAdd, and how many of them count."""
    most = row.inputs[1][2][0] + 1 if index == 3 else row.inputs[0][2][row.param.get("axis", 0)]
    return generator.integers(0, most, row.inputs[index][2]).astype(np.int32)


def _blocks(row: Row, index: int, generator: np.random.Generator) -> Array:
    """Blocks that are copied, others that they are copied to, and where the copies of each end."""
    blocks, sources, targets = row.inputs[0][2][0], row.inputs[2][2][0], row.inputs[3][2][0]
    if index == 2:
        return generator.integers(0, max(1, blocks - targets), sources).astype(np.int32)
    if index == 3:
        return (blocks - 1 - generator.permutation(targets)).astype(np.int32)
    ends = np.sort(generator.integers(0, targets + 1, sources))
    ends[-1] = targets
    return ends.astype(np.int32)


def _paged(row: Row, index: int, generator: np.random.Generator) -> Array:
    """Blocks of a paged cache, how long requests are, and which of them run."""
    shape = row.inputs[index][2]
    if index == 3:
        return generator.integers(0, row.inputs[1][2][0], shape).astype(np.int32)
    if index > 4:
        return (np.arange(*shape) < row.inputs[0][2][0]).astype(np.int32)
    blocks, *lengths = row.inputs[1][2]
    size = lengths[1 if row.param.get("inputLayout", 0) else 0]
    longest = size * max(1, min(row.inputs[3][2][-1], blocks // max(1, *shape)))
    if row.param.get("maskType", 0):
        longest = min(longest, row.inputs[5][2][-1])
    return generator.integers(1, longest + 1, shape).astype(np.int32)


def _around_zero(row: Row, index: int, generator: np.random.Generator) -> Array:
    """Numbers of -1 to 1, whatever the range."""
    dtype, _, shape = row.inputs[index]
    return encoded(dtype, generator.random(shape, np.float32) * 2 - 1)


def _scattered(row: Row, index: int, generator: np.random.Generator) -> Array:
    """Different places along the last axis."""
    dtype, _, shape = row.inputs[index]
    length = row.inputs[0][2][-1]
    order = np.argsort(generator.random((*shape[:-1], length)), axis=-1)
    return order[..., : shape[-1]].astype(STORAGE[dtype])


def _scales(row: Row, index: int, generator: np.random.Generator) -> Array:
    """float32 in the lower halves of 64-bit numbers."""
    dtype, _, shape = row.inputs[index]
    low, high = row.ranges[index]
    scales = generator.integers(int(low), int(high) + 1, shape).astype(np.float32)
    return scales.view(np.uint32).astype(STORAGE[dtype])


def _fractions(row: Row, index: int, generator: np.random.Generator) -> Array:
    """Numbers of 0 to 1, whatever the range."""
    dtype, _, shape = row.inputs[index]
    return encoded(dtype, generator.random(shape, np.float32))


SPECIAL = {
    ("ReshapeAndCacheOperation", "int32"): _slots,
    ("IndexAddOperation", "int32"): _rows,
    ("BlockCopyOperation", "int32"): _blocks,
    ("PagedAttentionOperation", "int32"): _paged,
    ("PagedAttentionOperation", "float16"): _around_zero,
    ("PagedAttentionOperation", "bf16"): _around_zero,
    ("ScatterElementsV2Operation", 1): _scattered,
    ("SwigluQuantOperation", 0): _fractions,
    ("LinearOperation", "int64"): _scales,
    ("LinearOperation", "uint64"): _scales,
}
"""By operation, and the type or the place of the input."""

ON_HOST = ("PagedAttentionOperation",)


def special_contents(row: Row, index: int, generator: np.random.Generator) -> Array | None:
    """Such contents of an input of a row that is computed; else None."""
    make = SPECIAL.get((row.operation, row.inputs[index][0])) or SPECIAL.get((row.operation, index))
    reaches = row.stage == "-" or (row.stage == "S" and row.operation in ON_HOST)
    return make(row, index, generator) if make is not None and reaches else None


def host_contents(row: Row, index: int) -> Array | None:
    """Contents of an input that Setup reads on the host."""
    if row.operation not in ON_HOST or row.inputs[index][0] != "int32" or index < 4:
        return None
    return special_contents(row, index, np.random.default_rng(1))

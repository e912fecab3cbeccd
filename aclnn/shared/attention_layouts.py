"""How the operators of attention lay out tokens: letters for the axes, in the order of the shape.

B batches, N heads, S tokens of a batch, D elements of a head, H = N * D, T the tokens of all batches in one row.
"""

from __future__ import annotations

from typing import NamedTuple

from aclnn.lazy import Array
from aclnn.shapes import Dims

PLAIN = "BNSD"


class Sizes(NamedTuple):
    """What a shape says; where the tokens of all batches are in one row, there is one batch."""

    batch: int
    heads: int
    length: int
    width: int


def sizes(shape: Dims, layout: str, heads: int) -> Sizes:
    """Of a shape with as many dimensions as the layout; `heads` where the layout has H."""
    axes = dict(zip(layout, shape))
    width = axes["D"] if "D" in axes else axes["H"] // heads
    return Sizes(axes.get("B", 1), axes.get("N", heads), axes["S"] if "S" in axes else axes["T"], width)


def shape_in(layout: str, of: Sizes) -> Dims:
    """The shape of such sizes in a layout."""
    axes = {"B": of.batch, "N": of.heads, "S": of.length, "T": of.length, "D": of.width, "H": of.heads * of.width}
    return tuple(axes[axis] for axis in layout)


def _full(layout: str) -> str:
    """The layout with H taken apart and a batch for T."""
    plain = layout.replace("H", "ND").replace("T", "S")
    return plain if "B" in plain else f"B{plain}"


def unpacked(values: Array, layout: str, heads: int) -> Array:
    """[B, N, S, D] of values in a layout."""
    full = _full(layout)
    if "H" in layout:
        values = values.reshape(*values.shape[:-1], heads, -1)
    if len(full) > values.ndim:
        values = values[None]
    return values.transpose([full.index(axis) for axis in PLAIN])


def packed(values: Array, layout: str) -> Array:
    """Values [B, N, S, D] in a layout."""
    full = _full(layout)
    result = values.transpose([PLAIN.index(axis) for axis in full])
    if "H" in layout:
        result = result.reshape(*result.shape[:-2], -1)
    return result if "B" in layout else result.reshape(result.shape[1:])

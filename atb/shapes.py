"""Shapes that several operations share."""

from __future__ import annotations

from atb.tensors import Desc


def broadcast(x: Desc, y: Desc) -> tuple[int, ...]:
    """The common shape, with zeros where the two do not go together."""
    rank = max(len(x.shape), len(y.shape))
    pairs = zip(*((1,) * (rank - len(desc.shape)) + desc.shape for desc in (x, y)))
    return tuple(max(a, b) if 1 in (a, b) or a == b else 0 for a, b in pairs)

"""Images of another size: where along a dimension each new element comes from, and its shares of the old ones.

Every way to resample works on one dimension after the other, and its gradient is the same taps the other way around.
The rules for places are those of the pages' formulas; antialiasing widens the filter by the factor that shrinks.
"""

from __future__ import annotations

from typing import NamedTuple

from aclnn.lazy import Array, np


class Span(NamedTuple):
    """One dimension: its length, the wanted one, the scale between them (0 where none is given), aligned corners."""

    length: int
    wanted: int
    scale: float
    corners: bool = False

    @property
    def step(self) -> float:
        """How far apart in the old dimension neighbours of the new one are."""
        if self.corners:
            return (self.length - 1) / (self.wanted - 1) if self.wanted > 1 else 0.0
        return 1 / self.scale if self.scale > 0 else self.length / self.wanted


class Taps(NamedTuple):
    """For each new element, a row of old places and the shares of what is there; no shares where it is one whole."""

    places: Array
    shares: Array | None


def _within(places: Array, span: Span) -> Array:
    return np.clip(places, 0, span.length - 1).astype(np.int64)  # only then: they may be too far for an integer


def nearest(span: Span) -> Taps:
    """The element at the same place, rounded down; computed in float32, as the device and torch have it."""
    places = np.floor(np.arange(span.wanted, dtype=np.float32) * np.float32(span.step))
    return Taps(_within(places, span)[:, None], None)


def nearest_exact(span: Span) -> Taps:
    """The element in which the middle of the new one lies."""
    middles = np.arange(span.wanted, dtype=np.float32) + np.float32(0.5)
    return Taps(_within(np.floor(middles * np.float32(span.step)), span)[:, None], None)


def _positions(span: Span) -> Array:
    """Where the new elements lie between the old ones."""
    numbers = np.arange(span.wanted, dtype=np.float64)
    return numbers * span.step if span.corners else (numbers + 0.5) * span.step - 0.5


def linear(span: Span) -> Taps:
    """Of the two neighbours, the nearer one the more."""
    positions = np.maximum(_positions(span), 0)
    low = np.minimum(np.floor(positions), span.length - 1)
    high = positions - low
    return Taps(_within(np.stack([low, low + 1], 1), span), np.stack([1 - high, high], 1))


def _cubic_filter(distances: Array, sharpness: float) -> Array:
    """Keys' cubic convolution: 1 at 0, 0 at every other whole number and from 2 on."""
    d, a = np.abs(distances), sharpness
    near = ((a + 2) * d - (a + 3)) * d * d + 1
    far = ((d - 5) * d + 8) * d * a - 4 * a
    return np.where(d <= 1, near, np.where(d < 2, far, 0))


def cubic(span: Span) -> Taps:
    """Of the four neighbours, those behind the border repeated."""
    positions = _positions(span)
    low = np.floor(positions)[:, None] + np.arange(-1, 3)
    return Taps(_within(low, span), _cubic_filter(positions[:, None] - low, -0.75))


def _antialiased(span: Span, reach: int, shape: object) -> Taps:
    """Of all elements that a filter sees, which is as wide as a new element where the image shrinks."""
    widened = max(span.step, 1.0)
    support = reach * widened
    middles = span.step * (np.arange(span.wanted, dtype=np.float64) + 0.5)
    first, last = (
        np.clip(np.floor(edges + 0.5), 0, span.length).astype(np.int64)
        for edges in (middles - support, middles + support)
    )
    places = first[:, None] + np.arange(max(int(np.max(last - first)), 1))
    shares = np.where(places < last[:, None], shape((places - middles[:, None] + 0.5) / widened), 0.0)  # type: ignore[operator]
    return Taps(_within(places, span), shares / np.sum(shares, axis=1, keepdims=True))


def linear_antialiased(span: Span) -> Taps:
    """A triangle over the neighbours."""
    return _antialiased(span, 1, lambda d: np.maximum(1 - np.abs(d), 0))


def cubic_antialiased(span: Span) -> Taps:
    """A smoother cubic than without."""
    return _antialiased(span, 2, lambda d: _cubic_filter(d, -0.5))


def resampled(values: Array, axis: int, taps: Taps) -> Array:
    """The new elements along an axis."""
    moved = np.moveaxis(values, axis, 0)
    if taps.shares is None:
        result = moved[taps.places[:, 0]]
    else:
        shares = taps.shares.astype(values.dtype).reshape(*taps.shares.shape, *[1] * (values.ndim - 1))
        columns = range(taps.places.shape[1])
        result = sum((moved[taps.places[:, c]] * shares[:, c] for c in columns), np.zeros((), values.dtype))
    return np.moveaxis(result, 0, axis)


def gathered(gradients: Array, axis: int, taps: Taps, length: int) -> Array:
    """What `resampled` does, the other way around: each gradient shared out to the old places."""
    moved = np.moveaxis(gradients, axis, 0)
    result = np.zeros((length, *moved.shape[1:]), gradients.dtype)
    for column in range(taps.places.shape[1]):
        part = moved
        if taps.shares is not None:
            part = moved * taps.shares[:, column].astype(gradients.dtype).reshape(-1, *[1] * (gradients.ndim - 1))
        np.add.at(result, taps.places[:, column], part)
    return np.moveaxis(result, 0, axis)

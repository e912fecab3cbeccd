"""aclnnHistc."""

from __future__ import annotations

import math

from acl_sim.messages import device_fault
from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out, Scalar
from aclnn.dtypes import FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, INTEGERS, can_cast, promote

TYPES = (FLOAT16, FLOAT, *INTEGERS)


def _number(a: Arguments, name: str) -> float:
    """A bound as the source reads it: whole where the elements are."""
    value: float = getattr(a, name).value
    return int(value) if a.self.dtype in INTEGERS else float(value)


def _types_fit(a: Arguments) -> bool:
    joined = promote(a.self.dtype, a.out.dtype)
    return joined is not None and can_cast(joined, a.self.dtype) and can_cast(joined, a.out.dtype)


def _real(name: str) -> Invalid:
    """The source refuses bounds that are not finite."""

    def holds(a: Arguments) -> bool:
        scalar = getattr(a, name)
        return scalar.dtype not in COMPLEX and math.isfinite(scalar.value)

    return Invalid(name, "must be a finite number that FLOAT can hold", holds)


op = Operator(
    "Histc",
    In("self", TYPES),
    Attribute("bins", "int64_t"),
    Scalar("min"),
    Scalar("max"),
    Out("out", TYPES),
    summary="How many elements are in each of so many intervals of equal length between min and max, both included.",
    page="math/histogram_v2/docs/aclnnHistc",
    families=(*MAIN, "310P", "910"),
    limits=(
        Invalid("out", "must have a type that can be converted to that of self, and back", _types_fit),
        Invalid("bins", "must be more than 0", lambda a: a.bins > 0),
        _real("min"),
        _real("max"),
        Invalid("min", "must not be more than max", lambda a: _number(a, "min") <= _number(a, "max")),
        Invalid("out", "must have 1 dimension, as long as bins says", lambda a: a.out.shape == (a.bins,)),
    ),
)


@op.kernel
def kernel(self: Array, bins: int, call: Arguments) -> Array:
    low, high = np.float32(_number(call, "min")), np.float32(_number(call, "max"))
    values = self.reshape(-1).astype(np.float32)
    if low == high and values.size:
        low, high = np.min(values), np.max(values)
    if not np.isfinite(high - low):
        raise device_fault("self has elements that are not finite: no intervals of equal length are between them.")
    if low == high:
        low, high = low - np.float32(1), high + np.float32(1)
    inside = values[(values >= low) & (values <= high)]
    places = ((inside - low) * np.float32(bins) / (high - low)).astype(np.int64)
    return np.bincount(np.minimum(places, bins - 1), minlength=bins)

"""aclnnPolar."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Operator, Out
from aclnn.dtypes import COMPLEX64, FLOAT
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of
from aclnn.shared.limits import same_shape

op = Operator(
    "Polar",
    In("input", (FLOAT,)),
    In("angle", like="input"),
    Out("out", (COMPLEX64,), shape=shape_of("input")),
    summary="Complex numbers of absolute values and angles.",
    page="math/polar/docs/aclnnPolar",
    families=(*MAIN, "310P"),
    limits=(same_shape("angle", "input"),),
)


@op.kernel
def kernel(input: Array, angle: Array) -> Array:
    result = np.empty(np.shape(input), np.complex64)
    result.real, result.imag = input * np.cos(angle), input * np.sin(angle)
    return result

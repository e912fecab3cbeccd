"""aclnnOneHot."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import FLOAT, FLOAT16, INT8, INT32, INT64, UINT8
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape
from aclnn.shared.limits import lacks

A2_A3 = ("A2", "A3")


def _axis(axis: int, rank: int) -> int:
    return rank if axis == -1 else axis


def _shape(a: Arguments) -> Dims:
    axis = _axis(a.axis, len(a.self.shape))
    return (*a.self.shape[:axis], a.numClasses, *a.self.shape[axis:])


op = Operator(
    "OneHot",
    In("self", (UINT8, INT32, INT64)),
    Attribute("numClasses", "int"),
    In("onValue", like="out"),
    In("offValue", like="out"),
    Attribute("axis", "int64_t"),
    Out("out", (FLOAT16, FLOAT, INT8, UINT8, INT32, INT64), shape=Shape("`self` with `numClasses` at `axis`", _shape)),
    summary="For each class, onValue where self is the class and offValue elsewhere.",
    page="math/one_hot/docs/aclnnOneHot",
    families=(*MAIN, "310P", "910"),
    limits=(
        lacks("out", (INT8, UINT8), A2_A3),
        Invalid("numClasses", "must not be negative", lambda a: a.numClasses >= 0),
        Invalid("numClasses", "must be positive for an empty self", lambda a: a.self.size or a.numClasses > 0),
        Invalid("axis", "must be at least -1", lambda a: a.axis >= -1),
        Invalid("axis", "must be at most the number of dimensions of self", lambda a: a.axis <= len(a.self.shape)),
        Invalid("onValue", "must have an element", lambda a: a.onValue.size > 0),
        Invalid("offValue", "must have an element", lambda a: a.offValue.size > 0),
    ),
)


@op.kernel
def kernel(self: Array, numClasses: int, onValue: Array, offValue: Array, axis: int) -> Array:
    classes = np.arange(numClasses, dtype=np.int64)
    found = np.where(self[..., None] == classes, onValue.flat[0], offValue.flat[0])
    return np.moveaxis(found, -1, _axis(axis, self.ndim))

"""aclnnNLLLoss."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Operator, Out
from aclnn.dtypes import INT32, INT64, UINT8
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape
from aclnn.shared.classes import chosen, class_limits
from aclnn.shared.losses import TYPES, Reduction, reduction_limit


def _shape(a: Arguments) -> Dims:
    return a.self.shape[:1] if a.reduction == Reduction.NONE and len(a.self.shape) == 2 else ()


op = Operator(
    "NLLLoss",
    In("self", TYPES),
    In("target", (INT64, UINT8, INT32)),
    In("weight", like="self"),
    Attribute("reduction", "int64_t"),
    Attribute("ignoreIndex", "int64_t"),
    Out("out", like="self", shape=Shape("the rows of `self`, or one element when reduced", _shape, loose=True)),
    Out("totalWeightOut", like="self", shape=Shape("one element", lambda a: (), loose=True)),
    summary="The negative logarithm of the probability of each target class, weighted; as it is, averaged or summed.",
    page="loss/nll_loss/docs/aclnnNLLLoss",
    families=(*MAIN, "310P", "910"),
    limits=(*class_limits("self", "target", "weight"), reduction_limit()),
)


@op.kernel
def kernel(self: Array, target: Array, weight: Array, ignoreIndex: int, call: Arguments) -> tuple[Array, Array]:
    rows = self.reshape(-1, self.shape[-1])
    classes, weights = chosen(target.reshape(-1), weight, rows.shape[1], ignoreIndex)
    losses = np.where(weights == 0, 0, -rows[np.arange(len(rows)), classes] * weights)
    if call.reduction == Reduction.NONE:
        return losses.reshape(call.out.shape), np.float32(0)
    whole = np.sum(weights)
    return np.sum(losses) / whole if call.reduction == Reduction.MEAN else np.sum(losses), whole

"""aclnnNLLLossBackward."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import INT32, INT64, UINT8
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of
from aclnn.shared.classes import chosen, class_limits
from aclnn.shared.losses import TYPES, Reduction, reduction_limit


def _fits(a: Arguments) -> bool:
    rows = a.self.shape[0] if a.reduction == Reduction.NONE and len(a.self.shape) == 2 else 1
    return len(a.gradOutput.shape) <= 1 and bool(a.gradOutput.size == rows)


op = Operator(
    "NLLLossBackward",
    In("gradOutput", like="self"),
    In("self", TYPES),
    In("target", (INT64, UINT8, INT32)),
    In("weight", like="self"),
    Attribute("reduction", "int64_t"),
    Attribute("ignoreIndex", "int64_t"),
    In("totalWeight", like="self"),
    Out("out", like="self", shape=shape_of("self")),
    summary="The gradient of the negative log likelihood with respect to the logarithms of the probabilities.",
    page="loss/nll_loss_grad/docs/aclnnNLLLossBackward",
    families=(*MAIN, "910"),
    limits=(
        *class_limits("self", "target", "weight"),
        reduction_limit(),
        Invalid("gradOutput", "must have an element for each row of self, or one when the losses were reduced", _fits),
        Invalid("totalWeight", "must have one element", lambda a: a.totalWeight.size == 1),
    ),
)


@op.kernel
def kernel(
    gradOutput: Array, self: Array, target: Array, weight: Array, ignoreIndex: int, totalWeight: Array, call: Arguments
) -> Array:
    rows = self.reshape(-1, self.shape[-1])
    classes, weights = chosen(target.reshape(-1), weight, rows.shape[1], ignoreIndex)
    gradients = np.zeros_like(rows)
    slope = gradOutput.reshape(-1) * -weights
    if call.reduction == Reduction.MEAN:
        slope = slope / totalWeight.reshape(())
    gradients[np.arange(len(rows)), classes] = np.where(weights == 0, 0, slope)
    return gradients.reshape(self.shape)

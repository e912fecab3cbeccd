"""aclnnCrossEntropyLossGrad."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Limit, Operator, OptionalIn, Out, Text
from aclnn.dtypes import FLOAT, INT64
from aclnn.lazy import Array, np
from aclnn.ops.loss.cross_entropy_loss import REDUCTIONS
from aclnn.shapes import shape_of
from aclnn.shared.classes import chosen
from aclnn.shared.losses import TYPES

op = Operator(
    "CrossEntropyLossGrad",
    In("gradLoss", TYPES),
    In("logProb", like="gradLoss"),
    In("target", (INT64,)),
    OptionalIn("weightOptional", (FLOAT,)),
    OptionalIn("gradZlossOptional", like="gradLoss"),
    OptionalIn("lseForZlossOptional", like="gradLoss"),
    Text("reductionOptional"),
    Attribute("ignoreIndex", "int64_t"),
    Attribute("labelSmoothing", "double"),
    Attribute("lseSquareScaleForZloss", "double"),
    Out("out", like="gradLoss", shape=shape_of("logProb"), const=True),
    summary="The gradient of the cross entropy with respect to the input of its softmax.",
    page="loss/cross_entropy_loss_grad/docs/aclnnCrossEntropyLossGrad",
    families=MAIN,
    limits=(
        Limit("logProb", "must have 2 dimensions and classes", lambda a: len(a.logProb.shape) == 2 and a.logProb.size),
        Limit(
            "target", "must have one element for each row of logProb", lambda a: a.target.shape == a.logProb.shape[:1]
        ),
        Limit(
            "weightOptional",
            "must have one element for each class of logProb",
            lambda a: a.weightOptional is None or a.weightOptional.shape == a.logProb.shape[1:],
        ),
        Limit("reductionOptional", "must be mean, sum or none", lambda a: a.reductionOptional in REDUCTIONS),
        Limit(
            "gradLoss",
            "must have one element for each row, or one when the losses were reduced",
            lambda a: a.gradLoss.size == (a.logProb.shape[0] if a.reductionOptional == "none" else 1),
        ),
        Limit("labelSmoothing", "must be 0", lambda a: a.labelSmoothing == 0),  # others are not supported yet (page)
    ),
)


@op.kernel
def kernel(
    gradLoss: Array, logProb: Array, target: Array, weightOptional: Array | None, ignoreIndex: int, call: Arguments
) -> Array:
    classes, weights = chosen(target, weightOptional, logProb.shape[1], ignoreIndex)
    slope = gradLoss.reshape(-1) * weights
    if call.reductionOptional not in ("sum", "none"):
        slope = slope / np.sum(weights)
    gradients = np.exp(logProb) * slope[:, None]
    gradients[np.arange(len(classes)), classes] -= slope
    return gradients

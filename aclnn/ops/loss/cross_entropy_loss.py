"""aclnnCrossEntropyLoss."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Limit, Operator, OptionalIn, Out, Text
from aclnn.dtypes import FLOAT, INT32, INT64
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape, shape_of
from aclnn.shared.classes import chosen
from aclnn.shared.losses import TYPES

REDUCTIONS = (None, "mean", "sum", "none")  # null is the default, mean


def _shape(a: Arguments) -> Dims:
    return a.input.shape[:1] if a.reductionOptional == "none" else ()


op = Operator(
    "CrossEntropyLoss",
    In("input", TYPES),
    In("target", (INT32, INT64)),
    OptionalIn("weightOptional", (FLOAT,)),
    Text("reductionOptional"),
    Attribute("ignoreIndex", "int64_t"),
    Attribute("labelSmoothing", "double"),
    Attribute("lseSquareScaleForZloss", "double"),
    Attribute("returnZloss", "bool"),
    Out("lossOut", like="input", shape=Shape("the rows of `input`, or one element", _shape, loose=True), const=True),
    Out("logProbOut", like="input", shape=shape_of("input"), const=True),
    Out("zlossOut", like="input", const=True),
    Out("lseForZlossOut", like="input", const=True),
    summary="Softmax, logarithm and the cross entropy with target classes; the outputs for zloss stay as they are.",
    page="loss/cross_entropy_loss/docs/aclnnCrossEntropyLoss",
    families=MAIN,
    limits=(
        Limit(
            "input", "must have 2 dimensions and classes", lambda a: len(a.input.shape) == 2 and a.input.shape[1] > 0
        ),
        Limit("target", "must have one element for each row of input", lambda a: a.target.shape == a.input.shape[:1]),
        Limit(
            "weightOptional",
            "must have one element for each class of input",
            lambda a: a.weightOptional is None or a.weightOptional.shape == a.input.shape[1:],
        ),
        Limit("reductionOptional", "must be mean, sum or none", lambda a: a.reductionOptional in REDUCTIONS),
        Limit("labelSmoothing", "must be within 0 and 1", lambda a: 0 <= a.labelSmoothing <= 1),
    ),
)


@op.kernel
def kernel(
    input: Array, target: Array, weightOptional: Array | None, ignoreIndex: int, labelSmoothing: float, call: Arguments
) -> tuple[Array | None, ...]:
    shifted = input - np.max(input, axis=1, keepdims=True)
    logarithms = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    classes, weights = chosen(target, weightOptional, input.shape[1], ignoreIndex)
    losses = -weights * logarithms[np.arange(len(classes)), classes]
    if labelSmoothing:
        spread = logarithms if weightOptional is None else logarithms * weightOptional
        smooth = np.where(target == ignoreIndex, 0, -np.mean(spread, axis=1))
        losses = np.float32(1 - labelSmoothing) * losses + np.float32(labelSmoothing) * smooth
    if call.reductionOptional == "none":
        return losses, logarithms, None, None
    loss = np.sum(losses)
    return loss if call.reductionOptional == "sum" else loss / np.sum(weights), logarithms, None, None

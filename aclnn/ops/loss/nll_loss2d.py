"""aclnnNLLLoss2d and aclnnNLLLoss2dBackward."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, Out
from aclnn.dtypes import INT32, INT64, UINT8
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape, shape_of
from aclnn.shared.classes import chosen
from aclnn.shared.limits import rank_limit
from aclnn.shared.losses import TYPES, Reduction, reduction_limit


def _shape(a: Arguments) -> Dims:
    return a.target.shape if a.reduction == Reduction.NONE else ()


def _targets_fit(a: Arguments) -> bool:
    images, _, *size = a.self.shape
    return bool(a.target.shape == (images, *size))


def _gradient_fits(a: Arguments) -> bool:
    if a.reduction == Reduction.NONE:
        return bool(a.gradOutput.shape == a.target.shape)
    return len(a.gradOutput.shape) <= 1 and bool(a.gradOutput.size == 1)


LIMITS: tuple[Limit, ...] = (
    rank_limit("self", 4, 4),
    rank_limit("target", 3, 3),
    Invalid("target", "must have the shape of self without its classes", _targets_fit),
    Invalid("weight", "must have one element for each class of self", lambda a: a.weight.shape == a.self.shape[1:2]),
    reduction_limit(),
)

op = Operator(
    "NLLLoss2d",
    In("self", TYPES),
    In("target", (INT64, UINT8, INT32)),
    In("weight", like="self"),
    Attribute("reduction", "int64_t"),
    Attribute("ignoreIndex", "int64_t"),
    Out("out", like="self", shape=Shape("`target`, or one element when reduced", _shape, loose=True)),
    Out("totalWeightOut", like="self", shape=Shape("one element", lambda a: (), loose=True)),
    summary="The negative logarithm of the probability of each target class, of images of rows of classes.",
    page="loss/nll_loss/docs/aclnnNLLLoss2d",
    header="aclnn_nll_loss2d.h",
    families=(*MAIN, "310P", "910"),
    limits=LIMITS,
)
backward = Operator(
    "NLLLoss2dBackward",
    In("gradOutput", like="self"),
    In("self", TYPES),
    In("target", (INT64, UINT8, INT32)),
    In("weight", like="self"),
    Attribute("reduction", "int64_t"),
    Attribute("ignoreIndex", "int64_t"),
    In("totalWeight", like="self", const=False),
    Out("out", like="self", shape=shape_of("self")),
    summary="The gradient of aclnnNLLLoss2d with respect to the logarithms of the probabilities.",
    page="loss/nll_loss_grad/docs/aclnnNLLLoss2dBackward",
    header="aclnn_nll_loss2d_backward.h",
    families=(*MAIN, "910"),
    limits=(
        *LIMITS,
        Invalid("gradOutput", "must have the shape of target, or one element when reduced", _gradient_fits),
        Invalid("totalWeight", "must have one element", lambda a: a.totalWeight.size == 1),
    ),
)


@op.kernel
def kernel(self: Array, target: Array, weight: Array, ignoreIndex: int, call: Arguments) -> tuple[Array, Array]:
    rows = np.moveaxis(self, 1, -1)
    classes, weights = chosen(target, weight, self.shape[1], ignoreIndex)
    picked = np.take_along_axis(rows, classes[..., None], -1)[..., 0]
    losses = np.where(weights == 0, 0, -picked * weights)
    if call.reduction == Reduction.NONE:
        return losses, np.float32(0)
    whole = np.sum(weights)
    return np.sum(losses) / whole if call.reduction == Reduction.MEAN else np.sum(losses), whole


@backward.kernel
def kernel_backward(
    gradOutput: Array, self: Array, target: Array, weight: Array, ignoreIndex: int, totalWeight: Array, call: Arguments
) -> Array:
    classes, weights = chosen(target, weight, self.shape[1], ignoreIndex)
    grad = gradOutput if call.reduction == Reduction.NONE else gradOutput.reshape(())
    slope = grad * -weights
    if call.reduction == Reduction.MEAN:
        slope = slope / totalWeight.reshape(())
    gradients = np.zeros_like(np.moveaxis(self, 1, -1))
    np.put_along_axis(gradients, classes[..., None], np.where(weights == 0, 0, slope)[..., None], -1)
    return np.moveaxis(gradients, -1, 1)

"""aclnnMultilabelMarginLoss."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape, shape_of
from aclnn.shared.indices import checked
from aclnn.shared.limits import rank_limit, same_shape
from aclnn.shared.losses import TYPES, Reduction, reduction_limit


def _shape(a: Arguments) -> Dims:
    return a.self.shape[:-1] if a.reduction == Reduction.NONE else ()


op = Operator(
    "MultilabelMarginLoss",
    In("self", TYPES),
    In("target", (INT32, INT64)),
    Attribute("reduction", "int64_t"),
    Out("out", like="self", shape=Shape("the rows of `self`, or one element when reduced", _shape, loose=True)),
    Out("isTarget", like="self", shape=shape_of("self")),
    summary="How far target classes fail to be 1 above every other class, by rows; and which classes are targets.",
    page="loss/multilabel_margin_loss/docs/aclnnMultilabelMarginLoss",
    families=(*MAIN, "910"),
    limits=(
        rank_limit("self", 1, 2),
        Invalid("self", "must have classes", lambda a: a.self.shape[-1] > 0),
        same_shape("target", "self"),
        reduction_limit(),
    ),
)


@op.kernel
def kernel(self: Array, target: Array, call: Arguments) -> tuple[Array, Array]:
    rows, targets = self.reshape(-1, self.shape[-1]), target.reshape(-1, self.shape[-1])
    listed = np.cumsum(targets < 0, axis=1) == 0  # up to the first -1
    classes = checked(np.where(listed, targets, 0), rows.shape[1], "target")
    marks = np.zeros(rows.shape, np.float32)
    np.maximum.at(marks, (np.arange(len(rows))[:, None], classes), listed.astype(np.float32))
    wanted = np.take_along_axis(rows, classes, 1)
    gaps = np.maximum(np.float32(1) - wanted[:, :, None] + rows[:, None, :], 0)
    gaps = np.where(listed[:, :, None] & (marks == 0)[:, None, :], gaps, 0)
    losses = np.sum(gaps, axis=(1, 2)) / np.float32(rows.shape[1])
    if call.reduction == Reduction.MEAN:
        losses = np.mean(losses)
    elif call.reduction == Reduction.SUM:
        losses = np.sum(losses)
    return losses.reshape(call.out.shape), marks.reshape(self.shape)

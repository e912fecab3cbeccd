"""aclnnSoftmaxCrossEntropyWithLogits."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Operator, Out
from aclnn.lazy import Array, np
from aclnn.shapes import Shape, shape_of
from aclnn.shared.limits import rank_limit, same_shape
from aclnn.shared.losses import TYPES

op = Operator(
    "SoftmaxCrossEntropyWithLogits",
    In("features", TYPES),
    In("labels", like="features", const=False),
    Out("loss", like="features", shape=Shape("the rows of `features`", lambda a: a.features.shape[:1])),
    Out("backprop", like="features", shape=shape_of("features")),
    summary="The cross entropy of the softmax of each row with its labels, and its gradient.",
    page="activation/softmax_cross_entropy_with_logits/docs/aclnnSoftmaxCrossEntropyWithLogits",
    families=(*MAIN, "310P", "910"),
    limits=(rank_limit("features", 2, 2), same_shape("labels", "features")),
)


@op.kernel
def kernel(features: Array, labels: Array) -> tuple[Array, Array]:
    shifted = features - np.max(features, axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    sums = np.sum(exponentials, axis=1, keepdims=True)
    return np.sum(labels * (np.log(sums) - shifted), axis=1), exponentials / sums - labels

"""aclnnThresholdBackward."""

from __future__ import annotations

from aclnn.declare import MAIN, Invalid, Scalar
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT32, INT64, UINT8
from aclnn.lazy import Array, np
from aclnn.shared.gradients import gradient
from aclnn.shared.limits import lacks

op = gradient(
    "ThresholdBackward",
    (FLOAT, BF16, FLOAT16, INT32, INT8, UINT8, INT64),
    Scalar("threshold"),
    result="out",
    alike=True,
    summary="The gradient where self is above threshold, 0 elsewhere.",
    page="activation/threshold_grad_v2_d/docs/aclnnThresholdBackward",
    families=(*MAIN, "310P", "910"),
    limits=(
        lacks("self", (INT64,), ("A2", "A3", "310P", "910")),
        Invalid("threshold", "must be 0 on this product", lambda a: a.threshold.value == 0, ("950",)),
    ),
)


@op.kernel
def kernel(gradOutput: Array, self: Array, threshold: Array) -> Array:
    return np.where(self > threshold, gradOutput, 0)

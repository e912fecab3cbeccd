"""aclnnSeluBackward."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT32
from aclnn.lazy import Array, np
from aclnn.ops.activation.selu import ALPHA, SCALE
from aclnn.shared.gradients import gradient

op = gradient(
    "SeluBackward",
    (FLOAT, FLOAT16, INT32, INT8, BF16),
    of="result",
    alike=True,
    broadcasts=False,
    summary="The gradient of aclnnSelu, from its result.",
    page="activation/selu_grad/docs/aclnnSeluBackward",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(gradOutput: Array, result: Array) -> Array:
    negative = result + np.float32(SCALE * ALPHA)
    return gradOutput * np.where(result > 0, np.float32(SCALE), negative)

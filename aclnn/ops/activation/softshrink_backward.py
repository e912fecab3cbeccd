"""aclnnSoftshrinkBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Invalid
from aclnn.lazy import Array, np
from aclnn.parameters import Parameter
from aclnn.shared.gradients import gradient

op = gradient(
    "SoftshrinkBackward",
    FLOATS,
    Parameter("lambda", "const aclScalar *", "attribute", field="lambd"),  # a word of Python
    alike=True,
    summary="The gradient where self is further than lambda from 0, 0 elsewhere.",
    page="activation/soft_shrink_grad/docs/aclnnSoftshrinkBackward",
    families=(*MAIN, "310P", "910"),
    limits=(Invalid("lambd", "must not be negative", lambda a: a.lambd.value >= 0),),
)


@op.kernel
def kernel(gradOutput: Array, self: Array, lambd: Array) -> Array:
    return np.where((self >= -lambd) & (self <= lambd), 0, gradOutput)

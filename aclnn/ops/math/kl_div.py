"""aclnnKlDiv."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute
from aclnn.lazy import Array, np
from aclnn.shared.losses import TYPES, Reduction, pointwise, total

op = pointwise(
    "KlDiv",
    TYPES,
    Attribute("logTarget", "bool"),
    highest=Reduction.BATCH_MEAN,
    summary="The divergence of self, a logarithm, from target, as it is, averaged, summed or averaged over rows.",
    page="math/kl_div_v2/docs/aclnnKlDiv",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(self: Array, target: Array, logTarget: bool, call: Arguments) -> Array:
    if logTarget:
        return total(np.exp(target) * (target - self), call)
    known = np.where(target > 0, target, np.float32("nan"))  # as the page has it, also for a target of 0
    return total(known * (np.log(known) - self), call)

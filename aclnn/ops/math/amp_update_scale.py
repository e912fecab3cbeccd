"""aclnnAmpUpdateScale."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Limit, Operator, Out
from aclnn.dtypes import INT32
from aclnn.lazy import Array, np


def _single(name: str) -> Limit:
    def holds(a: Arguments) -> bool:
        tensor = getattr(a, name)
        return len(tensor.shape) <= 1 and bool(tensor.size == 1)

    return Limit(name, "must have the shape [1]", holds)


op = Operator(
    "AmpUpdateScale",
    In("currentScale", FLOATS),
    In("growthTracker", (INT32,)),
    In("foundInf", like="currentScale"),
    Attribute("growthFactor", "double"),
    Attribute("backoffFactor", "double"),
    Attribute("growthInterval", "int64_t"),
    Out("updatedScaleOut", like="currentScale", const=True),
    Out("updatedGrowthTrackerOut", (INT32,), const=True),
    summary="The next scale of losses: less after an overflow, more after so many steps without one.",
    page="math/amp_update_scale/docs/aclnnAmpUpdateScale",
    families=MAIN,
    limits=(
        *map(_single, ("currentScale", "growthTracker", "foundInf", "updatedScaleOut", "updatedGrowthTrackerOut")),
        Limit("growthInterval", "must be from 1 to 2147483647", lambda a: 1 <= a.growthInterval < 2**31),
    ),
)


@op.kernel
def kernel(currentScale: Array, growthTracker: Array, foundInf: Array, call: Arguments) -> tuple[Array, Array]:
    from aclnn.conversion import converted

    scale, steps = currentScale.reshape(()), growthTracker.reshape(())
    if foundInf.reshape(()) != 0:
        scale, steps = scale * np.float32(call.backoffFactor), np.int32(0)
    elif steps + 1 == call.growthInterval:
        grown = converted(np.asarray(scale * np.float32(call.growthFactor)), call.currentScale.dtype)
        scale, steps = grown if np.isfinite(grown) else scale, np.int32(0)
    else:
        steps = steps + np.int32(1)
    return np.asarray(scale), np.asarray(steps)

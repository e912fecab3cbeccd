"""aclnnForeachNonFiniteCheckAndUnscale."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, In, InPlace, InPlaceList, Invalid, Limit, Operator
from aclnn.dtypes import FLOAT
from aclnn.lazy import Array, np
from aclnn.shared.foreach import TYPES

_TILING = status.NN_INNER_TILING_ERROR
_MOST = 256  # tensors

op = Operator(
    "ForeachNonFiniteCheckAndUnscale",
    InPlaceList("scaledGrads", TYPES, const=True),
    InPlace("foundInf", (FLOAT,), const=True),
    In("invScale", (FLOAT,)),
    summary="Every gradient times invScale; foundInf becomes 1 where one was infinite or NaN.",
    page="foreach/foreach_non_finite_check_and_unscale/docs/aclnnForeachNonFiniteCheckAndUnscale",
    families=(*MAIN, "310P"),
    limits=(
        Invalid("scaledGrads", "must hold no null tensor", lambda a: None not in a.scaledGrads),
        Limit(
            "scaledGrads", f"must have at most {_MOST} tensors", lambda a: len(a.scaledGrads) <= _MOST, status=_TILING
        ),
        Limit(
            "scaledGrads",
            "must have tensors of one data type",
            lambda a: len({t.dtype for t in a.scaledGrads}) <= 1,
            status=_TILING,
        ),
        Limit("foundInf", "must have one element", lambda a: a.foundInf.size == 1, status=_TILING),
        Limit("invScale", "must have one element", lambda a: a.invScale.size == 1, status=_TILING),
    ),
)


@op.kernel
def kernel(scaledGrads: tuple[Array, ...], foundInf: Array, invScale: Array) -> tuple[list[Array], Array]:
    found = not all(bool(np.all(np.isfinite(gradient))) for gradient in scaledGrads)
    scale = invScale.reshape(())
    return [gradient * scale for gradient in scaledGrads], np.float32(1) if found else foundInf

"""aclnnForeachRoundOffNumber and V2."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, In, InList, Limit, OutList, Scalar
from aclnn.dtypes import INT8, INT16, INT64
from aclnn.lazy import Array, np
from aclnn.shared.foreach import TYPES, over_lists

WITH_INT16 = (*TYPES, INT16)


def _halves_away(x: Array) -> Array:
    whole = np.trunc(x)
    return whole + np.where(np.abs(x - whole) >= 0.5, np.copysign(np.float32(1), x), np.float32(0))


def _to_odd(x: Array) -> Array:
    """Von Neumann's rounding, as Ascend C describes CAST_ODD: of the two neighbours the odd one."""
    floor, ceiling = np.floor(x), np.ceil(x)
    return np.where(floor % 2 == 1, floor, ceiling)


def _rounded(x: Array, mode: Array) -> Array:
    """Modes as Ascend C's RoundMode; 7, the fraction, is only in the kernels. Others leave x as it is."""
    number = int(mode)
    if x.dtype.kind == "i":
        return np.zeros_like(x) if number == 7 else x
    match number:
        case 1:
            return np.rint(x)
        case 2:
            return np.floor(x)
        case 3:
            return np.ceil(x)
        case 4:
            return _halves_away(x)
        case 5:
            return np.trunc(x)
        case 6:
            return _to_odd(x)
        case 7:
            return x - np.trunc(x)
    return x


op = over_lists(
    "ForeachRoundOffNumber",
    _rounded,
    InList("x", WITH_INT16),
    In("roundMode", (INT8,)),
    OutList("out", WITH_INT16, const=True),
    summary="Each tensor rounded to whole numbers, as roundMode says.",
    page="foreach/foreach_round_off_number/docs/aclnnForeachRoundOffNumber",
    families=MAIN,
    more=(Limit("roundMode", "must have one element", lambda a: a.roundMode.size == 1),),
)
v2 = over_lists(
    "ForeachRoundOffNumberV2",
    _rounded,
    InList("x", WITH_INT16),
    Scalar("roundMode", dtypes=(INT8, INT64)),
    OutList("out", WITH_INT16),
    wrong=status.NN_PARAM_INVALID,
    summary="Each tensor rounded to whole numbers, as roundMode says.",
    page="foreach/foreach_round_off_number/docs/aclnnForeachRoundOffNumberV2",
    families=MAIN,
)

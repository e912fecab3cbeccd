"""aclnnForeachZeroInplace."""

from __future__ import annotations

from aclnn.declare import MAIN, InPlaceList
from aclnn.dtypes import INT16
from aclnn.lazy import Array, np
from aclnn.shared.foreach import WITH_INT32, over_lists


def _zero(values: Array) -> Array:
    return np.zeros_like(values)


op = over_lists(
    "ForeachZeroInplace",
    _zero,
    InPlaceList("x", (*WITH_INT32, INT16), const=True),
    summary="Every element of every tensor set to zero.",
    page="foreach/foreach_zero_inplace/docs/aclnnForeachZeroInplace",
    families=MAIN,
)

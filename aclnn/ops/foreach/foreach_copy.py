"""aclnnForeachCopy."""

from __future__ import annotations

from aclnn.declare import InList, OutList
from aclnn.dtypes import BOOL, DOUBLE, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32
from aclnn.lazy import Array
from aclnn.shared.foreach import TYPES, over_lists

_TYPES = (*TYPES, DOUBLE, INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, BOOL)


def _copy(values: Array) -> Array:
    return values


op = over_lists(
    "ForeachCopy",
    _copy,
    InList("x", _TYPES),
    OutList("out", _TYPES),
    casts=True,
    summary="The elements of each tensor, in the data type of its copy.",
    page="foreach/foreach_copy/docs/aclnnForeachCopy",
    families=("A2", "950"),
)

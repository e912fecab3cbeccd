"""aclnnUpsampleNearestExact1d, aclnnUpsampleNearestExact2d, aclnnUpsampleNearestExact3d."""

from __future__ import annotations

from typing import Any

from aclnn.declare import FLOATS, MAIN, Operator
from aclnn.dtypes import UINT8
from aclnn.shared.limits import lacks
from aclnn.shared.resampling import nearest_exact
from aclnn.shared.upsampling import Resampling, length_limit

SUMMARY = "in which each element is the one of self that its middle lies in; scales decide where they are given."


def _declared(name: str, words: str, spatial: int, page: str, **declared: Any) -> Operator:
    kind = Resampling(spatial, nearest_exact)
    if spatial < 3:
        declared["limits"] = (
            lacks("self", (UINT8,), ("950", "310P")),
            *(kind.scale_limits() if spatial == 2 else ()),
            length_limit("self", ("950",)),
            length_limit("out", ("950",)),
        )
    return kind.operator(
        name,
        summary=f"{words}, {SUMMARY}",
        page=f"image/{page}/docs/aclnn{name}",
        header=f"aclnn_upsample_nearest_exact{spatial}d.h",
        families=(*MAIN, "310P"),
        **declared,
    )


in_one = _declared("UpsampleNearestExact1d", "Rows of another length", 1, "upsample_nearest", types=(*FLOATS, UINT8))
op = _declared("UpsampleNearestExact2d", "Images of another size", 2, "upsample_nearest", types=(*FLOATS, UINT8))
in_three = _declared("UpsampleNearestExact3d", "Volumes of another size", 3, "upsample_nearest_exact3d", types=FLOATS)

"""aclnnClampTensor, aclnnClampMinTensor, aclnnClampMaxTensor and their in-place forms."""

from __future__ import annotations

from typing import Any

from acl_sim import status
from aclnn.declare import MAIN, In, Limit, Operator, OptionalIn, Out
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC, NUMBERS, promoted
from aclnn.shapes import broadcast

op = Operator(
    "ClampTensor",
    In("self", NUMBERS),
    OptionalIn("clipValueMin", BASIC),
    OptionalIn("clipValueMax", BASIC),
    Out("out", NUMBERS, shape=broadcast("self", "clipValueMin", "clipValueMax")),
    summary="Each element within two bounds that are tensors, either of which may be missing.",
    page="conversion/clip_by_value_v2/docs/aclnnClampTensor",
    families=(*MAIN, "310P", "910"),
    header="aclnn_clamp.h",
    computes=promoted("self", "clipValueMin", "clipValueMax"),
    limits=(
        Limit(
            "clipValueMin",
            "must be given, or clipValueMax",
            lambda a: a.clipValueMin is not None or a.clipValueMax is not None,
            status=status.NN_PARAM_NULLPTR,
        ),
    ),
)


_MIN, _MAX = In("clipValueMin", BASIC), In("max", BASIC, field="clipValueMax")
_FOLDER = "conversion/clip_by_value_v2/docs/"
_MIN_PAGE: dict[str, Any] = {
    "page": f"{_FOLDER}aclnnClampMinTensor&aclnnInplaceClampMinTensor",
    "families": (*MAIN, "910"),
}
_MAX_PAGE: dict[str, Any] = {"page": f"{_FOLDER}aclnnClampMaxTensor&aclnnInplaceClampMaxTensor"}
op.form("ClampMinTensor", without=("clipValueMax",), changed=(_MIN,), limits=(), **_MIN_PAGE)
op.form("InplaceClampMinTensor", "self", without=("clipValueMax",), changed=(_MIN,), limits=(), **_MIN_PAGE)
op.form("ClampMaxTensor", without=("clipValueMin",), changed=(_MAX,), limits=(), **_MAX_PAGE)
op.form("InplaceClampMaxTensor", "self", without=("clipValueMin",), changed=(_MAX,), limits=(), **_MAX_PAGE)


@op.kernel
def kernel(self: Array, clipValueMin: Array = None, clipValueMax: Array = None) -> Array:
    above = self if clipValueMin is None else np.maximum(self, clipValueMin)
    return above if clipValueMax is None else np.minimum(above, clipValueMax)

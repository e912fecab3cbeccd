"""aclnnClamp, aclnnClampMin, aclnnClampMax, aclnnInplaceClampMax and the same bounds as aclnnHardtanh."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, In, Invalid, Limit, Operator, Out, Scalar
from aclnn.lazy import Array, np
from aclnn.promotion import NUMBERS, promoted
from aclnn.shapes import shape_of

op = Operator(
    "Clamp",
    In("self", NUMBERS),
    Scalar("clipValueMin", required=False),
    Scalar("clipValueMax", required=False),
    Out("out", NUMBERS, shape=shape_of("self")),
    summary="Each element within two bounds, either of which may be missing.",
    page="conversion/clip_by_value_v2/docs/aclnnClamp",
    families=(*MAIN, "310P", "910"),
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


op.form(
    "ClampMin",
    without=("clipValueMax",),
    changed=(Scalar("clipValueMin"),),
    limits=(),
    page="conversion/clip_by_value_v2/docs/aclnnClampMin",
)
op.form(
    "ClampMax",
    without=("clipValueMin",),
    changed=(Scalar("clipValueMax"),),
    limits=(),
    page="conversion/clip_by_value_v2/docs/aclnnClampMax&aclnnInplaceClampMax",
)
op.form(
    "InplaceClampMax",
    inplace="self",
    const=True,
    without=("clipValueMin",),
    changed=(Scalar("clipValueMax"),),
    limits=(),
    page="conversion/clip_by_value_v2/docs/aclnnClampMax&aclnnInplaceClampMax",
)
_ORDERED = (
    Invalid(
        "clipValueMin", "must not be greater than clipValueMax", lambda a: a.clipValueMin.value <= a.clipValueMax.value
    ),
)
_BOUNDS = (Scalar("clipValueMin"), Scalar("clipValueMax"))
op.form(
    "Hardtanh",
    changed=(*_BOUNDS, Out("out", like="self", shape=shape_of("self"))),
    limits=_ORDERED,
    computes=promoted("self"),
    header="aclnn_hardtanh.h",
    page="conversion/clip_by_value_v2/docs/aclnnHardtanh&aclnnInplaceHardtanh",
)
op.form(
    "InplaceHardtanh",
    inplace="self",
    changed=_BOUNDS,
    limits=_ORDERED,
    computes=promoted("self"),
    header="aclnn_hardtanh.h",
    page="conversion/clip_by_value_v2/docs/aclnnHardtanh&aclnnInplaceHardtanh",
)


@op.kernel
def kernel(self: Array, clipValueMin: Array = None, clipValueMax: Array = None) -> Array:
    above = self if clipValueMin is None else np.maximum(self, clipValueMin)
    return above if clipValueMax is None else np.minimum(above, clipValueMax)

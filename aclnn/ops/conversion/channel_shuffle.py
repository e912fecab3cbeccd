"""aclnnChannelShuffle."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import BF16
from aclnn.lazy import Array, np
from aclnn.promotion import ALL
from aclnn.shapes import shape_of
from aclnn.shared.limits import rank_limit

op = Operator(
    "ChannelShuffle",
    In("self", tuple(dtype for dtype in ALL if dtype != BF16)),
    Attribute("groups", "int64_t"),
    Out("out", like="self", shape=shape_of("self")),
    summary="The channels in another order: the first ones of all groups, then the second ones, and so on.",
    page="conversion/transpose/docs/aclnnChannelShuffle",
    families=(*MAIN, "910"),
    limits=(
        rank_limit("self", 3, 7),
        Invalid(
            "groups",
            "must be positive and share out the channels of self",
            lambda a: a.groups > 0 and a.self.shape[1] % a.groups == 0,
        ),
    ),
)


@op.kernel
def kernel(self: Array, groups: int) -> Array:
    images, channels, *rest = self.shape
    return np.swapaxes(self.reshape(images, groups, channels // groups, *rest), 1, 2).reshape(self.shape)

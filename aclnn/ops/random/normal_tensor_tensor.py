"""aclnnNormalTensorTensor, aclnnNormalTensorFloat, aclnnNormalFloatTensor, aclnnNormalFloatFloat."""

from __future__ import annotations

from aclnn.declare import Arguments, Attribute, In, Operator, Out
from aclnn.lazy import Array
from aclnn.promotion import FLOATING
from aclnn.shapes import broadcast
from aclnn.shared.randomness import generator

op = Operator(
    "NormalTensorTensor",
    In("mean", FLOATING),
    In("std", like="mean"),
    Attribute("seed", "int64_t"),
    Attribute("offset", "int64_t"),
    Out("out", like="mean", shape=broadcast("mean", "std")),
    summary="Random numbers, each of the normal distribution with its own mean and deviation.",
    page="random/stateless_random_normal_v2/docs/aclnnNormalTensorTensor",
    families=("950",),
    header="aclnn_normal_out.h",
)
MEAN, STD = Attribute("mean", "float"), Attribute("std", "float")
op.form(
    "NormalTensorFloat",
    changed=(STD,),
    page="random/stateless_random_normal_v2/docs/aclnnNormalTensorFloat",
)
op.form(
    "NormalFloatTensor",
    changed=(MEAN, In("std", FLOATING), Out("out", like="std", shape=broadcast("mean", "std"))),
    page="random/stateless_random_normal_v2/docs/aclnnNormalFloatTensor",
)
op.form(
    "NormalFloatFloat",
    changed=(MEAN, STD, Out("out", FLOATING)),
    page="random/stateless_random_normal_v2/docs/aclnnNormalFloatFloat",
)


@op.kernel
def kernel(mean: Array, std: Array, seed: int, offset: int, call: Arguments) -> Array:
    return mean + std * generator(seed, offset).standard_normal(call.out.shape)

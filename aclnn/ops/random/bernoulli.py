"""aclnnBernoulli and aclnnBernoulliTensor with their in-place forms."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC, FLOATING
from aclnn.shapes import broadcast_shape, shape_of
from aclnn.shared.randomness import generator

op = Operator(
    "BernoulliTensor",
    In("self", BASIC),
    In("prob", FLOATING),
    Attribute("seed", "int64_t"),
    Attribute("offset", "int64_t"),
    Out("out", BASIC, shape=shape_of("self")),
    summary="1 with the given probability, else 0.",
    page="random/stateless_bernoulli/docs/aclnnBernoulliTensor&aclnnInplaceBernoulliTensor",
    families=(*MAIN, "910"),
    header="aclnn_bernoulli.h",
    limits=(
        Invalid(
            "prob",
            "must have a shape that broadcasts to self's",
            lambda a: not hasattr(a.prob, "shape") or broadcast_shape(a.prob.shape, a.self.shape) == a.self.shape,
        ),
    ),
)
op.form("InplaceBernoulliTensor", inplace="self", const=True)
op.form("Bernoulli", scalars=("prob",), page="random/stateless_bernoulli/docs/aclnnBernoulli&aclnnInplaceBernoulli")
op.form(
    "InplaceBernoulli",
    inplace="self",
    const=True,
    scalars=("prob",),
    page="random/stateless_bernoulli/docs/aclnnBernoulli&aclnnInplaceBernoulli",
)


@op.kernel
def kernel(call: Arguments, prob: Array) -> Array:
    return (generator(call.seed, call.offset).random(call.self.shape) < prob).astype(np.float32)

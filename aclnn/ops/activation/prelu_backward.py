"""aclnnPreluBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, In, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.shapes import broadcast_shape, shape_of


def _fits(a: Arguments) -> bool:
    shape = a.self.shape
    return a.weight.size in (1, shape[1] if len(shape) > 1 else 1)


op = Operator(
    "PreluBackward",
    In("gradOutput", like="self"),
    In("self", FLOATS),
    In("weight", like="self"),
    Out("gradInput", like="self", shape=shape_of("self")),
    Out("gradWeight", like="self", shape=shape_of("weight")),
    summary="The gradients of aclnnPrelu for self and weight.",
    page="activation/p_relu_grad_update/docs/aclnnPreluBackward",
    families=(*MAIN, "910"),
    limits=(
        Invalid("weight", "must have one element, or one for each channel of self", _fits),
        Invalid(
            "gradOutput",
            "must be broadcastable to self",
            lambda a: broadcast_shape(a.gradOutput.shape, a.self.shape) == a.self.shape,
        ),
    ),
)


@op.kernel
def kernel(gradOutput: Array, self: Array, weight: Array) -> tuple[Array, Array]:
    grad = np.broadcast_to(gradOutput, self.shape)
    by_channel = weight.size > 1
    slopes = weight.reshape(-1, *(1,) * (self.ndim - 2)) if by_channel else weight.reshape(-1)
    terms = np.where(self > 0, 0, grad * self)
    axes = (0, *range(2, self.ndim)) if by_channel else None
    return np.where(self > 0, grad, grad * slopes), np.sum(terms, axis=axes).reshape(weight.shape)

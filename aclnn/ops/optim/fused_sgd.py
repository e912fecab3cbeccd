"""aclnnFusedSgd."""

from __future__ import annotations

from typing import Any

from aclnn.declare import MAIN, Arguments, Attribute, InPlaceList, Invalid, Operator, OptionalIn, Parameter
from aclnn.dtypes import BF16, FLOAT, FLOAT16
from aclnn.lazy import Array, np

_TYPES = (FLOAT, FLOAT16, BF16)
_BUFFERS = "momentumBufferListOptionalRef"


def _lists(a: Arguments) -> list[Any]:
    """The lists that must fit each other."""
    return [a.paramsRef, a.gradsRef, *([getattr(a, _BUFFERS)] if getattr(a, _BUFFERS) else [])]


op = Operator(
    "FusedSgd",
    InPlaceList("paramsRef", _TYPES, const=True),
    InPlaceList("gradsRef", _TYPES, const=True),
    Parameter(_BUFFERS, "const aclTensorList *", "inplace", required=False, dtypes=_TYPES),
    OptionalIn("gradScaleOptional", _TYPES),
    Attribute("weightDecay", "float"),
    Attribute("momentum", "float"),
    Attribute("lr", "float"),
    Attribute("dampening", "float"),
    Attribute("nesterov", "bool"),
    Attribute("maximize", "bool"),
    Attribute("isFirstStep", "bool"),
    summary="One step of stochastic gradient descent, with momentum and decay, on a list of weights.",
    page="optim/fused_sgd/docs/aclnnFusedSgd",
    families=MAIN,
    limits=(
        Invalid("paramsRef", "must hold no null tensor, nor the other lists", lambda a: None not in sum(_lists(a), ())),
        Invalid(
            "gradsRef", "must have as many tensors as the other lists", lambda a: len(set(map(len, _lists(a)))) == 1
        ),
        Invalid(
            "paramsRef",
            "must have one data type, that of the other lists",
            lambda a: len({tensor.dtype for tensor in sum(_lists(a), ())}) <= 1,
        ),
        Invalid(
            "gradsRef",
            "must have the shapes of paramsRef, and so must the other list",
            lambda a: all(len({t.shape for t in row}) == 1 for row in zip(*_lists(a))),
        ),
        Invalid(
            _BUFFERS, "must be given for a momentum other than 0", lambda a: not a.momentum or getattr(a, _BUFFERS)
        ),
        Invalid(
            "gradScaleOptional",
            "must have one element",
            lambda a: a.gradScaleOptional is None or a.gradScaleOptional.size == 1,
        ),
    ),
)


def _step(
    weights: Array, gradient: Array, buffer: Array | None, scale: Array | None, a: Arguments
) -> tuple[Array, Array, Array | None]:
    """The new weights, the gradient without its scale, and the new momentum."""
    plain = gradient if scale is None else gradient / scale.reshape(())
    descent = (-plain if a.maximize else plain) + np.float32(a.weightDecay) * weights
    if a.momentum and buffer is not None:
        kept = np.float32(a.momentum) * buffer + np.float32(1 - a.dampening) * descent
        buffer = descent if a.isFirstStep else kept
        descent = descent + np.float32(a.momentum) * buffer if a.nesterov else buffer
    return weights - np.float32(a.lr) * descent, plain, buffer


@op.kernel
def kernel(
    paramsRef: tuple[Array, ...],
    gradsRef: tuple[Array, ...],
    momentumBufferListOptionalRef: tuple[Array, ...] | None,
    gradScaleOptional: Array | None,
    call: Arguments,
) -> tuple[list[Array], list[Array], list[Array] | None]:
    buffers = momentumBufferListOptionalRef or (None,) * len(paramsRef)
    steps = [_step(*row, gradScaleOptional, call) for row in zip(paramsRef, gradsRef, buffers)]
    weights, gradients, momenta = ([row[i] for row in steps] for i in range(3))
    return weights, gradients, momenta if momentumBufferListOptionalRef and call.momentum else None

"""aclnnRotaryPositionEmbeddingGrad: gradients of the rotary position embedding with respect to x, cos and sin."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import FLOATS, Arguments, Attribute, In, Limit, Operator, OptionalIn, Out
from aclnn.ops.posembedding import rotary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

A2_A3 = ("A2", "A3")


def _gradients(a: Arguments) -> list[Any]:
    """The outputs that are computed: without x there is no gradient of cos and sin."""
    return [a.dxOut, a.dcosOut, a.dsinOut] if a.xOptional is not None else [a.dxOut]


def _shaped(a: Arguments) -> list[Any]:
    """All tensors whose shape matters, dy first."""
    return [a.dy, a.cos, a.sin, *([a.xOptional] if a.xOptional is not None else []), *_gradients(a)]


def _readings(a: Arguments) -> list[rotary.Reading]:
    """How the shapes can be taken. Unlike forward, backward has B1SD only for fewer batches than positions."""
    found = rotary.readings(a.mode, a.dy.shape, a.cos.shape)
    return [reading for reading in found if reading.table != "B1SD" or reading.batch < reading.seq]


def _within_batch_limit(a: Arguments, reading: rotary.Reading) -> bool:
    both = reading.batch * reading.heads
    if a.mode == rotary.INTERLEAVE:
        return both < 1000
    return reading.batch < 1000 and reading.heads < 1000 and (a.xOptional is None or both <= 1024)


op = Operator(
    "RotaryPositionEmbeddingGrad",
    In("dy", FLOATS),
    In("cos", like="dy"),
    In("sin", like="dy"),
    OptionalIn("xOptional", like="dy"),
    Attribute("mode", "int64_t"),
    Out("dxOut", like="dy", const=True),
    Out("dcosOut", like="dy", const=True),
    Out("dsinOut", like="dy", const=True),
    summary="Gradients of the rotary position embedding with respect to x, cos and sin.",
    page="posembedding/rotary_position_embedding_grad/docs/aclnnRotaryPositionEmbeddingGrad",
    families=("A2", "A3", "950"),
    unsupported=status.NN_PARAM_NULLPTR,  # the real library finds no executor for such a product
    is_empty=lambda a: a.dxOut.size == a.dcosOut.size == a.dsinOut.size == 0,
    limits=(
        Limit("mode", "must be 0, 1, 2 or 3", lambda a: a.mode in rotary.MODES),
        Limit("mode", "must be 0 or 1 on this product", lambda a: a.mode in (rotary.HALF, rotary.INTERLEAVE), A2_A3),
        Limit("dy", "must have 3 or 4 dimensions", lambda a: len(a.dy.shape) in (3, 4)),
        Limit("cos", "must have as many dimensions as dy", lambda a: len(a.cos.shape) == len(a.dy.shape)),
        Limit("sin", "must have the shape of cos", lambda a: a.sin.shape == a.cos.shape),
        Limit("dxOut", "must have the shape of dy", lambda a: a.dxOut.shape == a.dy.shape),
        Limit(
            "xOptional", "must have the shape of dy", lambda a: a.xOptional is None or a.xOptional.shape == a.dy.shape
        ),
        Limit(
            "dcosOut",
            "must have the shape of cos when x is given",
            lambda a: a.xOptional is None or a.dcosOut.shape == a.cos.shape,
        ),
        Limit(
            "dsinOut",
            "must have the shape of sin when x is given",
            lambda a: a.xOptional is None or a.dsinOut.shape == a.sin.shape,
        ),
        Limit("cos", "must have the last dimension of dy", lambda a: a.cos.shape[-1] == a.dy.shape[-1]),
        Limit("dy", "must have a last dimension below 896 on this product", lambda a: a.dy.shape[-1] < 896, A2_A3),
        Limit("dy", "must have a last dimension of at most 1024", lambda a: a.dy.shape[-1] <= 1024),
        Limit(
            "dy",
            "must have a last dimension that is a multiple of 4 in quarter mode, of 2 otherwise",
            lambda a: a.dy.shape[-1] % rotary.divisor(a.mode) == 0,
        ),
        Limit("dy", "must not be empty, nor the tensors that go with it", lambda a: all(t.size for t in _shaped(a))),
        Limit("cos", "must broadcast to dy", lambda a: rotary.broadcasts(a.cos.shape, a.dy.shape)),
        Limit(
            "cos",
            "must have a shape that BNSD, BSND, SBND or TND allow on this product",
            lambda a: bool(_readings(a)),
            A2_A3,
        ),
        Limit(
            "dy",
            "must have fewer batches and heads on this product",
            lambda a: any(_within_batch_limit(a, reading) for reading in _readings(a)),
            A2_A3,
        ),
    ),
)


@op.kernel
def kernel(
    dy: NDArray[Any], cos: NDArray[Any], sin: NDArray[Any], xOptional: NDArray[Any] | None, mode: int
) -> tuple[NDArray[Any] | None, ...]:
    """dx = dy*cos + R'(dy*sin); dcos and dsin are sums over the axes that cos and sin were broadcast along."""
    import numpy as np

    dx = rotary.unpermute(mode, dy * cos + rotary.rotate_back(mode, dy * sin))
    if xOptional is None:
        return dx, None, None
    axes = tuple(axis for axis in range(dy.ndim - 1) if cos.shape[axis] == 1 != dy.shape[axis])
    permuted = rotary.permute(mode, xOptional)
    dcos = np.sum(dy * permuted, axis=axes, keepdims=True)
    dsin = np.sum(dy * rotary.rotate(mode, permuted), axis=axes, keepdims=True)
    return dx, dcos, dsin


@op.native_kernel
def native_kernel(a: Arguments) -> None:
    rotary.run_grad(a)

"""aclnnRmsNormGrad."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import FLOATS, MAIN, Arguments, In, Invalid, Limit, Operator, Out
from aclnn.dtypes import FLOAT
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of
from aclnn.shared import norms

BLOCK = 32  # bytes that 310P moves at least


def _ends_with_gamma(a: Arguments) -> bool:
    count = len(a.gamma.shape)
    return bool(1 <= count < len(a.x.shape) and a.x.shape[-count:] == a.gamma.shape)


def _has_rows(a: Arguments) -> bool:
    """The forward operator gives rstd dimensions of length 1 as well."""
    shape, count = a.x.shape, len(a.gamma.shape)
    rows = shape[: len(shape) - count]
    return a.rstd.shape in (rows, (*rows, *(1,) * count))


op = Operator(
    "RmsNormGrad",
    In("dy", like="x"),
    In("x", FLOATS),
    In("rstd", (FLOAT,)),
    In("gamma", FLOATS),
    Out("dxOut", like="x", shape=shape_of("x"), const=True),
    Out("dgammaOut", (FLOAT,), shape=shape_of("gamma"), const=True),
    summary="The gradients of aclnnRmsNorm for x and gamma.",
    page="norm/rms_norm_grad/docs/aclnnRmsNormGrad",
    families=(*MAIN, "310P"),
    limits=(
        Invalid(
            "gamma", "must have the type of x, or be FLOAT where x has 16 bits",
            lambda a: a.gamma.dtype in (a.x.dtype, FLOAT), MAIN,
        ),
        Invalid("gamma", "must have the type of x on this product", lambda a: a.gamma.dtype == a.x.dtype, ("310P",)),
        Limit("dy", "must have the shape of x", lambda a: a.dy.shape == a.x.shape),
        Limit("gamma", "must have the shape of the last dimensions of x, not all of them", _ends_with_gamma),
        Limit("rstd", "must have the dimensions of x before those of gamma", _has_rows),
        Limit(
            "x", f"must have rows of at least {BLOCK} bytes on this product",
            lambda a: a.x.shape[-1] * a.x.dtype.bits // 8 >= BLOCK, ("310P",), status.NN_INNER_TILING_ERROR,
        ),
    ),
)  # fmt: skip


@op.kernel
def kernel(dy: Array, x: Array, rstd: Array, gamma: Array) -> tuple[Array, Array]:
    count = gamma.ndim
    rows = x.shape[: x.ndim - count]
    normal = x * rstd.reshape(*rows, *(1,) * count)
    scaled = dy * gamma
    mean = np.mean(scaled * normal, axis=norms.trailing(x.ndim, count), keepdims=True)
    dx = (scaled - normal * mean) * rstd.reshape(*rows, *(1,) * count)
    return dx, np.sum(dy * normal, axis=tuple(range(len(rows))))

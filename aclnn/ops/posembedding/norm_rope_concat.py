"""aclnnNormRopeConcat: norm of query and key, each joined with the encoder's along S, transposed and rotated.

The value is joined and transposed only. Rows beyond those of ropeSin are not rotated.
"""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import (
    FLOATS,
    Arguments,
    Attribute,
    In,
    Limit,
    Operator,
    OptionalIn,
    OptionalOut,
    Out,
    limit_with,
)
from aclnn.dtypes import FLOAT
from aclnn.ops.posembedding import norm_rope, rotary
from aclnn.shared.rounding import ties_away

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

STREAMS = {"query": "encoderQuery", "key": "encoderKey", "value": "encoderValue"}
_launch = limit_with(status.NN_RUNTIME_ERROR)


def _needs(name: str, part: str, kinds: tuple[int, ...], of: str) -> Limit:
    """A weight or bias that the kind of norm reads."""
    return Limit(
        name,
        f"must be given for {norm_rope.PARTS[of]} with this kind of norm",
        lambda a: getattr(a, name) is not None or getattr(a, part) is None or norm_rope.norm_type(of, a) not in kinds,
    )


def _gives_statistics(a: Arguments, of: str) -> bool:
    part = getattr(a, norm_rope.PARTS[of])
    return bool(a.isTraining and part is not None and norm_rope.norm_type(of, a) in norm_rope.LAYER_NORMS)


def _statistic_limits(of: str, name: str) -> tuple[Limit, ...]:
    """The kernel writes them without looking for null."""
    return (
        Limit(
            name,
            "must be given for LayerNorm in training",
            lambda a: getattr(a, name) is not None or not _gives_statistics(a, of),
        ),
        norm_rope.statistic_limit(name, of),
    )


def _affine_limits(of: str) -> tuple[Limit, ...]:
    part = norm_rope.PARTS[of]
    affine, biased = (norm_rope.LAYER_NORM_AFFINE, norm_rope.RMS_NORM_AFFINE), (norm_rope.LAYER_NORM_AFFINE,)
    return (_needs(f"norm{of}Weight", part, affine, of), _needs(f"norm{of}Bias", part, biased, of))


def _output_limit(own: str, encoder: str) -> Limit:
    return Limit(
        f"{own}Output",
        f"must have the shape [B, N, S, D] of {own} and {encoder} together",
        lambda a: getattr(a, f"{own}Output").shape == norm_rope.stream_shape(getattr(a, own), getattr(a, encoder)),
    )


AFFINE = tuple(f"norm{of}{part}" for of in norm_rope.NORMED for part in ("Weight", "Bias"))
STATISTICS = tuple((of, f"norm{of}{part}") for of in norm_rope.NORMED for part in ("Mean", "Rstd"))

op = Operator(
    "NormRopeConcat",
    In("query", FLOATS),
    *(In(name, like="query") for name in ("key", "value")),
    *(OptionalIn(name, like="query") for name in (*STREAMS.values(), *AFFINE, "ropeSin", "ropeCos")),
    *(Attribute(name, "int64_t") for name in ("normType", "normAddedType", "ropeType", "concatOrder")),
    Attribute("eps", "double"),
    Attribute("isTraining", "bool"),
    *(Out(f"{name}Output", like="query", const=True) for name in STREAMS),
    *(OptionalOut(name, (FLOAT,), const=True) for _, name in STATISTICS),
    summary="Norm of query and key, each joined with the encoder's along S, transposed and rotated.",
    page="posembedding/norm_rope_concat/docs/aclnnNormRopeConcat",
    families=("A2", "A3", "950"),
    limits=(
        *(norm_rope.rank_limit(name, 4, status.NN_PARAM_INVALID) for name in (*STREAMS, *STREAMS.values())),
        norm_rope.head_limit(status.NN_PARAM_INVALID),
        *(norm_rope.part_limit(name) for name in ("key", "value", *STREAMS.values())),
        *(norm_rope.vector_limit(name) for name in AFFINE),
        *norm_rope.rope_limits(),
        Limit("value", "must have the S of key", lambda a: a.value.shape[1] == a.key.shape[1]),
        Limit(
            "encoderValue",
            "must have the S of encoderKey, or be null with it",
            lambda a: norm_rope.length(a.encoderValue) == norm_rope.length(a.encoderKey),
        ),
        Limit("normType", "must be 0 to 4", lambda a: a.normType in range(5)),
        Limit("normAddedType", "must be 0 to 4", lambda a: a.normAddedType in range(5)),
        *(limit for of in norm_rope.NORMED for limit in _affine_limits(of)),
        Limit("ropeSin", "must be given to rotate", lambda a: norm_rope.rope_is_given(a, "ropeSin")),
        Limit("ropeCos", "must be given to rotate", lambda a: norm_rope.rope_is_given(a, "ropeCos")),
        *(_output_limit(own, encoder) for own, encoder in STREAMS.items()),
        *(limit for of, name in STATISTICS for limit in _statistic_limits(of, name)),
        _launch("ropeType", "must be 0, 1 or 2", lambda a: a.ropeType in (0, 1, 2)),
        _launch("concatOrder", "must be 0 or 1", lambda a: a.concatOrder in (0, 1)),
    ),
)


def _normed(
    x: NDArray[Any], kind: int, weight: NDArray[Any] | None, bias: NDArray[Any] | None, eps: float
) -> tuple[NDArray[Any], NDArray[Any] | None, NDArray[Any] | None]:
    """The normalised rows, and what LayerNorm found: mean and 1/deviation, [B, S, N, 1]."""
    import numpy as np

    if kind == norm_rope.NONE:
        return x, None, None
    part = np.float32(1) / np.float32(x.shape[-1])
    mean = np.sum(x, axis=-1, keepdims=True) * part if kind in norm_rope.LAYER_NORMS else None
    centred = x - mean if mean is not None else x
    deviation = np.sqrt(np.sum(centred * centred, axis=-1, keepdims=True) * part + np.float32(eps))
    y = centred / deviation
    if kind in (norm_rope.LAYER_NORM_AFFINE, norm_rope.RMS_NORM_AFFINE):
        y = y * weight
    if kind == norm_rope.LAYER_NORM_AFFINE:
        y = y + bias
    return y, mean, np.float32(1) / deviation if mean is not None else None


def _joined(own: NDArray[Any], encoder: NDArray[Any] | None, order: int) -> NDArray[Any]:
    import numpy as np

    parts = [own] if encoder is None else [own, encoder] if order == 0 else [encoder, own]
    joined: NDArray[Any] = np.concatenate(parts, axis=1).transpose(0, 2, 1, 3)
    return joined


def _rotated(x: NDArray[Any], kind: int, cos: NDArray[Any], sin: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    rows = len(cos)
    turned = rotary.embed(norm_rope.ROTATIONS[kind], x[:, :, :rows], cos, sin)
    return np.concatenate([turned, x[:, :, rows:]], axis=2)


@op.kernel
def kernel(call: Arguments, **x: Any) -> tuple[Any, ...]:
    """Everything in float32; results are rounded once, halves away from zero."""

    normed: dict[str, Any] = {"value": x["value"], "encoderValue": x["encoderValue"]}
    statistics: list[Any] = []
    for of, part in norm_rope.PARTS.items():
        affine = x[f"norm{of}Weight"], x[f"norm{of}Bias"]
        normed[part], mean, rstd = (
            _normed(x[part], norm_rope.norm_type(of, x), *affine, x["eps"])
            if x[part] is not None
            else (None, None, None)
        )
        statistics += [mean, rstd] if x["isTraining"] else [None, None]
    streams = [_joined(normed[own], normed[encoder], x["concatOrder"]) for own, encoder in STREAMS.items()]
    if x["ropeType"]:
        streams[:2] = (_rotated(s, x["ropeType"], x["ropeCos"], x["ropeSin"]) for s in streams[:2])
    return (*(ties_away(stream, call.query.dtype) for stream in streams), *statistics)

"""aclnnNormRopeConcatBackward: gradients of aclnnNormRopeConcat with LayerNorm, or none.

dx = rstd * (dxhat - mean(dxhat) - xhat * mean(dxhat * xhat)), after rotating back and taking the streams apart.
"""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import FLOATS, Arguments, Attribute, In, Limit, Operator, OptionalIn, OptionalOut, Out
from aclnn.dtypes import FLOAT
from aclnn.ops.posembedding import norm_rope, rotary
from aclnn.shared.rounding import ties_away

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

STREAMS = {"Query": ("query", "encoderQuery"), "Key": ("key", "encoderKey"), "Value": ("key", "encoderKey")}
AFFINE = tuple((of, f"gradNorm{of}{part}") for of in norm_rope.NORMED for part in ("Weight", "Bias"))


def _gradient_limit(stream: str) -> Limit:
    own, encoder = STREAMS[stream]
    return Limit(
        f"grad{stream}Output",
        f"must have the shape [B, N, S, D] of {own} and {encoder} together",
        lambda a: (
            getattr(a, f"grad{stream}Output").shape == norm_rope.stream_shape(getattr(a, own), getattr(a, encoder))
        ),
    )


def _is_normed(a: Arguments, of: str, kinds: tuple[int, ...]) -> bool:
    return getattr(a, norm_rope.PARTS[of]) is not None and norm_rope.norm_type(of, a) in kinds


def _needs(name: str, of: str, kinds: tuple[int, ...], answer: int = status.NN_INNER_TILING_ERROR) -> Limit:
    return Limit(
        name,
        f"must be given for {norm_rope.PARTS[of]} with this kind of norm",
        lambda a: getattr(a, name) is not None or not _is_normed(a, of, kinds),
        status=answer,
    )


def _norm_limits(of: str) -> tuple[Limit, ...]:
    weight, mean, rstd = (f"norm{of}{part}" for part in ("Weight", "Mean", "Rstd"))
    return (
        _needs(weight, of, (norm_rope.LAYER_NORM_AFFINE,)),
        _needs(mean, of, norm_rope.LAYER_NORMS),
        _needs(rstd, of, norm_rope.LAYER_NORMS),
    )


def _own_limit(stream: str) -> Limit:
    own, _ = STREAMS[stream]
    name = f"grad{stream}"
    return Limit(name, f"must have the shape of {own}", lambda a: getattr(a, name).shape == getattr(a, own).shape)


def _encoder_limits(stream: str) -> tuple[Limit, ...]:
    """The source cannot copy its result into a null output, which it answers with 561103."""
    _, encoder = STREAMS[stream]
    name = f"gradEncoder{stream}"
    return (
        Limit(
            name,
            f"must be given with {encoder}",
            lambda a: getattr(a, encoder) is None or getattr(a, name) is not None,
            status=status.NN_INNER_NULLPTR,
        ),
        Limit(
            name,
            f"must have the shape of {encoder}",
            lambda a: getattr(a, encoder) is None or getattr(a, name).shape == getattr(a, encoder).shape,
        ),
    )


op = Operator(
    "NormRopeConcatBackward",
    In("gradQueryOutput", FLOATS),
    *(In(name, like="gradQueryOutput") for name in ("gradKeyOutput", "gradValueOutput", "query", "key")),
    *(OptionalIn(name, like="gradQueryOutput") for name in ("encoderQuery", "encoderKey")),
    *(
        parameter
        for of in norm_rope.NORMED
        for parameter in (
            OptionalIn(f"norm{of}Weight", like="gradQueryOutput"),
            OptionalIn(f"norm{of}Mean", (FLOAT,)),
            OptionalIn(f"norm{of}Rstd", (FLOAT,)),
        )
    ),
    *(OptionalIn(name, like="gradQueryOutput") for name in ("ropeSin", "ropeCos")),
    *(Attribute(name, "int64_t") for name in ("normType", "normAddedType", "ropeType", "concatOrder")),
    *(Out(f"grad{stream}", like="gradQueryOutput", const=True) for stream in STREAMS),
    *(OptionalOut(f"gradEncoder{stream}", like="gradQueryOutput", const=True) for stream in STREAMS),
    *(OptionalOut(name, like="gradQueryOutput", const=True) for _, name in AFFINE),
    summary="Gradients of aclnnNormRopeConcat with LayerNorm, or with no norm.",
    page="posembedding/norm_rope_concat_grad/docs/aclnnNormRopeConcatBackward",
    header="aclnn_norm_rope_concat_grad.h",
    families=("A2", "A3", "950"),
    limits=(
        *(norm_rope.rank_limit(name, 4) for name in ("query", "key", "encoderQuery", "encoderKey")),
        norm_rope.head_limit(status.NN_INNER_TILING_ERROR),
        *(_gradient_limit(stream) for stream in STREAMS),
        *(norm_rope.part_limit(name) for name in ("key", "encoderQuery", "encoderKey")),
        *(norm_rope.vector_limit(f"norm{of}Weight") for of in norm_rope.NORMED),
        *(norm_rope.statistic_limit(f"norm{of}{part}", of) for of in norm_rope.NORMED for part in ("Mean", "Rstd")),
        *norm_rope.rope_limits(),
        Limit("normType", "must be 0, 1 or 2", lambda a: a.normType in (0, 1, 2)),
        Limit("normAddedType", "must be 0, 1 or 2", lambda a: a.normAddedType in (0, 1, 2)),
        Limit("ropeType", "must be 0, 1 or 2", lambda a: a.ropeType in (0, 1, 2)),
        Limit("concatOrder", "must be 0 or 1", lambda a: a.concatOrder in (0, 1)),
        *(limit for of in norm_rope.NORMED for limit in _norm_limits(of)),
        Limit("ropeSin", "must be given to rotate", lambda a: norm_rope.rope_is_given(a, "ropeSin")),
        Limit("ropeCos", "must be given to rotate", lambda a: norm_rope.rope_is_given(a, "ropeCos")),
        *(_own_limit(stream) for stream in STREAMS),
        *(limit for stream in STREAMS for limit in _encoder_limits(stream)),
        *(_needs(name, of, (norm_rope.LAYER_NORM_AFFINE,), status.NN_INNER_NULLPTR) for of, name in AFFINE),
        *(norm_rope.vector_limit(name) for _, name in AFFINE),
    ),
)


def _rotated_back(dy: NDArray[Any], kind: int, cos: NDArray[Any], sin: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    rows = len(cos)
    turned = dy[:, :, :rows]
    turned = turned * cos + rotary.rotate_back(norm_rope.ROTATIONS[kind], turned * sin)
    return np.concatenate([turned, dy[:, :, rows:]], axis=2)


def _apart(dy: NDArray[Any], own: int, order: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """The gradients [B, S, N, D] of a stream's own part, of that length, and of the encoder's."""
    rows = dy.transpose(0, 2, 1, 3)
    if order == 0:
        return rows[:, :own], rows[:, own:]
    cut = rows.shape[1] - own
    return rows[:, cut:], rows[:, :cut]


def _norm_gradients(
    dy: NDArray[Any], kind: int, x: NDArray[Any], weight: NDArray[Any] | None, mean: Any, rstd: Any
) -> tuple[NDArray[Any], NDArray[Any] | None, NDArray[Any] | None]:
    """Gradients of a part, of its weight and of its bias."""
    import numpy as np

    if kind == norm_rope.NONE:
        return dy, None, None
    length = x.shape[-1]
    part = np.float32(1) / np.float32(length)
    xhat = (x - mean) * rstd
    is_affine = kind == norm_rope.LAYER_NORM_AFFINE
    dxhat = dy * weight if is_affine else dy
    mean_dxhat = np.sum(dxhat, axis=-1, keepdims=True) * part
    mean_product = np.sum(dxhat * xhat, axis=-1, keepdims=True) * part
    dx = (dxhat - mean_dxhat - xhat * mean_product) * rstd
    if not is_affine:
        return dx, None, None
    return dx, np.sum((dy * xhat).reshape(-1, length), axis=0), np.sum(dy.reshape(-1, length), axis=0)


@op.kernel
def kernel(call: Arguments, **x: Any) -> tuple[Any, ...]:
    """Everything in float32; results are rounded once, halves away from zero."""

    gradients: dict[str, Any] = {}
    for stream, (own, _) in STREAMS.items():
        dy = x[f"grad{stream}Output"]
        if x["ropeType"] and stream != "Value":
            dy = _rotated_back(dy, x["ropeType"], x["ropeCos"], x["ropeSin"])
        gradients[stream], gradients[f"Added{stream}"] = _apart(dy, x[own].shape[1], x["concatOrder"])
    affine: list[Any] = []
    for of, name in norm_rope.PARTS.items():
        if x[name] is None:
            affine += [None, None]
            continue
        saved = (x[f"norm{of}{part}"] for part in ("Weight", "Mean", "Rstd"))
        gradients[of], *two = _norm_gradients(gradients[of], norm_rope.norm_type(of, x), x[name], *saved)
        affine += two
    added = (gradients[f"Added{stream}"] if x[STREAMS[stream][1]] is not None else None for stream in STREAMS)
    results = (*(gradients[stream] for stream in STREAMS), *added, *affine)
    return tuple(ties_away(result, call.query.dtype) for result in results)

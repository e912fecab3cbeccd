"""aclnnMoeFinalizeRouting."""

from __future__ import annotations

from aclnn.declare import FLOATS, Arguments, In, Invalid, Operator, OptionalIn, Out
from aclnn.dtypes import INT32
from aclnn.lazy import Array, np
from aclnn.ops.moe.moe_finalize_routing_v2 import combined
from aclnn.shapes import Dims, Shape
from aclnn.shared.limits import rank_limit


def _out(a: Arguments) -> Dims:
    return (a.scales.shape[0], a.expandedX.shape[1])


def _fits(name: str, words: str, wanted: Shape) -> Invalid:
    def holds(a: Arguments) -> bool:
        tensor = getattr(a, name)
        return tensor is None or tensor.shape == wanted.of(a)

    return Invalid(name, f"must have the shape {words}", holds)


_OUT = Shape("`scales`'s rows, `expandedX`'s columns", _out)
op = Operator(
    "MoeFinalizeRouting",
    In("expandedX", FLOATS),
    In("x1", like="expandedX"),
    OptionalIn("x2Optional", like="expandedX"),
    In("bias", like="expandedX"),
    In("scales", like="expandedX"),
    In("expandedRowIdx", (INT32,)),
    In("expandedExpertIdx", (INT32,)),
    Out("out", like="expandedX", shape=_OUT, const=True),
    summary="What the experts made of each token, with their biases, times their weights, and one or two more addends.",
    page="moe/moe_finalize_routing/docs/aclnnMoeFinalizeRouting",
    families=("A2", "A3"),
    limits=(
        rank_limit("expandedX", 2, 2),
        rank_limit("scales", 2, 2),
        _fits("expandedRowIdx", "[rows * k]", Shape("", lambda a: (a.scales.size,))),
        Invalid("expandedX", "must have rows * k rows", lambda a: a.expandedX.shape[0] == a.scales.size),
        _fits("x1", "of out", _OUT),
        _fits("x2Optional", "of out", _OUT),
        _fits("expandedExpertIdx", "of scales", Shape("", lambda a: a.scales.shape)),
        Invalid(
            "bias", "must have a row of expandedX for each expert",
            lambda a: len(a.bias.shape) == 2 and a.bias.shape[1] == a.expandedX.shape[1],
        ),
    ),
)  # fmt: skip


@op.kernel
def kernel(
    expandedX: Array, x1: Array, x2Optional: Array | None, bias: Array, scales: Array, expandedRowIdx: Array,
    expandedExpertIdx: Array,
) -> Array:  # fmt: skip
    rows, k = scales.shape
    places = expandedRowIdx.reshape(k, rows).T
    places = np.where(places < 0, -2, places)
    return combined(expandedX, places, [x1, x2Optional], bias, scales, expandedExpertIdx, "expandedRowIdx")

"""aclnnMoeFinalizeRoutingV2."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, OptionalIn, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT32
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape
from aclnn.shared import experts

COLUMNS, COLUMNS_PADDED, ROWS, ROWS_PADDED = range(4)  # dropPadMode: how expandedRowIdx counts, who may be missing
PADDED = (COLUMNS_PADDED, ROWS_PADDED)
ONLY_310P = ("310P",)


def _rows(a: Arguments) -> int:
    scales = a.scalesOptional
    return int(a.expandedRowIdx.shape[0] if scales is None else scales.shape[0])


def _chosen(a: Arguments) -> Dims:
    return (_rows(a), 1 if a.scalesOptional is None else a.scalesOptional.shape[1])


def _out(a: Arguments) -> Dims:
    return (_rows(a), a.expandedX.shape[-1])


def _scales_type(a: Arguments) -> bool:
    scales = a.scalesOptional
    return scales is None or scales.dtype == a.expandedX.dtype or (a.expandedX.dtype, scales.dtype) == (BF16, FLOAT)


def _absent(name: str) -> Limit:
    return Limit(name, "must be null on this product", lambda a: getattr(a, name) is None, ONLY_310P)


op = Operator(
    "MoeFinalizeRoutingV2",
    In("expandedX", FLOATS),
    In("expandedRowIdx", (INT32,)),
    OptionalIn("x1Optional", like="expandedX"),
    OptionalIn("x2Optional", like="expandedX"),
    OptionalIn("biasOptional", like="expandedX"),
    OptionalIn("scalesOptional", (FLOAT, FLOAT16, BF16)),
    OptionalIn("expertIdxOptional", (INT32,)),
    Attribute("dropPadMode", "int64_t"),
    Out("out", like="expandedX", shape=Shape("`scalesOptional`'s rows, `expandedX`'s columns", _out), const=True),
    summary="What the experts made of each token, with their biases, times their weights, and up to two more addends.",
    page="moe/moe_finalize_routing_v2/docs/aclnnMoeFinalizeRoutingV2",
    families=(*MAIN, "310P"),
    limits=(
        Invalid("scalesOptional", "must have the type of expandedX, or be FLOAT beside BF16", _scales_type,
                ("A2", "A3")),
        Invalid("scalesOptional", "must have the type of expandedX on this product",
                lambda a: a.scalesOptional is None or a.scalesOptional.dtype == a.expandedX.dtype, ONLY_310P),
        Limit("dropPadMode", "must be 0, 1, 2 or 3", lambda a: a.dropPadMode in range(4)),
        Limit("dropPadMode", "must be 2 on this product", lambda a: a.dropPadMode == ROWS, ONLY_310P),
        *map(_absent, ("x1Optional", "x2Optional", "biasOptional", "expertIdxOptional")),
        Limit("expandedX", "must have 3 dimensions in mode 1 and 3, else 2",
              lambda a: len(a.expandedX.shape) == (3 if a.dropPadMode in PADDED else 2)),
        Limit("expandedX", "must have a last dimension that is a multiple of 32 on this product",
              lambda a: a.expandedX.shape[-1] % 32 == 0, ONLY_310P),
        experts.rank("expandedRowIdx", 1),
        experts.rank("scalesOptional", 2),
        Limit("expandedRowIdx", "must have an element for each of scalesOptional",
              lambda a: a.expandedRowIdx.shape[0] == _chosen(a)[0] * _chosen(a)[1]),
        Limit("expandedX", "must have as many rows as expandedRowIdx in mode 0 and 2",
              lambda a: a.dropPadMode in PADDED or a.expandedX.shape[0] == a.expandedRowIdx.shape[0]),
        Limit("x2Optional", "must be null where x1Optional is",
              lambda a: a.x1Optional is not None or a.x2Optional is None),
        experts.shape_limit("x1Optional", "of out", _out),
        experts.shape_limit("x2Optional", "of out", _out),
        Limit("expertIdxOptional", "must come with biasOptional",
              lambda a: a.biasOptional is None or a.expertIdxOptional is not None),
        experts.shape_limit("expertIdxOptional", "of scalesOptional, [rows, 1] without", _chosen),
        Limit("biasOptional", "must have a row of expandedX for each expert",
              lambda a: a.biasOptional is None
              or (len(a.biasOptional.shape) == 2 and a.biasOptional.shape[1] == a.expandedX.shape[-1])),
    ),
)  # fmt: skip


def combined(
    expanded: Array, places: Array, addends: list[Array | None], bias: Array | None, scales: Array | None,
    chosen: Array | None, name: str,
) -> Array:  # fmt: skip
    """The sum over the experts of each token; `places` [rows, k] says where each result is, -1 that it is missing."""
    values = experts.gathered(expanded, places, name, skips=True)
    if bias is not None:
        values = values + experts.gathered(bias, chosen, "expertIdx")
    total = (values if scales is None else values * scales[..., None]).sum(1, dtype=np.float32)
    for addend in addends:
        if addend is not None:
            total = total + addend
    return total


@op.kernel
def kernel(
    expandedX: Array, expandedRowIdx: Array, x1Optional: Array | None, x2Optional: Array | None,
    biasOptional: Array | None, scalesOptional: Array | None, expertIdxOptional: Array | None, dropPadMode: int,
    call: Arguments,
) -> Array:  # fmt: skip
    rows, k = _chosen(call)
    by_columns = dropPadMode in (COLUMNS, COLUMNS_PADDED)
    places = expandedRowIdx.reshape(k, rows).T if by_columns else expandedRowIdx.reshape(rows, k)
    if dropPadMode not in PADDED:
        places = np.where(places < 0, -2, places)  # nothing may be missing: what is negative is outside
    expanded = expandedX.reshape(-1, expandedX.shape[-1])
    return combined(
        expanded, places, [x1Optional, x2Optional], biasOptional, scalesOptional, expertIdxOptional, "expandedRowIdx"
    )

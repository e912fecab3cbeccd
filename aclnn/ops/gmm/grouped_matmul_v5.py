"""aclnnGroupedMatmulV5, V4 and WeightNz.

Not simulated, and refused: activations, INT4, 8-bit floats, groups of columns with several results.
"""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, InList, IntArray, Invalid, Operator, OptionalIn, OutList
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT32, INT64, UINT64
from aclnn.formats import FRACTAL_NZ
from aclnn.lazy import Array, np
from aclnn.shared import quant_matmul
from aclnn.shared.grouped_matmul import LIMITS, Groups, Listing, has_small_weights, is_quantised, row_of
from aclnn.shared.groups import ends_of

TYPES = (*FLOATS, INT8)
HALVES = (FLOAT16, BF16)

op = Operator(
    "GroupedMatmulV5",
    InList("x", TYPES),
    InList("weight", TYPES),
    InList("biasOptional", (*FLOATS, INT32), required=False),
    InList("scaleOptional", (FLOAT, BF16, UINT64), required=False),
    InList("offsetOptional", (FLOAT,), required=False),
    InList("antiquantScaleOptional", HALVES, required=False),
    InList("antiquantOffsetOptional", HALVES, required=False),
    InList("perTokenScaleOptional", (FLOAT,), required=False),
    OptionalIn("groupListOptional", (INT64,)),
    InList("activationInputOptional", FLOATS, required=False),
    InList("activationQuantScaleOptional", FLOATS, required=False),
    InList("activationQuantOffsetOptional", FLOATS, required=False),
    Attribute("splitItem", "int64_t"),
    Attribute("groupType", "int64_t"),
    Attribute("groupListType", "int64_t"),
    Attribute("actType", "int64_t"),
    IntArray("tuningConfigOptional", required=False, const=False),
    OutList("out", (*FLOATS, INT8, INT32)),
    OutList("activationFeatureOutOptional", FLOATS, required=False),
    OutList("dynQuantScaleOutOptional", (FLOAT,), required=False),
    summary="Products of groups of rows, or of columns, with a weight each; of floats, INT8, or floats with INT8.",
    page="gmm/grouped_matmul/docs/aclnnGroupedMatmulV5",
    families=MAIN,
    limits=(
        Invalid(
            "tuningConfigOptional", "must not have negative elements but -1 in the third place",
            lambda a: all(n >= (-1 if at == 2 else 0) for at, n in enumerate(a.tuningConfigOptional or ())),
        ),
        *LIMITS,
    ),
)  # fmt: skip
op.form(
    "GroupedMatmulV4", without=("tuningConfigOptional",), limits=LIMITS, header="aclnn_grouped_matmul_v4.h",
    page="gmm/grouped_matmul/docs/aclnnGroupedMatmulV4",
)  # fmt: skip
op.form(
    "GroupedMatmulWeightNz", changed=(InList("weight", (*HALVES, INT8), formats=(FRACTAL_NZ,)),),
    after=("tuningConfigOptional", Attribute("quantGroupSize", "int64_t")),
    header="aclnn_grouped_matmul_weight_nz.h", page="gmm/grouped_matmul/docs/aclnnGroupedMatmulWeightNz",
    limits=(
        Invalid("weight", "must have format FRACTAL_NZ", lambda a: all(t.format == FRACTAL_NZ for t in a.weight if t)),
        Invalid("quantGroupSize", "must be 0: groups within columns are not simulated", lambda a: not a.quantGroupSize),
        *op.limits,
    ),
)  # fmt: skip


def _spans(call: Arguments, groups: Array | None, lengths: list[int]) -> list[tuple[int, int, int]]:
    """Which group, and where it begins and ends; `lengths` are those of x's tensors."""
    if groups is None:
        ends = np.cumsum(lengths)
        return [(group, int(end) - length, int(end)) for group, (end, length) in enumerate(zip(ends, lengths))]
    numbers, listed = np.arange(len(groups)), groups
    if call.groupListType == Listing.PAIRS:
        numbers, listed = groups[:, 0], groups[:, 1]
    ends = ends_of(listed, sum(lengths), "groupListOptional", counts=call.groupListType != Listing.ENDS)
    return list(zip(numbers.tolist(), [0, *ends.tolist()], ends.tolist()))


@op.kernel
def kernel(
    x: tuple[Array, ...], weight: tuple[Array, ...], biasOptional: tuple[Array, ...] | None,
    scaleOptional: tuple[Array, ...] | None, antiquantScaleOptional: tuple[Array, ...] | None,
    antiquantOffsetOptional: tuple[Array, ...] | None, perTokenScaleOptional: tuple[Array, ...] | None,
    groupListOptional: Array | None, call: Arguments,
) -> tuple[list[Array]]:  # fmt: skip
    """Rows behind the last group are left alone."""
    from aclnn.access import Part
    from aclnn.conversion import converted

    count = len(weight) if len(weight) > 1 or call.groupType == Groups.NONE else len(weight[0])

    def product(rows: Array, group: int, scales: Array | None) -> Array:
        factor = weight[group] if weight[0].ndim == 2 else weight[0][group]
        bias = row_of(biasOptional, group, count)
        if is_quantised(call):
            sums = (rows.astype(np.float64) @ factor.astype(np.float64)).astype(np.int64)
            scale = row_of(scaleOptional, group, count)
            return quant_matmul.dequantised(
                sums, np.ones(1, np.float32) if scale is None else scale, scales, bias, call.out[0].dtype
            )
        if has_small_weights(call):
            offset = row_of(antiquantOffsetOptional, group, count)
            factor = factor.astype(np.float32) + (0 if offset is None else offset)
            factor = converted(factor * row_of(antiquantScaleOptional, group, count), call.x[0].dtype)
        values = rows @ factor
        return values if bias is None else values + bias

    if call.groupType == Groups.NONE:
        return ([product(rows, group, None) for group, rows in enumerate(x)],)
    if call.groupType == Groups.COLUMNS:
        spans = _spans(call, groupListOptional, [x[0].shape[1]])
        return ([np.stack([x[0][:, start:end] @ weight[0][start:end] for _, start, end in spans])],)
    rows = np.concatenate(x)
    scales = perTokenScaleOptional[0] if perTokenScaleOptional else None
    found = [
        product(rows[start:end], group, None if scales is None else scales[start:end])
        for group, start, end in _spans(call, groupListOptional, [len(tensor) for tensor in x])
    ]
    values = np.concatenate(found)
    return ([Part(np.arange(values.size), values)],)

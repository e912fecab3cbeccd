"""aclnnGroupedMatmulV3: the products of groups of rows, or of columns, with a weight for each.

Not simulated, and refused: quantised x and weights, with their scales and offsets.
"""

from __future__ import annotations

from typing import Any

from acl_sim import status
from aclnn.declare import MAIN, Arguments, Attribute, InList, Invalid, Limit, Operator, OptionalIn, OutList
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT64, UINT64
from aclnn.lazy import Array, np
from aclnn.shared.grouped_matmul import LONGEST_LIST, Groups
from aclnn.shared.groups import ends_of
from aclnn.shared.limits import complete

TYPES = (FLOAT16, BF16, FLOAT)
BIAS = {FLOAT16: FLOAT16, BF16: FLOAT, FLOAT: FLOAT}


def _groups(a: Arguments) -> int:
    """How many products there are: as many as weights, or for a split of the inner axis as matrices of y."""
    if a.groupType == Groups.COLUMNS:
        return int(a.y[0].shape[0]) if len(a.y[0].shape) == 3 else 0
    return int(a.weight[0].shape[0]) if len(a.weight) == 1 and len(a.weight[0].shape) == 3 else len(a.weight)


def _unquantised(name: str) -> Limit:
    return Invalid(name, "must be null or empty: quantisation is not simulated", lambda a: not getattr(a, name))


def _short(name: str) -> Limit:
    return Invalid(name, f"must have at most {LONGEST_LIST} tensors", lambda a: len(getattr(a, name)) <= LONGEST_LIST)


def _of_one_type(name: str) -> Limit:
    return Invalid(
        name, "must have tensors of x's type", lambda a: {t.dtype for t in getattr(a, name)} == {a.x[0].dtype}
    )


def _lists_fit(a: Arguments) -> bool:
    """x may be one tensor only where its rows or columns are split; weights are one for each group."""
    many = _groups(a)
    if a.groupType == Groups.COLUMNS:
        return len(a.x) == len(a.weight) == len(a.y) == 1 and many > 0
    wanted = 1 if a.splitItem in (2, 3) else many
    return len(a.x) in ((many,) if a.groupType == Groups.NONE else (1, many)) and len(a.y) == wanted


def _x_fits(a: Arguments) -> bool:
    low, high = (2, 6) if a.groupType == Groups.NONE else (2, 2)
    return all(low <= len(t.shape) <= high for t in a.x)


def _weight_fits(a: Arguments) -> bool:
    if a.groupType == Groups.COLUMNS:
        return len(a.weight[0].shape) == 2 and a.weight[0].shape[0] == a.x[0].shape[1]
    single = len(a.weight) == 1 and len(a.weight[0].shape) == 3
    inner = {t.shape[-1] for t in a.x}
    if not single and (any(len(t.shape) != 2 for t in a.weight)):
        return False
    if a.groupType == Groups.NONE:
        return not single and all(w.shape[0] == x.shape[-1] for w, x in zip(a.weight, a.x))
    return len({t.shape[-2:] for t in a.weight}) == 1 and inner == {a.weight[0].shape[-2]}


def _y_fits(a: Arguments) -> bool:
    wide = a.weight[0].shape[-1]
    if a.groupType == Groups.COLUMNS:
        return bool(a.y[0].shape[1:] == (a.x[0].shape[0], wide))
    if a.groupType == Groups.NONE:
        return all(y.shape == (*x.shape[:-1], w.shape[-1]) for x, w, y in zip(a.x, a.weight, a.y))
    rows = sum(t.shape[0] for t in a.x)
    return all(len(y.shape) == 2 and y.shape[1] == wide for y in a.y) and sum(y.shape[0] for y in a.y) == rows


def _bias_fits(a: Arguments) -> bool:
    if not a.biasOptional:
        return True
    types = {t.dtype for t in a.biasOptional if t is not None} == {BIAS[a.x[0].dtype]}
    if a.groupType == Groups.COLUMNS or not types or len(a.biasOptional) != len(a.weight) or None in a.biasOptional:
        return False
    return all(b.shape == (*w.shape[:-2], w.shape[-1]) for b, w in zip(a.biasOptional, a.weight))


def _group_list_fits(a: Arguments) -> bool:
    """Needed where one tensor is split; then it has a number for each group."""
    given = a.groupListOptional
    if a.groupType == Groups.NONE:
        return given is None
    if given is None:
        return a.groupType == Groups.ROWS and len(a.x) == _groups(a)
    return bool(given.shape == (_groups(a),)) and _groups(a) <= LONGEST_LIST


op = Operator(
    "GroupedMatmulV3",
    InList("x", TYPES),
    InList("weight", TYPES),
    InList("biasOptional", (FLOAT16, FLOAT), required=False),
    InList("scaleOptional", (UINT64,), required=False),
    InList("offsetOptional", (FLOAT,), required=False),
    InList("antiquantScaleOptional", (FLOAT16, BF16), required=False),
    InList("antiquantOffsetOptional", (FLOAT16, BF16), required=False),
    OptionalIn("groupListOptional", (INT64,)),
    Attribute("splitItem", "int64_t"),
    Attribute("groupType", "int64_t"),
    OutList("y", TYPES, const=True),
    summary="The matrix products of groups of x with a weight, and a bias, for each group.",
    page="gmm/grouped_matmul/docs/aclnnGroupedMatmulV3",
    families=(*MAIN, "310P"),
    unsupported=status.NN_RUNTIME_ERROR,
    limits=(
        *(limit for name in ("x", "weight", "y") for limit in (*complete(name), _short(name))),
        *map(_unquantised, ("scaleOptional", "offsetOptional", "antiquantScaleOptional", "antiquantOffsetOptional")),
        Invalid("x", "must be FLOAT16 on this product", lambda a: a.x[0].dtype == FLOAT16, ("310P",)),
        *map(_of_one_type, ("x", "weight", "y")),
        Invalid("splitItem", "must be 0, 1, 2 or 3", lambda a: a.splitItem in (0, 1, 2, 3)),
        Invalid("groupType", "must be -1, 0 or 2", lambda a: a.groupType in list(Groups)),
        Invalid(
            "groupType",
            "must not be -1 with a splitItem of 2 or 3",
            lambda a: a.groupType != Groups.NONE or a.splitItem < 2,
        ),
        Invalid("x", "must have as many tensors as there are groups, or be split by groupType", _lists_fit),
        Invalid("x", "must have 2 dimensions, 2 to 6 where nothing is split", _x_fits),
        Invalid("weight", "must be [K, N] for each group, or [groups, K, N], with the K of x", _weight_fits),
        Invalid("biasOptional", "must be [N] for each group, FLOAT for BF16 and not with groupType 2", _bias_fits),
        Invalid(
            "groupListOptional",
            "must have the end of each group where x is split, and be null for -1",
            _group_list_fits,
        ),
        Invalid("y", "must have the rows of x and the columns of weight", _y_fits),
    ),
)


def _spans(given: Array | None, lengths: list[int]) -> list[tuple[int, int]]:
    """Where each group begins and ends; without a list, groups are as long as x's tensors."""
    ends = np.cumsum(lengths) if given is None else ends_of(given, sum(lengths), "groupListOptional")
    return list(zip([0, *ends.tolist()], ends.tolist()))


@op.kernel
def kernel(
    x: tuple[Array, ...], weight: tuple[Array, ...], biasOptional: Any, groupListOptional: Array | None,
    groupType: int, call: Arguments,
) -> tuple[list[Array]]:  # fmt: skip
    """Rows that belong to no group become 0."""
    if groupType == Groups.COLUMNS:
        spans = _spans(groupListOptional, [x[0].shape[1]])
        return ([np.stack([x[0][:, start:end] @ weight[0][start:end] for start, end in spans])],)
    weights = list(weight[0]) if weight[0].ndim == 3 else list(weight)
    biases = [0] * len(weights)
    if biasOptional:
        biases = list(biasOptional[0] if biasOptional[0].ndim == 2 else biasOptional)
    if groupType == Groups.NONE:
        return ([one @ w + b for one, w, b in zip(x, weights, biases)],)
    rows = np.concatenate(x)
    result = np.zeros((rows.shape[0], weights[0].shape[-1]), np.float32)
    for (start, end), w, b in zip(_spans(groupListOptional, [len(t) for t in x]), weights, biases):
        result[start:end] = rows[start:end] @ w + b
    stops = np.cumsum([t.shape[0] for t in call.y])
    return ([result[stop - t.shape[0] : stop] for stop, t in zip(stops, call.y)],)

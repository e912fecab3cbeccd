"""Matrix products by groups: of rows (the tokens of experts), within rows, or of pairs in lists.

Limits and kernels name the parameters of aclnnGroupedMatmulV5.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

from aclnn.declare import Arguments, Invalid, Limit
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT32, UINT64, DType
from aclnn.lazy import Array
from aclnn.shapes import Dims
from aclnn.shared.limits import complete

LONGEST_LIST = 128
MOST_GROUPS = 1024
UNUSED = (
    "offsetOptional", "activationInputOptional", "activationQuantScaleOptional", "activationQuantOffsetOptional",
    "activationFeatureOutOptional", "dynQuantScaleOutOptional",
)  # fmt: skip


class Groups(IntEnum):
    """groupType: what is divided into groups."""

    NONE = -1
    ROWS = 0
    COLUMNS = 2  # of x, which are the rows of weight


class Listing(IntEnum):
    """groupListType: where groups end, how long they are, or pairs of which group and how long."""

    ENDS = 0
    COUNTS = 1
    PAIRS = 2


def is_quantised(a: Arguments) -> bool:
    return bool(a.x[0].dtype == INT8)


def has_small_weights(a: Arguments) -> bool:
    """INT8 weights beside floats."""
    return bool(a.weight[0].dtype == INT8 and not is_quantised(a))


def _types(a: Arguments) -> tuple[DType, DType]:
    return a.x[0].dtype, a.weight[0].dtype


def _same_types(name: str) -> Limit:
    def holds(a: Arguments) -> bool:
        tensors = getattr(a, name)
        return tensors is None or all(tensor is not None and tensor.dtype == tensors[0].dtype for tensor in tensors)

    return Invalid(name, "must have one type in all tensors, none of them null", holds)


def _goes_with_types(name: str, allowed: Callable[[Arguments], tuple[DType | None, ...]]) -> Limit:
    def holds(a: Arguments) -> bool:
        tensors = getattr(a, name)
        return (tensors[0].dtype if tensors else None) in allowed(a)

    return Invalid(name, "must have a type, or be absent, as the page combines it with x, weight and out", holds)


def _result(a: Arguments) -> tuple[DType, ...]:
    return (INT8, BF16, FLOAT16, INT32) if is_quantised(a) else (a.x[0].dtype,)


def _bias(a: Arguments) -> tuple[DType | None, ...]:
    x, out = a.x[0].dtype, a.out[0].dtype
    if is_quantised(a):
        return (None, INT32, BF16) if out == BF16 else (None, INT32)
    if a.family == "950":
        return (None, x, FLOAT)
    return (None, FLOAT if x == BF16 else x)


def _scale(a: Arguments) -> tuple[DType | None, ...]:
    if not is_quantised(a):
        return (None,)
    table: dict[DType, tuple[DType | None, ...]] = {
        INT8: (UINT64,), BF16: (BF16, FLOAT), FLOAT16: (FLOAT,), INT32: (None,),
    }  # fmt: skip
    return table[a.out[0].dtype]


def _row_scale(a: Arguments) -> tuple[DType | None, ...]:
    return (None, FLOAT) if is_quantised(a) and a.out[0].dtype in (BF16, FLOAT16) else (None,)


def _weight_scale(a: Arguments) -> tuple[DType | None, ...]:
    return (a.x[0].dtype,) if has_small_weights(a) else (None,)


def groups_in(a: Arguments) -> int:
    """How many groups there are."""
    if len(a.weight) > 1 or a.groupType == Groups.NONE:
        return len(a.weight)
    return int(a.groupListOptional.shape[0]) if a.groupType == Groups.COLUMNS else int(a.weight[0].shape[0])


def _list_fits(a: Arguments) -> bool:
    """None without groups; else one, which lists of x may do without."""
    given = a.groupListOptional
    if a.groupType == Groups.NONE:
        return given is None
    if given is None:
        return a.groupType == Groups.ROWS and len(a.x) > 1
    pairs = (2,) if a.groupListType == Listing.PAIRS else ()
    return given.shape == (groups_in(a), *pairs) and groups_in(a) <= MOST_GROUPS


def _lists_fit(a: Arguments) -> bool:
    x, weight, out = len(a.x), len(a.weight), len(a.out)
    if a.groupType == Groups.NONE:
        return x == weight == out
    if a.groupType == Groups.COLUMNS:
        return x == weight == out == 1
    return out == 1 and x in (1, weight)


def _ranks_fit(a: Arguments) -> bool:
    alone = len(a.weight) == 1 and a.groupType == Groups.ROWS
    return all(len(tensor.shape) == 2 for tensor in a.x) and all(
        len(tensor.shape) == (3 if alone else 2) for tensor in a.weight
    )


def _columns(a: Arguments) -> int:
    return int(a.weight[0].shape[-1])


def _factors_fit(a: Arguments) -> bool:
    """A row of x as long as a column of its weight, results as long as each other."""
    xs = a.x if len(a.x) == len(a.weight) else a.x * len(a.weight)
    if a.groupType != Groups.NONE and any(tensor.shape[-1] != _columns(a) for tensor in a.weight):
        return False
    return all(x.shape[-1] == weight.shape[-2] for x, weight in zip(xs, a.weight))


def _outs(a: Arguments) -> list[Dims]:
    if a.groupType == Groups.NONE:
        return [(x.shape[0], weight.shape[1]) for x, weight in zip(a.x, a.weight)]
    if a.groupType == Groups.COLUMNS:
        return [(groups_in(a), a.x[0].shape[0], _columns(a))]
    return [(sum(x.shape[0] for x in a.x), _columns(a))]


def _per_group(name: str) -> Limit:
    """A row for each group: in one tensor, or in a list as long as that of weights."""

    def holds(a: Arguments) -> bool:
        tensors = getattr(a, name)
        if tensors is None:
            return True
        if len(a.weight) == 1 and a.groupType == Groups.ROWS:
            wanted = [(groups_in(a), _columns(a))]
        else:
            wanted = [weight.shape[-1:] for weight in a.weight]
        return [tensor.shape for tensor in tensors] == wanted

    return Invalid(name, "must have a row for each group, as long as a row of weight", holds)


def _absent(name: str) -> Limit:
    return Invalid(name, "must be null", lambda a: not getattr(a, name))


LIMITS: tuple[Limit, ...] = (
    *complete("x"),
    *complete("weight"),
    *complete("out"),
    Invalid("weight", f"must have at most {LONGEST_LIST} tensors", lambda a: len(a.weight) <= LONGEST_LIST),
    *map(_absent, UNUSED),
    *map(_same_types, ("x", "weight", "out", "biasOptional", "scaleOptional", "antiquantScaleOptional",
                       "antiquantOffsetOptional", "perTokenScaleOptional")),
    Invalid("weight", "must have the type of x, or be INT8",
            lambda a: a.weight[0].dtype in (a.x[0].dtype, INT8)),
    Invalid("weight", "must not be INT8 beside FLOAT", lambda a: _types(a) != (FLOAT, INT8)),
    Invalid("x", "must not be FLOAT on this product", lambda a: a.x[0].dtype != FLOAT, ("950",)),
    Invalid("out", "must have a type that the page combines with x and weight",
            lambda a: a.out[0].dtype in _result(a)),
    _goes_with_types("biasOptional", _bias),
    _goes_with_types("scaleOptional", _scale),
    _goes_with_types("antiquantScaleOptional", _weight_scale),
    Invalid("antiquantOffsetOptional", "must have the type of antiquantScaleOptional, or be null without",
            lambda a: not a.antiquantOffsetOptional or (has_small_weights(a)
            and a.antiquantOffsetOptional[0].dtype == a.x[0].dtype)),
    _goes_with_types("perTokenScaleOptional", _row_scale),
    Invalid("actType", "must be 0: activations are not simulated", lambda a: a.actType == 0),
    Invalid("groupType", "must be -1, 0 or 2", lambda a: a.groupType in list(Groups)),
    Invalid("groupType", "must be 0 for x of INT8", lambda a: not is_quantised(a) or a.groupType == Groups.ROWS),
    Invalid("groupType", "must be -1 or 0 for weights of INT8",
            lambda a: not has_small_weights(a) or a.groupType != Groups.COLUMNS),
    Invalid("groupListType", "must be 0 or 1, or 2 for groups of rows before 950",
            lambda a: a.groupListType in (Listing.ENDS, Listing.COUNTS)
            or (a.groupListType == Listing.PAIRS and a.groupType == Groups.ROWS and a.family != "950")),
    Invalid("splitItem", "must be 0 or 1 without groups, 2 or 3 with them",
            lambda a: a.splitItem in ((0, 1) if a.groupType == Groups.NONE else (2, 3))),
    Invalid("x", "must have as many tensors as weight, or one where rows are divided", _lists_fit),
    Invalid("x", "must have one tensor for INT8",
            lambda a: not is_quantised(a) or len(a.x) == len(a.weight) == len(a.out) == 1),
    Invalid("weight", "must have 3 dimensions where it is one for groups of rows, else 2, and x have 2", _ranks_fit),
    Invalid("groupListOptional", "must have an element for each group, and be null without groups", _list_fits),
    Invalid("weight", "must fit x as a factor, with rows of one length where there is one result", _factors_fit),
    Invalid("biasOptional", "must be null for groups of columns",
            lambda a: not a.biasOptional or a.groupType != Groups.COLUMNS),
    *map(_per_group, ("biasOptional", "scaleOptional", "antiquantScaleOptional", "antiquantOffsetOptional")),
    Invalid("perTokenScaleOptional", "must have an element for each row of x",
            lambda a: not a.perTokenScaleOptional
            or [tensor.shape for tensor in a.perTokenScaleOptional] == [a.x[0].shape[:1]]),
    Invalid("out", "must have the shapes of the products", lambda a: [t.shape for t in a.out] == _outs(a)),
)  # fmt: skip


def row_of(tensors: tuple[Array, ...] | None, group: int, groups: int) -> Array | None:
    """The part of a list for one group: a tensor of its own, or a row of the only one."""
    if not tensors:
        return None
    return tensors[group] if len(tensors) == groups and tensors[0].ndim == 1 else tensors[0][group]

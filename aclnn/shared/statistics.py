"""One element of many by its order along a dimension: the checks and shapes of medians and their kin."""

from __future__ import annotations

from aclnn.declare import Arguments, Attribute, In, Invalid, Limit, Operator, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT64, UINT8
from aclnn.lazy import Array, np
from aclnn.promotion import SIGNED
from aclnn.shared.axes import axis_limit
from aclnn.shared.reductions import nonempty_limit, reduced
from aclnn.shared.sorting import order

TYPES = (FLOAT, FLOAT16, UINT8, *SIGNED, BF16)


def bf16_limit(axis: str = "") -> Limit:
    """The pages say that BF16 works for no dimension of length 1 and, along an axis, for no number by itself."""

    def holds(a: Arguments) -> bool:
        if a.self.dtype != BF16:
            return True
        if not a.self.shape:
            return not axis
        return bool(a.self.shape[getattr(a, axis) if axis else -1] != 1)

    return Invalid("self", f"must not have the length 1 along {axis or 'its last dimension'} for BF16", holds)


def median_dim(name: str, page: str, families: tuple[str, ...], summary: str) -> Operator:
    """An operator that gives one element along a dimension, and where it is."""
    out = reduced("self", "dim", "keepDim")
    return Operator(
        name,
        In("self", TYPES),
        Attribute("dim", "int64_t"),
        Attribute("keepDim", "bool"),
        Out("valuesOut", like="self", shape=out),
        Out("indicesOut", (INT64,), shape=out),
        summary=summary,
        page=page,
        families=families,
        header="aclnn_median.h",
        limits=(axis_limit(), nonempty_limit("self", "dim"), bf16_limit("dim")),
    )


def median(values: Array, axis: int, skips_nan: bool) -> tuple[Array, Array]:
    """The lower of the two middle elements along an axis, and where it is; the first NaN where there is one to find."""
    rows = np.moveaxis(np.atleast_1d(values), axis, -1)
    missing = np.isnan(rows) if rows.dtype.kind == "f" else np.zeros(rows.shape, bool)
    places = order(rows, -1, False)  # NaN comes last, the first of them first
    known = rows.shape[-1] - np.count_nonzero(missing, axis=-1, keepdims=True)
    middle = np.maximum(known - 1, 0) // 2
    if not skips_nan:
        middle = np.where(known < rows.shape[-1], known, middle)
    return picked(rows, places, middle, axis, values.ndim)


def picked(rows: Array, places: Array, which: Array, axis: int, rank: int) -> tuple[Array, Array]:
    """Of rows along the last axis, those at the places with a number; results have length 1 along the axis."""
    indices = np.take_along_axis(places, which, -1)
    found = np.take_along_axis(rows, indices, -1)
    return (np.moveaxis(found, -1, axis), np.moveaxis(indices, -1, axis)) if rank else (found, indices)


def kept_or_not(found: tuple[Array, Array], call: Arguments) -> tuple[Array, Array]:
    """Values and indices in the shapes that the call has for them."""
    return found[0].reshape(call.valuesOut.shape), found[1].reshape(call.indicesOut.shape)

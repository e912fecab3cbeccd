"""aclnnMedian, aclnnNanMedian, aclnnMedianDim, aclnnNanMedianDim."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, In, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.shared.reductions import reduced
from aclnn.shared.statistics import TYPES, bf16_limit, kept_or_not, median, median_dim

EMPTY = {INT64: -(2**63), INT32: -(2**31)}  # what the source fills in where there is no median to take

op = Operator(
    "Median",
    In("self", TYPES),
    Out("valuesOut", like="self", shape=reduced("self")),
    summary="The median of all elements, the lower one of two; NaN where an element is NaN.",
    page="index/gather_v2/docs/aclnnMedian",
    families=(*MAIN, "310P", "910"),
    limits=(bf16_limit(),),
)
without_nan = Operator(
    "NanMedian",
    In("self", TYPES),
    Out("out", like="self", shape=reduced("self")),
    summary="The median of all elements that are not NaN, the lower one of two.",
    page="index/gather_v2/docs/aclnnNanMedian",
    families=(*MAIN, "910"),
    header="aclnn_median.h",
    limits=(bf16_limit(),),
)


def _of_all(values: Array, call: Arguments, skips_nan: bool) -> Array:
    if not values.size:
        return np.asarray(np.nan if values.dtype.kind == "f" else EMPTY.get(call.self.dtype, 0), values.dtype)
    return median(values.reshape(-1), 0, skips_nan)[0].reshape(())


@op.kernel
def kernel(self: Array, call: Arguments) -> Array:
    return _of_all(self, call, skips_nan=False)


@without_nan.kernel
def kernel_without_nan(self: Array, call: Arguments) -> Array:
    return _of_all(self, call, skips_nan=True)


along = median_dim(
    "MedianDim",
    "index/gather_v2/docs/aclnnMedianDim",
    (*MAIN, "310P", "910"),
    "The median along a dimension, the lower one of two, and where it is; NaN where an element is NaN.",
)
along_without_nan = median_dim(
    "NanMedianDim",
    "index/gather_v2/docs/aclnnNanMedianDim",
    (*MAIN, "910"),
    "The median along a dimension of elements that are not NaN, the lower one of two, and where it is.",
)


@along.kernel
def kernel_along(self: Array, dim: int, call: Arguments) -> tuple[Array, Array]:
    return kept_or_not(median(self, dim, skips_nan=False), call)


@along_without_nan.kernel
def kernel_along_without_nan(self: Array, dim: int, call: Arguments) -> tuple[Array, Array]:
    return kept_or_not(median(self, dim, skips_nan=True), call)

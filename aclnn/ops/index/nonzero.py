"""aclnnNonzero and aclnnNonzeroV2."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Operator, Out
from aclnn.dtypes import INT64
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC, UNSIGNED
from aclnn.shared.limits import lacks

TYPES = (*BASIC, *UNSIGNED)

op = Operator(
    "Nonzero",
    In("self", TYPES),
    Out("out", (INT64,)),
    summary="The positions of all elements that are not 0, a row each; the output takes their number as its shape.",
    page="index/non_zero/docs/aclnnNonzero",
    families=(*MAIN, "310P", "910"),
    limits=(lacks("self", UNSIGNED, ("A2", "A3", "310P", "910")),),
)


@op.kernel
def kernel(self: Array) -> object:
    from aclnn.access import Found

    return Found(np.argwhere(self))


v2 = Operator(
    "NonzeroV2",
    In("self", TYPES),
    Out("out", (INT64,)),
    summary="The positions of all elements that are not 0, a column each; the output takes their number as its shape.",
    page="index/non_zero/docs/aclnnNonzeroV2",
    families=(*MAIN, "310P", "910"),
)


@v2.kernel
def kernel_v2(self: Array) -> object:
    from aclnn.access import Found

    return Found(np.argwhere(self).T)

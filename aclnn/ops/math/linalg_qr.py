"""aclnnLinalgQr."""

from __future__ import annotations

from aclnn.declare import Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import DOUBLE, FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX
from aclnn.shapes import Dims, Shape
from aclnn.shared.limits import rank_limit

REDUCED, COMPLETE, ONLY_R = range(3)  # the page's codes for `mode`


def _columns(a: Arguments) -> int:
    """How many columns Q has, and rows R."""
    rows, columns = a.self.shape[-2:]
    return int(rows if a.mode == COMPLETE else min(rows, columns))


def _q_fits(a: Arguments) -> bool:
    if a.mode == ONLY_R:
        return 0 in a.Q.shape
    wanted: Dims = (*a.self.shape[:-1], _columns(a))
    return bool(wanted == a.Q.shape)


op = Operator(
    "LinalgQr",
    In("self", (FLOAT, FLOAT16, DOUBLE, *COMPLEX)),
    Attribute("mode", "int64_t"),
    Out("Q", like="self"),
    Out(
        "R",
        like="self",
        shape=Shape("`self` with the rows of `mode`", lambda a: (*a.self.shape[:-2], _columns(a), a.self.shape[-1])),
    ),
    summary="Matrices as the products of orthogonal and upper triangular ones.",
    page="math/qr/docs/aclnnLinalgQr",
    families=("A2", "A3", "910"),
    limits=(
        rank_limit("self", 2),
        Invalid("mode", "must be 0 (reduced), 1 (complete) or 2 (only R)", lambda a: a.mode in (0, 1, 2)),
        Invalid("Q", "must have the columns of mode, and be empty for mode 2", _q_fits),
    ),
)


@op.kernel
def kernel(self: Array, mode: int) -> tuple[Array | None, Array]:
    if mode == ONLY_R:
        return None, np.linalg.qr(self, "r")
    q, r = np.linalg.qr(self, "complete" if mode == COMPLETE else "reduced")
    return q, r

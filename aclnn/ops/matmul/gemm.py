"""aclnnGemm."""

from __future__ import annotations

from typing import Any

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import promoted
from aclnn.shapes import Dims, Shape
from aclnn.shared.limits import rank_limit
from aclnn.shared.matrices import TYPES, addend_limit, cube_limits, cube_math, product


def _factors(a: Any) -> tuple[Dims, Dims]:
    """The shapes of A and B as they are multiplied."""
    left, right = a.A.shape, a.B.shape
    return left[::-1] if a.transA else left, right[::-1] if a.transB else right


def _shape(a: Any) -> Dims:
    left, right = _factors(a)
    return left[0], right[1]


_PRODUCT = Shape("the product of `A` and `B`", _shape)

op = Operator(
    "Gemm",
    In("A", TYPES),
    In("B", TYPES),
    In("C", TYPES),
    Attribute("alpha", "float"),
    Attribute("beta", "float"),
    Attribute("transA", "int64_t"),
    Attribute("transB", "int64_t"),
    Out("out", TYPES, shape=_PRODUCT),
    cube_math(),
    summary="alpha times the product of two matrices, either of which may be transposed, plus beta times a third.",
    page="matmul/gemm/docs/aclnnGemm",
    families=(*MAIN, "310P", "910"),
    computes=promoted("A", "B", "C"),
    gives=FLOAT,
    limits=(
        *cube_limits("A", "B"),
        rank_limit("A", 2, 2),
        rank_limit("B", 2, 2),
        rank_limit("C", 2, 2),
        Invalid("B", "must fit A as a factor", lambda a: _factors(a)[0][1] == _factors(a)[1][0]),
        addend_limit("C", _PRODUCT),
    ),
)


@op.kernel
def kernel(A: Array, B: Array, C: Array, alpha: float, beta: float, transA: int, transB: int, call: Arguments) -> Array:
    left, right = A.T if transA else A, B.T if transB else B
    return np.float32(alpha) * product(call, left, right) + np.float32(beta) * C

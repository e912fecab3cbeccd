"""What matrix products have in common: shapes, the type of the accumulation, and cubeMathType."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from acl_sim.messages import aclnn_invalid
from aclnn.declare import Arguments, Attribute, Invalid, Limit, Parameter
from aclnn.dtypes import BF16, FLOAT, FLOAT16
from aclnn.lazy import Array
from aclnn.shapes import Dims, Shape, broadcast_shape

TYPES = (FLOAT, FLOAT16, BF16)
OLDER = ("310P", "910")  # families whose cube unit takes no FLOAT


class CubeMath(IntEnum):
    """What the cube unit may do to FLOAT matrices."""

    KEEP_DTYPE = 0
    ALLOW_FP32_DOWN_PRECISION = 1
    USE_FP16 = 2
    USE_HF32 = 3
    USE_FP32_ADD = 4


def cube_math() -> Parameter:
    """The parameter that says in which precision the product may be computed."""
    return Attribute("cubeMathType", "int8_t")


def cube_limits(*matrices: str) -> tuple[Limit, ...]:
    """It must be a known value; older products compute FLOAT matrices only when they may convert them to FLOAT16."""

    def may_convert(a: Arguments) -> bool:
        keeps = a.cubeMathType in (CubeMath.KEEP_DTYPE, CubeMath.USE_HF32)
        return not (keeps and any(getattr(a, name).dtype == FLOAT for name in matrices))

    return (
        Invalid("cubeMathType", "must be 0, 1, 2, 3 or 4", lambda a: a.cubeMathType in list(CubeMath)),
        Invalid("cubeMathType", "must be 1 or 2 for matrices of FLOAT on this product", may_convert, OLDER),
    )


def product_shape(first: str, second: str) -> Shape:
    """The shape of first @ second; a vector is a row on the left and a column on the right, and leaves no axis."""

    def of(arguments: Any) -> Dims:
        left, right = getattr(arguments, first).shape, getattr(arguments, second).shape
        if left[-1] != right[max(len(right) - 2, 0)]:
            tensor = getattr(arguments, second)
            raise aclnn_invalid(second, tensor, f"must fit {first}, {getattr(arguments, first)}, as a factor")
        batches = broadcast_shape(left[:-2], right[:-2])
        if batches is None:
            tensor = getattr(arguments, second)
            raise aclnn_invalid(second, tensor, f"must have batches that can be broadcast with {first}")
        return (*batches, *left[-2:-1], *(right[-1:] if len(right) > 1 else ()))

    return Shape(f"the product of `{first}` and `{second}`", of, loose=True)


def addend_limit(name: str, product_: Shape) -> Limit:
    """What is added to a product must be broadcast to its shape."""
    return Invalid(
        name,
        f"must have a shape that can be broadcast to {product_.words}",
        lambda a: broadcast_shape(getattr(a, name).shape, product_.of(a)) == product_.of(a),
    )


def product(call: Arguments, left: Array, right: Array) -> Array:
    """left @ right as the cube unit computes it: accumulated in FLOAT, of matrices that cubeMathType may narrow."""
    left, right = operands(call, left, right)
    return left @ right


def operands(call: Arguments, left: Array, right: Array) -> tuple[Array, Array]:
    """Both factors of a product as cubeMathType has them: rounded to FLOAT16, or as they are.

    HF32, whose rounding is not documented, is computed as FLOAT.
    """
    from aclnn.conversion import converted

    halves = call.cubeMathType == CubeMath.USE_FP16 or (
        call.cubeMathType == CubeMath.ALLOW_FP32_DOWN_PRECISION and call.family in OLDER
    )
    if halves and call.compute == FLOAT:
        return converted(left, FLOAT16), converted(right, FLOAT16)
    return left, right


def scaled_sum(beta: Array, addend: Array, alpha: Array, factor: Array) -> Array:
    """beta * addend + alpha * factor; for a beta of 0 the addend does not matter, whatever it holds."""
    return alpha * factor if beta == 0 else beta * addend + alpha * factor

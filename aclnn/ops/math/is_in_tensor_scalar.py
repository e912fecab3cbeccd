"""aclnnIsInTensorScalar and aclnnIsInScalarTensor."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Operator, Out, Scalar
from aclnn.dtypes import BOOL, UINT16
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, promoted
from aclnn.shapes import Shape, shape_of

op = Operator(
    "IsInTensorScalar",
    In("element", (*ALL, UINT16)),
    Scalar("testElement"),
    Attribute("assumeUnique", "bool"),
    Attribute("invert", "bool"),
    Out("out", (BOOL,), shape=shape_of("element")),
    summary="Whether each element is a number, or with invert whether it is not.",
    page="math/equal/docs/aclnnIsInTensorScalar",
    families=(*MAIN, "910"),
    header="aclnn_isin_tensor_scalar.h",
    computes=promoted("element", "testElement"),
    gives=BOOL,
)


of_tensor = Operator(
    "IsInScalarTensor",
    Scalar("element"),
    In("testElements", (*ALL, UINT16)),
    Attribute("assumeUnique", "bool"),
    Attribute("invert", "bool"),
    Out("out", (BOOL,), shape=Shape("a number", lambda a: (), loose=True)),
    summary="Whether a number is among the elements of a tensor, or with invert whether it is not.",
    page="math/equal/docs/aclnnIsInScalarTensor",
    families=("A2", "A3", "910"),
    header="aclnn_isin.h",
    computes=promoted("element", "testElements"),
    gives=BOOL,
)


@op.kernel
def kernel(element: Array, testElement: Array, invert: bool) -> Array:
    return (element == testElement) ^ invert


@of_tensor.kernel
def kernel_of_tensor(element: Array, testElements: Array, invert: bool) -> Array:
    return np.any(testElements == element) ^ invert

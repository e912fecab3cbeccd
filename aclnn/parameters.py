"""The parameters of phase one: what a declaration can say about each."""

from __future__ import annotations

from aclnn.dtypes import DType
from aclnn.shapes import Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

TENSOR, TENSOR_LIST = "aclTensor *", "aclTensorList *"


class Parameter:
    """One parameter of phase one, under its documented name.

    dtypes: the element types a tensor may have; like: the tensor whose type it must share instead; shape: the rule
    for an output; formats: private ones that it may have beside ND. Kernels get the tensors with is_read and give those
    with is_written. `field` is the name under which limits and kernels know it: that of the form that is not in place.
    """

    def __init__(
        self,
        name: str,
        c_type: str,
        role: str,
        required: bool = True,
        dtypes: Iterable[DType] = (),
        like: str = "",
        shape: Shape | None = None,
        field: str = "",
        formats: Iterable[int] = (),
    ) -> None:
        self.name = name
        self.field = field or name
        self.c_type = c_type
        self.role = role
        self.required = required
        self.dtypes = tuple(dtypes)
        self.like = like
        self.shape = shape
        self.formats = frozenset(formats)
        self.bare_type = c_type.replace("const ", "")
        self.is_tensor = self.bare_type == TENSOR
        self.is_list = self.bare_type == TENSOR_LIST
        self.is_scalar = self.bare_type == "aclScalar *"
        self.is_pointer = c_type.endswith("*")
        self.is_read = role in ("input", "inplace")
        self.is_written = role in ("output", "inplace")


def _mutable(c_type: str, const: bool) -> str:
    return f"const {c_type}" if const else c_type


def In(
    name: str, dtypes: Iterable[DType] = (), like: str = "", field: str = "", const: bool = True,
    formats: Iterable[int] = (),
) -> Parameter:  # fmt: skip
    """A tensor that the operator reads; not `const` where CANN's own prototype lacks it."""
    return Parameter(name, _mutable(TENSOR, const), "input", True, dtypes, like, field=field, formats=formats)


def OptionalIn(name: str, dtypes: Iterable[DType] = (), like: str = "", field: str = "") -> Parameter:
    """A tensor that the operator reads unless it is null."""
    return Parameter(name, _mutable(TENSOR, True), "input", False, dtypes, like, field=field)


def Out(
    name: str, dtypes: Iterable[DType] = (), like: str = "", shape: Shape | None = None, const: bool = False
) -> Parameter:
    """A tensor that the operator writes; `const` where CANN's own prototype says so."""
    return Parameter(name, _mutable(TENSOR, const), "output", True, dtypes, like, shape)


def OptionalOut(
    name: str, dtypes: Iterable[DType] = (), like: str = "", shape: Shape | None = None, const: bool = False
) -> Parameter:
    """A tensor that the operator writes unless it is null."""
    return Parameter(name, _mutable(TENSOR, const), "output", False, dtypes, like, shape)


def InPlace(
    name: str, dtypes: Iterable[DType] = (), like: str = "", shape: Shape | None = None, const: bool = False
) -> Parameter:
    """A tensor that the operator reads and overwrites."""
    return Parameter(name, _mutable(TENSOR, const), "inplace", True, dtypes, like, shape)


def InList(
    name: str, dtypes: Iterable[DType] = (), required: bool = True, formats: Iterable[int] = ()
) -> Parameter:  # fmt: skip
    """A list of tensors that the operator reads; kernels and limits see a tuple."""
    return Parameter(name, _mutable(TENSOR_LIST, True), "input", required, dtypes, formats=formats)


def OutList(
    name: str, dtypes: Iterable[DType] = (), const: bool = False, required: bool = True
) -> Parameter:  # fmt: skip
    """A list of tensors that the operator writes: the kernel gives a sequence for it."""
    return Parameter(name, _mutable(TENSOR_LIST, const), "output", required, dtypes)


def InPlaceList(name: str, dtypes: Iterable[DType] = (), const: bool = False) -> Parameter:
    """A list of tensors that the operator reads and overwrites."""
    return Parameter(name, _mutable(TENSOR_LIST, const), "inplace", True, dtypes)


def Attribute(name: str, c_type: str, field: str = "") -> Parameter:
    """A value passed by value, by its C type; kernels and limits see an aclDataType as a DType."""
    return Parameter(name, c_type, "attribute", field=field)


def Text(name: str, required: bool = False, const: bool = False) -> Parameter:
    """A C string, `const` where CANN's own prototype says so; kernels and limits see a str, or None for null."""
    return Parameter(name, _mutable("char *", const), "attribute", required)


def Scalar(name: str, required: bool = True, dtypes: Iterable[DType] = ()) -> Parameter:
    """An aclScalar: limits see its `value` and `dtype`, kernels a number of the type that the operator computes in."""
    return Parameter(name, "const aclScalar *", "attribute", required, dtypes)


def ScalarList(name: str, required: bool = True) -> Parameter:
    """An aclScalarList; limits see a tuple of scalars, kernels one of numbers."""
    return Parameter(name, "const aclScalarList *", "attribute", required)


def IntArray(name: str, required: bool = True, const: bool = True) -> Parameter:
    """An aclIntArray; kernels and limits see a tuple, or None where it is null."""
    return Parameter(name, _mutable("aclIntArray *", const), "attribute", required)


def FloatArray(name: str, required: bool = True) -> Parameter:
    """An aclFloatArray; kernels and limits see a tuple, or None where it is null."""
    return Parameter(name, "const aclFloatArray *", "attribute", required)


def BoolArray(name: str, required: bool = True) -> Parameter:
    """An aclBoolArray; kernels and limits see a tuple, or None where it is null."""
    return Parameter(name, "const aclBoolArray *", "attribute", required)

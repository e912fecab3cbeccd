"""How an operator is declared: its prototype, what it accepts, what it refuses and in which order.

Everything else derives from the declaration: the C header, the exported functions, admission (161001, 161002, 561002
with their messages), the generic refusal tests, the docs page and the coverage row.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from acl_sim import status
from aclnn.dtypes import BF16, FLOAT, FLOAT16, DType

FLOATS = (FLOAT, FLOAT16, BF16)
FAMILIES = ("A2", "A3", "950", "310P", "310B", "910")


class Parameter:
    """One parameter of phase one, under its documented name.

    dtypes: the element types a tensor may have; like: the tensor whose type it must share instead. Kernels get the
    tensors with is_read and give those with is_written.
    """

    def __init__(
        self,
        name: str,
        c_type: str,
        role: str,
        required: bool = True,
        dtypes: tuple[DType, ...] = (),
        like: str = "",
    ) -> None:
        self.name = name
        self.c_type = c_type
        self.role = role
        self.required = required
        self.dtypes = dtypes
        self.like = like
        self.is_tensor = c_type.replace("const ", "") == "aclTensor *"
        self.is_pointer = c_type.endswith("*")
        self.is_read = role in ("input", "inplace")
        self.is_written = role in ("output", "inplace")


def In(name: str, dtypes: Iterable[DType] = (), like: str = "") -> Parameter:
    """A tensor that the operator reads."""
    return Parameter(name, "const aclTensor *", "input", True, tuple(dtypes), like)


def OptionalIn(name: str, dtypes: Iterable[DType] = (), like: str = "") -> Parameter:
    """A tensor that the operator reads unless it is null."""
    return Parameter(name, "const aclTensor *", "input", False, tuple(dtypes), like)


def Out(name: str, dtypes: Iterable[DType] = (), like: str = "", const: bool = False) -> Parameter:
    """A tensor that the operator writes; `const` where CANN's own prototype says so."""
    return Parameter(name, f"{'const ' if const else ''}aclTensor *", "output", True, tuple(dtypes), like)


def OptionalOut(name: str, dtypes: Iterable[DType] = (), like: str = "", const: bool = False) -> Parameter:
    """A tensor that the operator writes unless it is null."""
    return Parameter(name, f"{'const ' if const else ''}aclTensor *", "output", False, tuple(dtypes), like)


def InPlace(name: str, dtypes: Iterable[DType] = (), like: str = "", const: bool = False) -> Parameter:
    """A tensor that the operator reads and overwrites."""
    return Parameter(name, f"{'const ' if const else ''}aclTensor *", "inplace", True, tuple(dtypes), like)


def Attribute(name: str, c_type: str) -> Parameter:
    """A number passed by value, by its C type."""
    return Parameter(name, c_type, "attribute")


def Text(name: str, required: bool = False) -> Parameter:
    """A C string; kernels and limits see a str, or None where it is null."""
    return Parameter(name, "char *", "attribute", required)


def IntArray(name: str, required: bool = True) -> Parameter:
    """An aclIntArray; kernels and limits see a tuple, or None where it is null."""
    return Parameter(name, "const aclIntArray *", "attribute", required)


class Arguments:
    """The arguments of one call by their documented names: tensors (None where null), numbers, and the product."""

    def __init__(self, values: Mapping[str, Any], family: str) -> None:
        self.__dict__.update(values)
        self.family = family

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the operator has no parameter {name}")


class Limit:
    """A condition that the arguments must meet: `parameter` `sentence`, as in "mode must be 0 or 1".

    Limits are checked in the documented order, so that a later one may rely on those before it.
    """

    def __init__(
        self,
        parameter: str,
        sentence: str,
        holds: Callable[[Arguments], bool],
        families: tuple[str, ...] = FAMILIES,
        status: int = status.NN_INNER_TILING_ERROR,
    ) -> None:
        self.parameter = parameter
        self.sentence = sentence
        self.holds = holds
        self.families = families
        self.status = status


def snake_case(name: str) -> str:
    """CANN's rule for file names: BidirectionLSTMV2 is bidirection_lstmv2."""
    import re

    return re.sub(r"(?<=[^A-Z_])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


class Operator:
    """One aclnn operator.

    name: without the aclnn prefix. page: its documentation page in CANN's operator repositories. families: the
    products that have it; others are refused with `unsupported`. is_empty: when the call succeeds and nothing runs.
    header: its file, where CANN does not name it after the operator.
    """

    def __init__(
        self,
        name: str,
        *parameters: Parameter,
        page: str,
        families: tuple[str, ...],
        unsupported: int = status.NN_INNER_FIND_KERNEL_ERROR,
        is_empty: Callable[[Arguments], bool] = lambda arguments: False,
        limits: tuple[Limit, ...] = (),
        summary: str = "",
        header: str = "",
    ) -> None:
        self.name = name
        self.c_name = f"aclnn{name}"
        self.parameters = parameters
        self.page = page
        self.families = families
        self.unsupported = unsupported
        self.is_empty = is_empty
        self.limits = limits
        self.summary = summary
        self._header = header
        self.module: str = sys._getframe(1).f_globals["__name__"]
        self.reference: Callable[..., Any] | None = None
        self.native: Callable[[Arguments], None] | None = None

    @property
    def category(self) -> str:
        """The folder below aclnn/ops, one of CANN's own categories."""
        return self.module.split(".")[-2]

    @property
    def header(self) -> str:
        """Below include/."""
        return f"aclnnop/{self._header or f'aclnn_{snake_case(self.name)}.h'}"

    @property
    def dtypes(self) -> tuple[str, ...]:
        """Names of all element types that some tensor may have."""
        return tuple(dict.fromkeys(dtype.name for p in self.parameters for dtype in p.dtypes))

    def parameter(self, name: str) -> Parameter:
        return next(parameter for parameter in self.parameters if parameter.name == name)

    def kernel(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Decorates the numpy reference: a function that gives the outputs in order, None for one left unwritten.

        It gets the inputs and attributes that it names; 16-bit floats arrive widened to float32 and results are
        rounded once. A parameter `call` gets the Arguments themselves, for what depends on types or the product. For
        an output written in part it gives an `access.Part`.
        """
        self.reference = function
        return function

    def native_kernel(self, function: Callable[[Arguments], None]) -> Callable[[Arguments], None]:
        """Decorates the implementation that works on device memory itself and is preferred to the reference."""
        self.native = function
        return function

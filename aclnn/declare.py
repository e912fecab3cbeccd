"""How an operator is declared: its prototype, what it accepts, what it refuses and in which order.

Everything else derives from the declaration: the C header, the exported functions, admission (161001, 161002, 561002
with their messages), the generic refusal tests, the docs page and the coverage row.
"""

from __future__ import annotations

import sys

from acl_sim import status
from aclnn.dtypes import BF16, FLOAT, FLOAT16, DType
from aclnn.parameters import (
    Attribute,
    BoolArray,
    FloatArray,
    In,
    InList,
    InPlace,
    InPlaceList,
    IntArray,
    OptionalIn,
    OptionalOut,
    Out,
    OutList,
    Parameter,
    Scalar,
    ScalarList,
    Text,
)  # fmt: skip
from aclnn.promotion import Computation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

__all__ = [
    "FAMILIES", "FLOATS", "MAIN", "Arguments", "Attribute", "BoolArray", "FloatArray", "In", "InList", "InPlace",
    "InPlaceList", "IntArray", "Invalid", "Limit", "Operator", "OptionalIn", "OptionalOut", "Out", "OutList",
    "Parameter", "Scalar", "ScalarList", "Text", "snake_case",
]  # fmt: skip

FLOATS = (FLOAT, FLOAT16, BF16)
MAIN = ("A2", "A3", "950")  # families of products that nearly every operator has
FAMILIES = (*MAIN, "310P", "310B", "910")
MAX_RANK = 8  # of aclnn's tensors, whatever the operator


class Arguments:
    """The arguments of one call by their fields: tensors (None where null), numbers, and the product.

    `compute` is the type that the operator computes in, None where no rule says one.
    """

    compute: DType | None

    def __init__(self, values: Mapping[str, Any], family: str) -> None:
        self.compute = None
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


class Invalid(Limit):
    """A limit whose breach is a wrong parameter, 161002."""

    def __init__(
        self,
        parameter: str,
        sentence: str,
        holds: Callable[[Arguments], bool],
        families: tuple[str, ...] = FAMILIES,
    ) -> None:
        super().__init__(parameter, sentence, holds, families, status.NN_PARAM_INVALID)


def limit_with(status: int) -> Callable[..., Limit]:
    """Limit, for conditions that answer another status than its default."""
    return lambda parameter, sentence, holds, families=FAMILIES: Limit(parameter, sentence, holds, families, status)


def snake_case(name: str) -> str:
    """CANN's rule for file names: BidirectionLSTMV2 is bidirection_lstmv2."""
    import re

    return re.sub(r"(?<=[^A-Z_])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


class Operator:
    """One aclnn operator.

    name: without the aclnn prefix. page: its documentation page in CANN's operator repositories. families: the
    products that have it; others are refused with `unsupported`. is_empty: when the call succeeds and nothing runs,
    before the limits are looked at. computes: the type to which arguments are converted; gives: the results' type where
    it is another. header: its file, where CANN does not name it after the operator. helpers: comment, name and
    parameters of each function on the host that the header declares beside it.
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
        computes: Computation | None = None,
        gives: DType | None = None,
        max_rank: int = MAX_RANK,
        summary: str = "",
        header: str = "",
        helpers: tuple[tuple[str, str, tuple[str, ...]], ...] = (),
        base: Operator | None = None,
    ) -> None:
        self.name = name
        self.c_name = f"aclnn{name}"
        self.parameters = parameters
        self.page = page
        self.families = families
        self.unsupported = unsupported
        self.is_empty = is_empty
        self.limits = limits
        self.computes = computes
        self.gives = gives
        self.max_rank = max_rank
        self.summary = summary
        self.base = base  # the operator of which this is another form
        self.forms: list[Operator] = []
        self.module: str = base.module if base else _declaring_module()
        self.helpers = helpers
        self._header = header
        self._reference: Callable[..., Any] | None = None
        self._native: Callable[[Arguments], None] | None = None
        self.planned: Callable[[Arguments], None] = lambda arguments: None
        self.tensors = tuple(p for p in parameters if p.is_tensor)
        self.lists = tuple(p for p in parameters if p.is_list)
        self.outputs = tuple(p for p in parameters if p.is_written)
        self.names = {p.field: p.name for p in parameters}  # what messages call a field
        self.aliases: dict[str, str] = {}  # the field of an output that an input takes the place of, and that input's

    @property
    def category(self) -> str:
        """The folder below aclnn/ops, one of CANN's own categories."""
        return self.module.split(".")[-2]

    @property
    def header(self) -> str:
        """Below include/."""
        if self.base and not self._header:
            return self.base.header
        return f"aclnnop/{self._header or f'aclnn_{snake_case(self.name)}.h'}"

    @property
    def dtypes(self) -> tuple[str, ...]:
        """Names of all element types that some tensor may have."""
        tensors = (p for p in self.parameters if p.is_tensor or p.is_list)
        return tuple(dict.fromkeys(dtype.name for p in tensors for dtype in p.dtypes))

    def parameter(self, name: str) -> Parameter:
        """By its documented name or its field."""
        return next(parameter for parameter in self.parameters if name in (parameter.name, parameter.field))

    @property
    def reference(self) -> Callable[..., Any] | None:
        return self._reference or (self.base.reference if self.base else None)

    @property
    def native(self) -> Callable[[Arguments], None] | None:
        return self._native or (self.base.native if self.base else None)

    def kernel(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Decorates the numpy reference: a function that gives the outputs in order, None for one left unwritten.

        It gets the inputs and attributes that it names, by their fields; 16-bit floats arrive widened to float32 and
        results are rounded once. Where the operator `computes` in a type, arguments arrive converted to it. A
        parameter `call` gets the Arguments themselves, for what depends on types or the product. For an output
        written in part it gives an `access.Part`, for one whose shape the data decides an `access.Found`,
        for one that takes the layout of FRACTAL_NZ an `access.Blocked`.
        """
        self._reference = function
        return function

    def native_kernel(self, function: Callable[[Arguments], None]) -> Callable[[Arguments], None]:
        """Decorates the implementation that works on device memory itself and is preferred to the reference."""
        self._native = function
        return function

    def after_planning(self, function: Callable[[Arguments], None]) -> Callable[[Arguments], None]:
        """Decorates what a successful phase one leaves behind in the program's own descriptors."""
        self.planned = function
        return function

    def form(
        self,
        name: str,
        inplace: str = "",
        scalars: tuple[str, ...] = (),
        const: bool = False,
        ref: str = "",
        without: tuple[str, ...] = (),
        changed: tuple[Parameter, ...] = (),
        after: tuple[str, Parameter] | None = None,
        **changes: Any,
    ) -> Operator:
        """Another form of this operator, computed by the same kernel.

        inplace: the input that takes the place of the output, under its name with Ref or as `ref` (`const` as for
        InPlace). scalars: tensors that are aclScalar here. without: parameters that it lacks. changed: parameters
        declared anew, found by their fields. after: one more parameter, and the field that it comes after. changes:
        whatever else the operator's declaration says.
        """
        kept = (p for p in self.parameters if p.field not in without)
        parameters = [_in_form(self, p, inplace, scalars, const, ref, changed) for p in kept]
        if after:
            place = next(i for i, p in enumerate(parameters) if p is not None and p.field == after[0])
            parameters.insert(place + 1, after[1])
        declared: dict[str, Any] = {
            "page": self.page, "families": self.families, "unsupported": self.unsupported, "is_empty": self.is_empty,
            "limits": self.limits, "computes": self.computes, "gives": self.gives, "max_rank": self.max_rank,
            "summary": self.summary,
        }  # fmt: skip
        other = Operator(name, *filter(None, parameters), **{**declared, **changes}, base=self)
        if inplace:
            out = self.outputs[0].field
            other.aliases[out] = inplace
            other.names[out] = other.names[inplace]
        self.forms.append(other)
        return other


def _declaring_module() -> str:
    """The module below aclnn.ops whose import is declaring an operator now, or that of the caller."""
    frame = sys._getframe(2)
    while frame.f_back is not None and not frame.f_globals["__name__"].startswith("aclnn.ops."):
        frame = frame.f_back
    name: str = frame.f_globals["__name__"]
    return name


def _in_form(
    base: Operator, parameter: Parameter, inplace: str, scalars: tuple[str, ...], const: bool, ref: str,
    changed: tuple[Parameter, ...],
) -> Parameter | None:  # fmt: skip
    """A parameter as a form has it; None for the output that an input replaces."""
    for other in changed:
        if other.field == parameter.field:
            return other
    if parameter.field in scalars:
        return Scalar(parameter.name)
    if inplace and parameter.role == "output":
        return None
    if parameter.field == inplace:
        out = base.outputs[0]
        dtypes = tuple(dtype for dtype in parameter.dtypes if not out.dtypes or dtype in out.dtypes)
        c_type = f"const {parameter.bare_type}" if const else parameter.bare_type
        return Parameter(
            ref or f"{parameter.name}Ref", c_type, "inplace", True, dtypes, parameter.like, out.shape, parameter.field
        )
    return parameter

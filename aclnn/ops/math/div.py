"""aclnnDiv, aclnnDivs, aclnnDivMod, aclnnDivMods and their in-place forms."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import BOOL, FLOAT, DType
from aclnn.lazy import Array
from aclnn.promotion import ALL, COMPLEX, INTEGERS, Computation, promoted
from aclnn.shapes import broadcast
from aclnn.shared.division import floor_quotient, truncated_quotient

_WHOLE = (*INTEGERS, BOOL)

op = Operator(
    "Div",
    In("self", ALL),
    In("other", ALL),
    Out("out", ALL, shape=broadcast("self", "other")),
    summary="The quotient of two elements; integers are divided as FLOAT.",
    page="math/div/docs/aclnnDiv&aclnnInplaceDiv",
    families=(*MAIN, "310B", "910"),
    computes=promoted("self", "other", integers=FLOAT),
    limits=(Invalid("out", "must not be of integers on this product", lambda a: a.out.dtype not in _WHOLE, ("950",)),),
)
op.form("InplaceDiv", inplace="self")
op.form("Divs", scalars=("other",), page="math/div/docs/aclnnDivs&aclnnInplaceDivs", families=(*MAIN, "910"))
op.form(
    "InplaceDivs",
    inplace="self",
    scalars=("other",),
    page="math/div/docs/aclnnDivs&aclnnInplaceDivs",
    families=(*MAIN, "910"),
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return self / other


_REAL, _TRUNCATED, _FLOORED = range(3)
_QUOTIENT_TYPES = promoted("self", "other", integers=FLOAT)
_FLOOR_TYPES = promoted("self", "other", booleans=FLOAT)


def _in_mode(a: Arguments) -> DType:
    """Integers are divided as FLOAT unless the quotient is rounded down."""
    return (_FLOOR_TYPES if a.mode == _FLOORED else _QUOTIENT_TYPES).of(a)


rounded = Operator(
    "DivMod",
    In("self", ALL),
    In("other", ALL),
    Attribute("mode", "int"),
    Out("out", ALL, shape=broadcast("self", "other")),
    summary="The quotient of two elements: as it is, without its fraction or rounded down in modes 0, 1 and 2.",
    page="math/div/docs/aclnnDivMod&aclnnInplaceDivMod",
    families=(*MAIN, "910"),
    header="aclnn_div.h",
    computes=Computation(_QUOTIENT_TYPES.words, ("self", "other"), _in_mode, _QUOTIENT_TYPES.castable),
    limits=(
        Invalid("mode", "must be 0, 1 or 2", lambda a: a.mode in (0, 1, 2)),
        Invalid("mode", "must be 0 for complex numbers", lambda a: a.mode == _REAL or a.compute not in COMPLEX),
    ),
)
rounded.form("InplaceDivMod", inplace="self")
rounded.form("DivMods", scalars=("other",), page="math/div/docs/aclnnDivMods&aclnnInplaceDivMods")
rounded.form(
    "InplaceDivMods", inplace="self", scalars=("other",), page="math/div/docs/aclnnDivMods&aclnnInplaceDivMods"
)


@rounded.kernel
def rounded_kernel(self: Array, other: Array, mode: int) -> Array:
    if mode == _REAL:
        return self / other
    return truncated_quotient(self, other) if mode == _TRUNCATED else floor_quotient(self, other)

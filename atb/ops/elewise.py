"""ElewiseOperation: twenty operations that treat each element by itself, chosen by elewiseType."""

from __future__ import annotations

from typing import Any, NamedTuple

from aclnn.dtypes import BF16, EIGHT, FLOAT, FLOAT16, INT8, INT32, INT64, UNDEFINED, DType, dtype_of
from atb import status
from atb.declare import Combination, Field, Limit, Operation, same
from atb.messages import invalid
from atb.shapes import broadcast
from atb.tensors import Desc


class Kind(NamedTuple):
    """One elewiseType: its kernel in elements.py, the types it accepts, and those of a product that has others."""

    kernel: str
    combinations: tuple[Combination, ...]
    on: tuple[str, tuple[Combination, ...]] = ("", ())

    @property
    def inputs(self) -> tuple[str, ...]:
        return ("x", "scale", "offset") if self.kernel.endswith("per_channel") else ("x", "y")[: self.arity]

    @property
    def arity(self) -> int:
        return len(self.combinations[0].inputs)


def _casts(*pairs: tuple[DType, DType]) -> tuple[Combination, ...]:
    return tuple(Combination((source,), (target,)) for source, target in pairs)


def _compare(*dtypes: DType) -> tuple[Combination, ...]:
    return tuple(Combination((dtype, dtype), (INT8,)) for dtype in dtypes)


def _on_310b(combinations: tuple[Combination, ...]) -> tuple[str, tuple[Combination, ...]]:
    return "310B", combinations


QUANT_950 = _casts((FLOAT16, INT8), *((x, y) for x in (FLOAT16, BF16) for y in EIGHT))
DYNAMIC_950 = tuple(Combination((x,), (y, FLOAT)) for x in (FLOAT16, BF16) for y in (INT8, *EIGHT))
BOTH_WAYS = ((FLOAT16, FLOAT), (FLOAT, FLOAT16), (INT32, INT64), (INT64, INT32), (BF16, FLOAT), (FLOAT, BF16))
CAST, QUANT, BROADCASTING, PER_CHANNEL, DYNAMIC_QUANT = 1, 6, range(8, 17), (17, 18), 19
KINDS = {
    CAST: Kind("cast", _casts(*BOTH_WAYS), _on_310b(_casts(*((FLOAT16, to) for to in (FLOAT, INT64, INT32, BF16))))),
    2: Kind("muls", same(1, FLOAT16, FLOAT, BF16), _on_310b(same(1, FLOAT16))),
    3: Kind("cos", same(1, FLOAT16, FLOAT, BF16)),
    4: Kind("sin", same(1, FLOAT16, FLOAT, BF16)),
    5: Kind("neg", same(1, FLOAT16, BF16)),
    QUANT: Kind("quant", _casts((FLOAT16, INT8)), ("950", QUANT_950)),
    7: Kind("logical_not", same(1, INT8)),
    8: Kind("add", same(2, FLOAT16, FLOAT, BF16, INT32, INT64), _on_310b(same(2, FLOAT16))),
    9: Kind("mul", same(2, FLOAT16, BF16), _on_310b(same(2, FLOAT16))),
    10: Kind("realdiv", same(2, FLOAT16, FLOAT, BF16)),
    11: Kind("logical_and", same(2, INT8)),
    12: Kind("logical_or", same(2, INT8)),
    13: Kind("less", _compare(INT64, FLOAT16, FLOAT, BF16)),
    14: Kind("greater", _compare(INT64, FLOAT16, FLOAT, BF16)),
    15: Kind("sub", same(2, FLOAT16, INT64, BF16)),
    16: Kind("equal", _compare(FLOAT16, FLOAT, BF16)),
    17: Kind("quant_per_channel", tuple(Combination((x, x, INT8), (INT8,)) for x in (FLOAT16, BF16))),
    18: Kind("dequant_per_channel", (Combination((INT8, FLOAT16, INT8), (FLOAT16,)),)),
    DYNAMIC_QUANT: Kind(
        "dynamic_quant", tuple(Combination((x,), (INT8, FLOAT)) for x in (FLOAT16, BF16)), ("950", DYNAMIC_950)
    ),
    20: Kind("tanh", same(1, FLOAT16, BF16)),
}
A2_A3 = ("A2", "A3")
WITHOUT_QUANT = ("310P", "310B", "910")
WITHOUT_DEQUANT = ("950", *WITHOUT_QUANT)
LONGEST_ROW = {FLOAT16: 26624, BF16: 7552}  # of dynamic quantisation on A2 and A3


def _is(kernel: str, a: Any) -> bool:
    return KINDS[a.param.elewiseType].kernel == kernel


def _is_number(x: Desc) -> bool:
    return x.elements == 1


def _ends(x: Desc, last: Desc) -> bool:
    return x.shape[len(x.shape) - len(last.shape) :] == last.shape


class ElewiseOperation(Operation):
    """An operation that treats each element by itself; two tensors are broadcast to each other."""

    name = "ElewiseOperation"
    param_type = "infer::ElewiseParam"
    fields = (
        Field("elewiseType"),
        Field("quantParam.inputScale", "double"),
        Field("quantParam.asymmetric", "bool"),
        Field("quantParam.inputOffset"),
        Field("quantParam.rsv", "reserved"),
        Field("mulsParam.varAttr", "double"),
        Field("mulsParam.rsv", "reserved"),
        Field("outTensorType"),
        Field("rsv", "reserved"),
    )
    created = (
        Limit("elewiseType", "must be a type of 1 to 20", lambda a: a.param.elewiseType in KINDS, status.INVALID_PARAM),
        Limit(
            "elewiseType",
            "must not be ELEWISE_DEQUANT_PER_CHANNEL on this product",
            lambda a: not _is("dequant_per_channel", a),
            status.INVALID_PARAM,
            WITHOUT_DEQUANT,
        ),
        Limit(
            "elewiseType",
            "must not be ELEWISE_QUANT on this product",
            lambda a: not _is("quant", a),
            status.INVALID_PARAM,
            WITHOUT_QUANT,
        ),
        Limit(
            "quantParam.asymmetric",
            "must be false for ELEWISE_DYNAMIC_QUANT",
            lambda a: not (_is("dynamic_quant", a) and a.param.quantParam_asymmetric),
            status.INVALID_PARAM,
        ),
    )
    limits = (
        Limit(
            "x",
            "must have at least 2 dimensions for ELEWISE_DYNAMIC_QUANT",
            lambda a: not _is("dynamic_quant", a) or len(a.x.shape) >= 2,
            status.INVALID_TENSOR_DIM_NUM,
        ),
        Limit(
            "x",
            "must have rows of at most 26624 FLOAT16 or 7552 BF16 elements for ELEWISE_DYNAMIC_QUANT on this product",
            lambda a: not _is("dynamic_quant", a) or a.x.shape[-1] <= LONGEST_ROW[a.x.dtype],
            status.INVALID_TENSOR_DIM,
            A2_A3,
        ),
        Limit(
            "x",
            "must have rows of at most 4096 FLOAT16 elements for ELEWISE_DYNAMIC_QUANT on this product",
            lambda a: not _is("dynamic_quant", a) or a.x.dtype != FLOAT16 or a.x.shape[-1] <= 4096,
            status.INVALID_TENSOR_DIM,
            WITHOUT_DEQUANT,
        ),
        Limit(
            "x",
            "must have a last dimension that is a multiple of 32 for ELEWISE_QUANT on this product",
            lambda a: not _is("quant", a) or a.x.shape[-1] % 32 == 0,
            status.INVALID_TENSOR_DIM,
            A2_A3,
        ),
        Limit(
            "scale",
            "must have at most as many dimensions as x on this product, unless it is one number",
            lambda a: not _is("quant_per_channel", a) or _is_number(a.scale) or len(a.scale.shape) <= len(a.x.shape),
            status.INVALID_TENSOR_DIM_NUM,
            ("950",),
        ),
        Limit(
            "scale",
            "must have the last dimensions of x on this product, unless it is one number",
            lambda a: not _is("quant_per_channel", a) or _is_number(a.scale) or _ends(a.x, a.scale),
            status.INVALID_TENSOR_DIM,
            ("950",),
        ),
        Limit(
            "offset",
            "must have the shape of scale on this product",
            lambda a: not _is("quant_per_channel", a) or a.offset is None or a.offset.shape == a.scale.shape,
            status.INVALID_TENSOR_DIM,
            ("950",),
        ),
    )
    prepared = (
        Limit(
            "output",
            "must have the shape of x on this product",
            lambda a: not _is("quant_per_channel", a) or a.output.shape == a.x.shape,
            status.INVALID_TENSOR_DIM,
            ("950",),
        ),
        Limit(
            "scale",
            "must broadcast to x, and offset as well",
            lambda a: (
                a.param.elewiseType not in PER_CHANNEL
                or all(t is None or _is_number(t) or broadcast(a.x, t) == a.x.shape for t in (a.scale, a.offset))
            ),
            status.RT_FAIL,
        ),
    )
    optional = frozenset(("offset",))

    @property
    def kind(self) -> Kind:
        return KINDS[self.param.elewiseType]

    @property
    def inputs(self) -> tuple[str, ...]:
        return self.kind.inputs if self.param.elewiseType in KINDS else ()

    @property
    def outputs(self) -> tuple[str, ...]:
        return ("output", "outScale") if self.param.elewiseType == DYNAMIC_QUANT else ("output",)

    @property
    def combinations(self) -> tuple[Combination, ...]:
        family, others = self.kind.on
        return others if self.family == family else self.kind.combinations

    def infer(self, call: Any) -> list[Desc]:
        x: Desc = call.x
        if self.param.elewiseType == CAST:
            return [x._replace(dtype=self._cast_type(x))]
        given = [getattr(call, name) for name in self.inputs]
        fitting = (
            c.outputs for c in self.combinations if all(d is None or d.dtype == t for d, t in zip(given, c.inputs))
        )
        types = next(fitting)
        if self.param.elewiseType in BROADCASTING:
            return [x._replace(dtype=types[0]).with_shape(self._broadcast(call))]
        first = x._replace(dtype=self._quant_type(types[0]))
        if self.param.elewiseType == DYNAMIC_QUANT:
            return [first, x._replace(dtype=types[1]).with_shape(x.shape[:-1])]
        return [first]

    def _quant_type(self, usual: DType) -> DType:
        """What outTensorType asks for, on the 950; only ELEWISE_QUANT tells types that it cannot give."""
        wanted = dtype_of(self.param.outTensorType)
        if self.family == "950" and (
            (self.param.elewiseType == QUANT and wanted != UNDEFINED)
            or (self.param.elewiseType == DYNAMIC_QUANT and wanted in EIGHT)
        ):
            return wanted
        return usual

    def _cast_type(self, x: Desc) -> DType:
        wanted = dtype_of(self.param.outTensorType)
        if wanted == UNDEFINED:
            return FLOAT16 if x.dtype == FLOAT else FLOAT
        if wanted not in (FLOAT16, FLOAT, INT32, INT64, BF16):
            raise invalid("outTensorType", wanted, "must be FLOAT16, FLOAT, INT32, INT64, BF16 or undefined")
        return wanted

    def _broadcast(self, call: Any) -> tuple[int, ...]:
        shape = broadcast(call.x, call.y)
        if 0 in shape:
            raise invalid("y", call.y, f"must broadcast with x, {call.x}", status.INVALID_TENSOR_DIM)
        return shape

    def run(self, call: Any) -> None:
        from atb import elements
        from atb.arrays import compute

        outputs = [getattr(call, name) for name in self.outputs]
        given = [getattr(call, name) for name in self.inputs]
        compute(getattr(elements, self.kind.kernel), outputs, call, *given)

"""Nodes that one operator of aclnn computes: a table of types, operators, and names that differ."""

from __future__ import annotations

from ge.rules import rule
from ge.rules.mapping import Computed

# What the graph engine calls inputs and attributes, and what aclnn calls them.
_UNARY = {"x": "self"}
_BINARY = {"x1": "self", "x2": "other"}
_VALUE = {"x": "self", "value": "other"}
_PARTS = {"x": "tensors", "concat_dim": "dim"}
_AXES = {"x": "self", "axes": "dim", "keep_dims": "keepDim"}
_ONE = {"alpha": 1}
_NATURAL = {"base": -1.0, "scale": 1.0, "shift": 0.0}
_COUNT = {"N": None}

_COMPUTED = {
    **{name: Computed(name, _UNARY) for name in (
        "Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "BitwiseNot", "Ceil", "Cos", "Cosh", "Erf", "Erfc",
        "Expm1", "Floor", "Gelu", "IsFinite", "IsInf", "Log1p", "LogicalNot", "Neg", "Reciprocal",
        "Relu", "Round", "Rsqrt", "Sigmoid", "Sign", "Sin", "Sinh", "Sqrt", "Tan", "Tanh", "Trunc",
    )},
    **{name: Computed(name, _BINARY) for name in ("Atan2", "LogicalAnd", "LogicalOr", "Maximum", "Minimum", "Mul")},
    **{name: Computed(operator, _BINARY) for name, operator in {
        "BitwiseAnd": "BitwiseAndTensor", "BitwiseOr": "BitwiseOrTensor", "BitwiseXor": "BitwiseXorTensor",
        "Div": "Div", "Equal": "EqTensor", "FloorDiv": "FloorDivide", "FloorMod": "RemainderTensorTensor",
        "Greater": "GtTensor", "GreaterEqual": "GeTensor", "Less": "LtTensor", "LessEqual": "LeTensor",
        "NotEqual": "NeTensor", "RealDiv": "Div",
    }.items()},
    "Add": Computed("Add", _BINARY, _ONE),
    "Adds": Computed("Adds", _VALUE, _ONE),
    "Axpy": Computed("Add", _BINARY),
    "AxpyV2": Computed("Add", _BINARY),
    "ConcatD": Computed("Cat", _PARTS, neutral=_COUNT),
    "ConcatV2": Computed("Cat", _PARTS, neutral=_COUNT),
    "Exp": Computed("Exp", _UNARY, neutral=_NATURAL),
    "Log": Computed("Log", _UNARY, neutral=_NATURAL),
    "Muls": Computed("Muls", _VALUE),
    "Pow": Computed("PowTensorTensor", {"x1": "self", "x2": "exponent"}),
    "ReduceMax": Computed("Amax", _AXES),
    "ReduceMin": Computed("Amin", _AXES),
    "RotaryMul": Computed("RotaryPositionEmbedding", {"r1": "cos", "r2": "sin"}, {"mode": 0}),
    "Select": Computed("SWhere", _BINARY),
    "SelectV2": Computed("SWhere", {"then": "self", "else": "other"}),
    "Sub": Computed("Sub", _BINARY, _ONE),
    "Swish": Computed("Silu", _UNARY, neutral={"scale": 1.0}),
}  # fmt: skip

for _type, _rule in _COMPUTED.items():
    rule(_type, needs=(_rule.operator,))(_rule)

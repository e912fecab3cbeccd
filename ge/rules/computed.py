"""Nodes that one operator of aclnn computes: a table of types, operators, and names that differ."""

from __future__ import annotations

from aclnn.dtypes import BOOL, INT64
from ge.rules import rule
from ge.rules.mapping import Computed

# What the graph engine calls inputs and attributes, and what aclnn calls them.
_UNARY = {"x": "self"}
_BINARY = {"x1": "self", "x2": "other"}
_VALUE = {"x": "self", "value": "other"}
_PARTS = {"x": "tensors", "concat_dim": "dim"}
_AXIS = {"x": "self", "axis": "dim", "dimension": "dim"}
_AXES = {"x": "self", "logits": "self", "axes": "dim", "keep_dims": "keepDim"}
_PRODUCT = {"input_data": "self", "x1": "tensor1", "x2": "tensor2"}
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
    "Addcdiv": Computed("Addcdiv", _PRODUCT),
    "Addcmul": Computed("Addcmul", _PRODUCT),
    "Adds": Computed("Adds", _VALUE, _ONE),
    "ArgMaxV2": Computed("ArgMax", _AXIS, {"keepdim": 0}, {"dtype": INT64.code}, {"out": INT64}),
    "Axpy": Computed("Add", _BINARY),
    "AxpyV2": Computed("Add", _BINARY),
    "ClipByValueV2": Computed("ClampTensor", _UNARY),
    "ConcatD": Computed("Cat", _PARTS, neutral=_COUNT),
    "ConcatV2": Computed("Cat", _PARTS, neutral=_COUNT),
    "Exp": Computed("Exp", _UNARY, neutral=_NATURAL),
    "GatherElements": Computed("Gather", _UNARY),
    "GeluGrad": Computed("GeluBackward", {"dy": "gradOutput", "x": "self", "y": ""}),
    "LayerNormV4": Computed(
        "LayerNorm", {"x": "input", "gamma": "weightOptional", "beta": "biasOptional", "epsilon": "eps"}
    ),
    "Log": Computed("Log", _UNARY, neutral=_NATURAL),
    "LogSoftmaxV2": Computed("LogSoftmax", _AXES),
    "LpNormV2": Computed("Norm", _UNARY | {"p": "pScalar", "axes": "dim"}, neutral={"epsilon": 0.0}),
    "Muls": Computed("Muls", _VALUE),
    "Pow": Computed("PowTensorTensor", {"x1": "self", "x2": "exponent"}),
    "ReduceAll": Computed("All", _AXES, results={"out": BOOL}),
    "ReduceAny": Computed("Any", _AXES, results={"out": BOOL}),
    "ReduceMax": Computed("Amax", _AXES),
    "ReduceMin": Computed("Amin", _AXES),
    "ReluGrad": Computed("ThresholdBackward", {"gradients": "gradOutput", "features": "self"}, {"threshold": 0}),
    "ReverseV2": Computed("Flip", {"x": "self", "axis": "dims"}),
    "RotaryMul": Computed("RotaryPositionEmbedding", {"r1": "cos", "r2": "sin"}, {"mode": 0}),
    "Select": Computed("SWhere", _BINARY),
    "SelectV2": Computed("SWhere", {"then": "self", "else": "other"}),
    "SigmoidGrad": Computed("SigmoidBackward", {"y": "output", "dy": "gradOutput"}, neutral={"complex_conj": False}),
    "SoftmaxGrad": Computed("SoftmaxBackward", {"softmax": "output", "grad_softmax": "gradOutput", "axes": "dim"}),
    "SoftmaxV2": Computed("Softmax", _AXES, neutral={"half_to_float": False}),
    "Sort": Computed("Sort", _AXIS, results={"indicesOut": INT64}),
    "Sub": Computed("Sub", _BINARY, _ONE),
    "Swish": Computed("Silu", _UNARY, neutral={"scale": 1.0}),
    "Sxpy": Computed("Sub", _BINARY, _ONE),
    "Tile": Computed("Repeat", {"x": "self", "multiples": "repeats"}),
    "TopKV2": Computed("Topk", _UNARY, neutral={"sort_policy": 1}, results={"indicesOut": INT64}),
    "TruncateDiv": Computed("DivMod", _BINARY, {"mode": 1}),
}  # fmt: skip

for _type, _rule in _COMPUTED.items():
    rule(_type, needs=(_rule.operator,))(_rule)

"""aclnnConvolution."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, IntArray, Invalid, Operator, OptionalIn, Out
from aclnn.lazy import Array
from aclnn.promotion import promoted
from aclnn.shapes import Shape
from aclnn.shared.convolution_limits import channels_of, convolution_limits, lengths_of, pads_of
from aclnn.shared.convolutions import convolved, spread
from aclnn.shared.matrices import cube_math, operands

OUT = Shape("`input` convolved", lambda a: (a.input.shape[0], channels_of(a), *lengths_of(a)))

op = Operator(
    "Convolution",
    In("input", FLOATS),
    In("weight", FLOATS),
    OptionalIn("bias", FLOATS),
    IntArray("stride"),
    IntArray("padding"),
    IntArray("dilation"),
    Attribute("transposed", "bool"),
    IntArray("outputPadding", required=False),
    Attribute("groups", "int64_t"),
    Out("output", FLOATS, shape=OUT),
    cube_math(),
    summary="Convolution over one to three dimensions, dilated, in groups, or transposed.",
    page="conv/convolution_forward/docs/aclnnConvolution",
    families=(*MAIN, "310B", "310P"),
    computes=promoted("input", "weight"),
    limits=(
        *convolution_limits(),
        Invalid(
            "bias",
            "must have an element for each channel of the result",
            lambda a: a.bias is None or a.bias.size == channels_of(a),
        ),
    ),
)


@op.kernel
def kernel(input: Array, weight: Array, bias: Array | None, call: Arguments) -> Array:
    pads = pads_of(call.padding, input.ndim - 2)
    function = spread if call.transposed else convolved
    x, kernels = operands(call, input, weight)
    result = function(x, kernels, call.stride, pads, call.dilation, call.groups, lengths_of(call))
    return result if bias is None else result + bias.reshape(-1, *(1,) * (input.ndim - 2))

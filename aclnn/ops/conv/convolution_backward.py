"""aclnnConvolutionBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, BoolArray, In, IntArray, Invalid, Operator, OptionalOut
from aclnn.lazy import Array, np
from aclnn.promotion import promoted
from aclnn.shapes import shape_of
from aclnn.shared.convolution_limits import channels_of, convolution_limits, lengths_of, pads_of
from aclnn.shared.convolutions import convolved, spread, weight_gradient
from aclnn.shared.matrices import cube_math, operands
from aclnn.shared.output_masks import mask_limits, masked

OUTPUTS = ("gradInput", "gradWeight", "gradBias")


def _is_result(a: Arguments) -> bool:
    return bool(a.gradOutput.shape == (a.input.shape[0], channels_of(a), *lengths_of(a)))


op = Operator(
    "ConvolutionBackward",
    In("gradOutput", FLOATS),
    In("input", FLOATS),
    In("weight", FLOATS),
    IntArray("biasSizes", required=False),
    IntArray("stride"),
    IntArray("padding"),
    IntArray("dilation"),
    Attribute("transposed", "bool"),
    IntArray("outputPadding"),
    Attribute("groups", "int"),
    BoolArray("outputMask"),
    cube_math(),
    OptionalOut("gradInput", FLOATS, shape=shape_of("input")),
    OptionalOut("gradWeight", FLOATS, shape=shape_of("weight")),
    OptionalOut("gradBias", FLOATS),
    summary="The gradients of aclnnConvolution that the mask asks for: of input, weight, bias.",
    page="conv/convolution_backward/docs/aclnnConvolutionBackward",
    families=(*MAIN, "310P", "910"),
    computes=promoted("gradOutput", "input", "weight"),
    limits=(
        *mask_limits(OUTPUTS),
        *convolution_limits(),
        Invalid("gradOutput", "must have the shape of the convolution's result", _is_result),
        Invalid(
            "gradBias",
            "must have an element for each channel of gradOutput",
            lambda a: not a.outputMask[2] or a.gradBias.size == a.gradOutput.shape[1],
        ),
    ),
)


@op.kernel
def kernel(gradOutput: Array, input: Array, weight: Array, call: Arguments) -> tuple[Array | None, ...]:
    pads = pads_of(call.padding, input.ndim - 2)
    gradient, kernels = operands(call, gradOutput, weight)
    x, _ = operands(call, input, weight)
    function = convolved if call.transposed else spread
    dx = function(gradient, kernels, call.stride, pads, call.dilation, call.groups, input.shape[2:])
    first, second = (gradient, x) if call.transposed else (x, gradient)
    dw = weight_gradient(first, second, weight.shape[2:], call.stride, pads, call.dilation, call.groups)
    return masked(call, OUTPUTS, [dx, dw, np.sum(gradOutput, axis=(0, *range(2, gradOutput.ndim)))])

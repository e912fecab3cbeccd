"""aclnnAddRmsNormDynamicQuantV2, and aclnnAddRmsNormDynamicQuant without beta and the mask of outputs."""

from __future__ import annotations

from math import prod

from aclnn.declare import MAIN, Arguments, Attribute, BoolArray, In, Invalid, Limit, Operator, OptionalIn, Out
from aclnn.dtypes import BF16, EIGHT, FLOAT, FLOAT16, INT8, INT32
from aclnn.lazy import Array
from aclnn.shapes import Dims, shape_of
from aclnn.shared import norms
from aclnn.shared import quantisation as q
from aclnn.shared.limits import lacks, rank_limit, same_shape

QUANTISED = (INT8, INT32, *EIGHT)
_SHAPE = q.target_shape("x1", "y1Out"), q.target_shape("x1", "y2Out")


def _is_wanted(a: Arguments, at: int) -> bool:
    """Whether an output is valid: as the mask says; without one the second needs both scales."""
    mask = getattr(a, "outputMaskOptional", None)
    if mask is not None:
        return bool(mask[at])
    return at == 0 or None not in (a.smoothScale1Optional, a.smoothScale2Optional)


def _output_fits(at: int) -> Limit:
    name = f"y{at + 1}Out"

    def holds(a: Arguments) -> bool:
        return not _is_wanted(a, at) or getattr(a, name).shape == _SHAPE[at].of(a)

    return Invalid(name, "must have the shape of x1, an eighth as long in the last dimension as INT32", holds)


def _scale_fits(at: int) -> Limit:
    name = f"scale{at + 1}Out"

    def holds(a: Arguments) -> bool:
        rows: Dims = a.x1.shape[:-1]
        return not _is_wanted(a, at) or getattr(a, name).shape in (rows, (prod(rows),))

    return Invalid(name, "must have an element for each row of x1", holds)


def _mask_fits(a: Arguments) -> bool:
    mask = a.outputMaskOptional
    if mask is None:
        return True
    scales = (a.smoothScale1Optional, a.smoothScale2Optional)
    return len(mask) == 2 and any(mask) and all(scale is None or wanted for scale, wanted in zip(scales, mask))


def _alone(a: Arguments) -> bool:
    has_mask = getattr(a, "outputMaskOptional", None) is not None
    return has_mask or a.smoothScale2Optional is None or a.smoothScale1Optional is not None


LIMITS = (
    lacks("y1Out", (INT32,), ("A2", "A3")),
    lacks("y2Out", (INT32,), ("A2", "A3")),
    Invalid("smoothScale2Optional", "must come with smoothScale1Optional", _alone),
    Invalid("y2Out", "must have the type of y1Out where both are valid",
            lambda a: a.y1Out.dtype == a.y2Out.dtype or not (_is_wanted(a, 0) and _is_wanted(a, 1))),
    rank_limit("x1", 2),
    same_shape("x2", "x1"),
    Invalid("gamma", "must be a row of x1", lambda a: a.gamma.shape == a.x1.shape[-1:]),
    same_shape("smoothScale1Optional", "gamma"),
    same_shape("smoothScale2Optional", "gamma"),
    q.whole_words("x1", "y1Out"),
    _output_fits(0),
    _output_fits(1),
    _scale_fits(0),
    _scale_fits(1),
)  # fmt: skip
op = Operator(
    "AddRmsNormDynamicQuantV2",
    In("x1", (FLOAT16, BF16)),
    In("x2", like="x1"),
    In("gamma", like="x1"),
    OptionalIn("smoothScale1Optional", like="x1"),
    OptionalIn("smoothScale2Optional", like="x1"),
    OptionalIn("betaOptional", like="x1"),
    Attribute("epsilon", "double"),
    BoolArray("outputMaskOptional", required=False),
    Out("y1Out", QUANTISED),
    Out("y2Out", QUANTISED),
    Out("xOut", like="x1", shape=shape_of("x1")),
    Out("scale1Out", (FLOAT,)),
    Out("scale2Out", (FLOAT,)),
    summary="The sum of two tensors, its rows over the root of their mean square times gamma plus beta, quantised by "
    "their greatest magnitudes.",
    page="norm/add_rms_norm_dynamic_quant/docs/aclnnAddRmsNormDynamicQuantV2",
    families=MAIN,
    limits=(
        Invalid("outputMaskOptional", "must be two flags, one of them set, those with a scale too", _mask_fits),
        *LIMITS,
        same_shape("betaOptional", "gamma"),
    ),
)
op.form(
    "AddRmsNormDynamicQuant", without=("betaOptional", "outputMaskOptional"), limits=LIMITS,
    header="aclnn_add_rms_norm_dynamic_quant.h",
    page="norm/add_rms_norm_dynamic_quant/docs/aclnnAddRmsNormDynamicQuant",
)  # fmt: skip


@op.kernel
def kernel(
    x1: Array, x2: Array, gamma: Array, smoothScale1Optional: Array | None, smoothScale2Optional: Array | None,
    epsilon: float, call: Arguments, betaOptional: Array | None = None,
) -> tuple[Array | None, ...]:  # fmt: skip
    x = x1 + x2
    y = x * norms.rms(x, 1, epsilon) * gamma
    if betaOptional is not None:
        y = y + betaOptional
    outputs: list[Array | None] = []
    scales: list[Array | None] = []
    for at, smooth in enumerate((smoothScale1Optional, smoothScale2Optional)):
        if not _is_wanted(call, at):
            outputs.append(None)
            scales.append(None)
            continue
        dtype = (call.y1Out, call.y2Out)[at].dtype
        values, scale = q.symmetric(y if smooth is None else y * smooth, -1, q.range_of(dtype)[1])
        outputs.append(q.quantised(values, dtype))
        scales.append(scale.reshape((call.scale1Out, call.scale2Out)[at].shape))
    return (*outputs, x, *scales)

"""aclnnWeightQuantBatchMatmulV2 and V3: x times a weight kept in INT8 or INT4.

Not simulated, and refused: the quantisation of y, scales of UINT64 and INT64, weights of INT32 and of 8-bit and 4-bit
floats, weights of INT4 in FRACTAL_NZ.
"""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, OptionalIn, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT4, INT8, UINT64
from aclnn.formats import FRACTAL_NZ
from aclnn.lazy import Array, np
from aclnn.shapes import Shape
from aclnn.shared.limits import lacks, rank_limit
from aclnn.shared.matrices import product_shape
from aclnn.tensor import Tensor, contiguous_strides

TYPES = (FLOAT16, BF16)
GROUP_STEP = 32
LONGEST = 65535  # of k and n on A2 and A3
_PRODUCT = product_shape("x", "weight")


def _contiguous_or_transposed(name: str) -> Limit:
    def holds(a: Arguments) -> bool:
        tensor: Tensor = getattr(a, name)
        if tensor.is_contiguous or len(tensor.shape) < 2:
            return tensor.is_contiguous
        *batches, rows, columns = tensor.shape
        plain = contiguous_strides((*batches, columns, rows))
        transposed = (*plain[:-2], *plain[:-3:-1])
        pairs = zip(tensor.shape, tensor.strides, transposed)
        return all(length == 1 or stride == wanted for length, stride, wanted in pairs)

    return Invalid(name, "must be contiguous, or the transpose of something contiguous", holds)


def _unquantised(name: str) -> Limit:
    return Invalid(name, "must be null: a quantised y is not simulated", lambda a: getattr(a, name) is None)


def _two_dimensions(name: str) -> Limit:
    return Invalid(name, "must have 2 dimensions on this product", lambda a: len(getattr(a, name).shape) == 2, MAIN)


def _filled(name: str) -> Limit:
    return Invalid(name, "must not be empty", lambda a: getattr(a, name).size > 0)


def _scale_shapes(a: Arguments) -> list[tuple[int, ...]]:
    *_, k, n = a.weight.shape
    if a.antiquantGroupSize > 0:
        return [(-(-k // a.antiquantGroupSize), n)]
    channels = [(n, 1)] if a.family == "310P" else [(1, n)]
    return [(1,), (1, 1), (n,), *channels]


def _groups_fit(a: Arguments) -> bool:
    size: int = a.antiquantGroupSize
    return bool(size == 0 or (size % GROUP_STEP == 0 and GROUP_STEP <= size < a.weight.shape[-2]))


def _bias_type(a: Arguments) -> bool:
    wanted = {FLOAT16: (FLOAT16,), BF16: (FLOAT, BF16) if a.family == "950" else (FLOAT,)}[a.x.dtype]
    return a.biasOptional is None or a.biasOptional.dtype in wanted


def _bias_shape(a: Arguments) -> bool:
    bias, n = a.biasOptional, a.weight.shape[-1]
    shape: tuple[int, ...] = () if bias is None else bias.shape
    if bias is None or shape in ((n,), (1, n)):
        return True
    return a.family == "310P" and shape == (*_PRODUCT.of(a)[:-2], 1, n)


def _is_even_inside(a: Arguments) -> bool:
    """A byte holds two elements of the axis that is contiguous in memory."""
    inner: int = a.weight.shape[-1 if a.weight.strides[-1] == 1 else -2]
    return a.weight.dtype != INT4 or inner % 2 == 0


def _blocks_fit(a: Arguments) -> bool:
    if a.weight.format != FRACTAL_NZ:
        return True
    return a.weight.dtype == INT8 and a.family in ("A2", "A3") and a.antiquantScale.size == a.weight.shape[-1] > 1


op = Operator(
    "WeightQuantBatchMatmulV2",
    In("x", TYPES),
    In("weight", (INT8, INT4), formats=(FRACTAL_NZ,)),
    In("antiquantScale", like="x"),
    OptionalIn("antiquantOffsetOptional", like="x"),
    OptionalIn("quantScaleOptional", (UINT64,)),
    OptionalIn("quantOffsetOptional", (FLOAT,)),
    OptionalIn("biasOptional", (FLOAT16, FLOAT, BF16)),
    Attribute("antiquantGroupSize", "int"),
    Out("y", like="x", shape=Shape("the product of `x` and `weight`", _PRODUCT.of), const=True),
    summary="The product of x and (weight + antiquantOffset) * antiquantScale, plus the bias.",
    page="matmul/weight_quant_batch_matmul_v2/docs/aclnnWeightQuantBatchMatmulV2",
    families=(*MAIN, "310P"),
    unsupported=status.NN_RUNTIME_ERROR,
    limits=(
        lacks("weight", (INT4,), ("310P",)),
        Invalid("biasOptional", "must have the type of x, or be FLOAT for BF16", _bias_type),
        _unquantised("quantScaleOptional"),
        _unquantised("quantOffsetOptional"),
        *map(_two_dimensions, ("x", "weight")),
        *(rank_limit(name, 2, 6) for name in ("x", "weight")),
        *(_contiguous_or_transposed(name) for name in ("x", "weight", "antiquantScale")),
        *map(_filled, ("x", "weight")),
        Invalid(
            "weight",
            f"must have no more than {LONGEST} rows and columns",
            lambda a: max(a.weight.shape) <= LONGEST,
            ("A2", "A3"),
        ),
        Invalid("weight", "must have an even number of INT4 along its contiguous axis", _is_even_inside),
        Invalid("antiquantGroupSize", f"must be 0, or a multiple of {GROUP_STEP} below k", _groups_fit),
        Invalid(
            "antiquantScale",
            "must have the shape [1], [1, 1], [n], [1, n] (310P: [n, 1]), with groups [groups, n]",
            lambda a: a.antiquantScale.shape in _scale_shapes(a),
        ),
        Invalid(
            "antiquantOffsetOptional",
            "must have the shape of antiquantScale",
            lambda a: not a.antiquantOffsetOptional or a.antiquantOffsetOptional.shape == a.antiquantScale.shape,
        ),
        Invalid("biasOptional", "must have the shape [n] or [1, n]", _bias_shape),
        Invalid("weight", "must be INT8 with a scale for each column in FRACTAL_NZ, on A2 and A3", _blocks_fit),
    ),
)


def _per_element(values: Array, k: int, n: int, group: int) -> Array:
    """Scales or offsets for each element of the weight, or ready to be broadcast with it."""
    return np.repeat(values, group, axis=0)[:k] if group else values.reshape(1, -1 if values.size == n else 1)


@op.kernel
def kernel(
    x: Array,
    weight: Array,
    antiquantScale: Array,
    antiquantOffsetOptional: Array | None,
    biasOptional: Array | None,
    antiquantGroupSize: int,
    call: Arguments,
) -> Array:
    """Each step of the dequantisation is rounded as the vector unit does it: to FLOAT16, or through FLOAT to BF16."""
    from aclnn.conversion import converted

    dtype = call.x.dtype
    k, n = weight.shape[-2:]
    wide = weight.astype(np.float32)
    if antiquantOffsetOptional is not None:
        wide = wide + _per_element(antiquantOffsetOptional, k, n, antiquantGroupSize)
        wide = converted(wide, FLOAT16) if dtype == FLOAT16 else wide
    factor = converted(wide * _per_element(antiquantScale, k, n, antiquantGroupSize), dtype)
    result = x @ factor
    return result if biasOptional is None else result + biasOptional


v3 = Operator(
    "WeightQuantBatchMatmulV3",
    *op.parameters[:-1],
    Attribute("innerPrecise", "int"),
    op.parameters[-1],
    summary=op.summary,
    page="matmul/weight_quant_batch_matmul_v2/docs/aclnnWeightQuantBatchMatmulV3",
    families=MAIN,
    unsupported=status.NN_RUNTIME_ERROR,
    limits=(*op.limits, Invalid("innerPrecise", "must be 0 or 1", lambda a: a.innerPrecise in (0, 1))),
)
v3.kernel(kernel)

"""aclnnApplyRotaryPosEmb and V2: rotary position embedding of query and key in place, by one pair of cos and sin."""

from __future__ import annotations

from acl_sim import status
from acl_sim.machine import machine
from aclnn.declare import FLOATS, Arguments, Attribute, In, InPlace, Limit, Operator, Text
from aclnn.dtypes import BF16, FLOAT, FLOAT16
from aclnn.ops.posembedding import rotary
from aclnn.shared.rounding import ties_away
from aclnn.tensor import Tensor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

BEFORE_950 = ("A2", "A3", "310P")
INVALID = status.NN_PARAM_INVALID  # what the pages say for shapes and values; other operators have 561002
LAYOUTS = {1: "BSND", 2: "SBND", 3: "BNSD", 4: "TND"}
MULTIPLE = "must have a last dimension that is a multiple of 4 in quarter mode, of 2 otherwise"
MODES = {"half": rotary.HALF, "interleave": rotary.INTERLEAVE, "quarter": rotary.QUARTER}


def _mode_name(a: Arguments) -> str:
    """V1 knows only half, and it is what V2's graph operator has for no mode."""
    return getattr(a, "rotaryMode", None) or "half"


def _axes(a: Arguments, shape: tuple[int, ...], letters: str) -> list[int]:
    """The lengths of some axes by their letters in the layout."""
    return [length for axis, length in zip(LAYOUTS[a.layout], shape) if axis in letters]


def _heads(a: Arguments) -> int:
    return sum(_axes(a, tensor.shape, "N")[0] for tensor in (a.queryRef, a.keyRef))


def _has_positions(a: Arguments) -> bool:
    """Whether cos has the axes of query that are neither heads nor row; 950 also broadcasts one batch."""
    (*batches, positions), (*wanted, length) = (
        [*_axes(a, shape, "B"), *_axes(a, shape, "ST")] for shape in (a.cos.shape, a.queryRef.shape)
    )
    return positions == length and (batches == wanted or (a.family == "950" and batches == [1]))


def _fits_unified_buffer(a: Arguments) -> bool:
    """The documented sum of the buffers that one position takes in a vector core's memory."""
    length, size = a.queryRef.shape[-1], a.queryRef.dtype.bits // 8
    cast = a.queryRef.dtype == BF16
    computed = _heads(a) * length * (4 if cast else size)
    needed: int = 5 * computed + 4 * length * size + cast * 8 * length
    return needed <= machine().product.ub_bytes


def _is_multiple(a: Arguments, tensor: Tensor) -> bool:
    return tensor.shape[-1] % rotary.divisor(MODES[_mode_name(a)]) == 0


LIMITS = (
    Limit("queryRef", "must not be BF16 on this product", lambda a: a.queryRef.dtype != BF16, ("310P",), INVALID),
    Limit("layout", "must be 1, 2, 3 or 4", lambda a: a.layout in LAYOUTS, status=INVALID),
    Limit("layout", "must be 1 or 4 on this product", lambda a: a.layout in (1, 4), BEFORE_950, INVALID),
    Limit(
        "queryRef",
        "must have 3 dimensions in layout 4, 4 in the others",
        lambda a: len(a.queryRef.shape) == len(LAYOUTS[a.layout]),
        status=INVALID,
    ),
    Limit(
        "cos",
        "must have as many dimensions as queryRef",
        lambda a: len(a.cos.shape) == len(a.queryRef.shape),
        status=INVALID,
    ),
    Limit("sin", "must have the shape of cos", lambda a: a.sin.shape == a.cos.shape, status=INVALID),
    Limit(
        "keyRef",
        "must have the shape of queryRef, but for the heads",
        lambda a: (
            len(a.keyRef.shape) == len(a.queryRef.shape)
            and _axes(a, a.keyRef.shape, "BSTD") == _axes(a, a.queryRef.shape, "BSTD")
        ),
        status=INVALID,
    ),
    Limit("cos", "must have one head", lambda a: _axes(a, a.cos.shape, "N") == [1], status=INVALID),
    Limit("cos", "must have the batches (on 950: or one) and positions of queryRef", _has_positions, status=INVALID),
    Limit(
        "queryRef",
        "must have a last dimension of 64 or 128 on this product",
        lambda a: a.queryRef.shape[-1] in (64, 128),
        BEFORE_950,
        INVALID,
    ),
    Limit(
        "cos",
        "must have a last dimension of 64 or 128 on this product",
        lambda a: a.cos.shape[-1] in (64, 128),
        BEFORE_950,
        INVALID,
    ),
    Limit(
        "queryRef",
        "must have a last dimension of at most 1024",
        lambda a: a.queryRef.shape[-1] <= 1024,
        status=INVALID,
    ),
    Limit(
        "cos",
        "must have a last dimension of at most that of queryRef",
        lambda a: a.cos.shape[-1] <= a.queryRef.shape[-1],
        status=INVALID,
    ),
    Limit("queryRef", MULTIPLE, lambda a: _is_multiple(a, a.queryRef), status=INVALID),
    Limit("cos", MULTIPLE, lambda a: _is_multiple(a, a.cos), status=INVALID),
    Limit(
        "queryRef",
        "must not be empty, nor keyRef and cos",
        lambda a: all(tensor.size for tensor in (a.queryRef, a.keyRef, a.cos)),
    ),
    Limit("keyRef", "must have at most 255 heads together with queryRef", lambda a: _heads(a) <= 255, BEFORE_950),
    Limit("queryRef", "must have fewer heads, for the memory of a core", _fits_unified_buffer, BEFORE_950),
)


def _is_empty(a: Arguments) -> bool:
    return a.family == "950" and bool(a.queryRef.size == a.keyRef.size == 0)


TENSORS = (
    InPlace("queryRef", FLOATS),
    InPlace("keyRef", like="queryRef"),
    In("cos", like="queryRef"),
    In("sin", like="queryRef"),
    Attribute("layout", "int64_t"),
)
FAMILIES = ("A2", "A3", "950", "310P")

op = Operator(
    "ApplyRotaryPosEmb",
    *TENSORS,
    summary="Rotary position embedding of query and key in place; the pairs are the halves of each row.",
    page="posembedding/apply_rotary_pos_emb/docs/aclnnApplyRotaryPosEmb",
    families=FAMILIES,
    unsupported=status.NN_PARAM_NULLPTR,  # no executor for such a product
    is_empty=_is_empty,
    limits=LIMITS,
)

op_v2 = Operator(
    "ApplyRotaryPosEmbV2",
    *TENSORS,
    Text("rotaryMode"),
    summary="Rotary position embedding of query and key in place, in one of three modes.",
    page="posembedding/apply_rotary_pos_emb/docs/aclnnApplyRotaryPosEmbV2",
    families=FAMILIES,
    unsupported=status.NN_PARAM_NULLPTR,
    is_empty=_is_empty,
    limits=(
        Limit(
            "rotaryMode",
            'must be "half", "interleave" or "quarter"',
            lambda a: _mode_name(a) in MODES,
            status=INVALID,
        ),
        Limit("rotaryMode", 'must be "half" on this product', lambda a: _mode_name(a) == "half", BEFORE_950, INVALID),
        *LIMITS,
    ),
)


def kernel(
    queryRef: NDArray[Any],
    keyRef: NDArray[Any],
    cos: NDArray[Any],
    sin: NDArray[Any],
    call: Arguments,
    rotaryMode: str | None = None,
) -> tuple[NDArray[Any], ...]:
    """Before 950 the device multiplies and adds FLOAT16 in FLOAT16, and rounds BF16 results halves away from zero."""
    import numpy as np

    before_950, dtype = call.family in BEFORE_950, call.queryRef.dtype
    computed = np.float16 if before_950 and dtype == FLOAT16 else np.float32
    tables = cos.astype(computed), sin.astype(computed)
    mode = MODES[rotaryMode or "half"]
    results = [rotary.embed(mode, data.astype(computed), *tables) for data in (queryRef, keyRef)]
    if before_950 and dtype == BF16:
        results = [ties_away(result, BF16) for result in results]
    return tuple(results)


def native_kernel(operator: Operator, a: Arguments) -> None:
    """Only for float32 arithmetic that is rounded once, to nearest even."""
    if a.family in BEFORE_950 and a.queryRef.dtype != FLOAT:
        from aclnn.access import run_reference

        run_reference(operator, a)
        return
    for data in (a.queryRef, a.keyRef):
        rotary.run_forward(MODES[_mode_name(a)], data, a.cos, a.sin, data)


op.kernel(kernel)
op_v2.kernel(kernel)
op.native_kernel(lambda a: native_kernel(op, a))
op_v2.native_kernel(lambda a: native_kernel(op_v2, a))

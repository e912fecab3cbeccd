"""aclnnUnfoldGrad."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, IntArray, Invalid, Limit, Operator, Out
from aclnn.dtypes import FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape
from aclnn.shared.limits import rank_limit

# The longest size and step of the page, by how far from the last the dimension is.
LONGEST = {(FLOAT, 1): 49088, (FLOAT16, 1): 32720, (FLOAT, 2): 88, (FLOAT16, 2): 72}


def _gradient_fits(a: Arguments) -> bool:
    wanted = list(a.inputSizes)
    wanted[a.dim] = (wanted[a.dim] - a.size) // a.step + 1
    return bool(a.gradOut.shape == (*wanted, a.size))


def _short(name: str) -> Limit:
    def holds(a: Arguments) -> bool:
        most = LONGEST.get((a.gradOut.dtype, len(a.inputSizes) - a.dim))
        return most is None or getattr(a, name) <= most

    return Limit(name, "must not be longer than the type and the dimension allow", holds)


op = Operator(
    "UnfoldGrad",
    In("gradOut", FLOATS),
    IntArray("inputSizes"),
    Attribute("dim", "int64_t"),
    Attribute("size", "int64_t"),
    Attribute("step", "int64_t"),
    Out("gradIn", like="gradOut", shape=Shape("`inputSizes`", lambda a: a.inputSizes), const=True),
    summary="The gradient of slices of so many elements along a dimension, taken at every step.",
    page="conversion/unfold_grad/docs/aclnnUnfoldGrad",
    families=MAIN,
    limits=(
        rank_limit("gradOut", 1),
        Invalid("inputSizes", "must have 1 to 8 elements", lambda a: 1 <= len(a.inputSizes) <= 8),
        Limit(
            "dim",
            "must be the last dimension of inputSizes, or the one before",
            lambda a: max(len(a.inputSizes) - 2, 0) <= a.dim < len(a.inputSizes),
        ),
        Limit(
            "size", "must be from 1 to the length of inputSizes along dim", lambda a: 0 < a.size <= a.inputSizes[a.dim]
        ),
        Limit("step", "must be positive", lambda a: a.step > 0),
        Limit("gradOut", "must have inputSizes with a slice for each step along dim, and size", _gradient_fits),
        _short("size"),
        _short("step"),
    ),
)


@op.kernel
def kernel(gradOut: Array, inputSizes: Dims, dim: int, size: int, step: int) -> Array:
    result: Array = np.zeros(inputSizes, gradOut.dtype)
    rows, slices = np.moveaxis(result, dim, 0), np.moveaxis(gradOut, dim, 0)
    starts = np.arange(len(slices)) * step
    for offset in range(size):
        rows[starts + offset] += slices[..., offset]
    return result

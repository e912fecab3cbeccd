"""What the rotary operators share: the four modes, the layouts of older products, and the way into the native kernel.

A mode is a permutation P of the row and a pairing of its elements; the signed rotation R turns each pair (a, b) into
(-b, a). Forward: y = P(x)*cos + R(P(x))*sin. Backward is the transpose.
"""

from __future__ import annotations

import os

from acl_sim import native
from acl_sim.messages import device_fault
from aclnn.declare import Arguments
from aclnn.placement import place
from aclnn.tensor import Tensor, contiguous_strides

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import NDArray

HALF, INTERLEAVE, QUARTER, INTERLEAVE_HALF = MODES = (0, 1, 2, 3)


def divisor(mode: int) -> int:
    """What the last dimension must be a multiple of."""
    return 4 if mode == QUARTER else 2


def _pairs(mode: int, rows: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Views of the first and the second elements of all pairs of a permuted row."""
    *outer, length = rows.shape
    if mode == INTERLEAVE:
        paired = rows.reshape(*outer, length // 2, 2)
        return paired[..., 0], paired[..., 1]
    blocks = rows.reshape(*outer, 2, 2, length // 4) if mode == QUARTER else rows.reshape(*outer, 1, 2, length // 2)
    return blocks[..., 0, :], blocks[..., 1, :]


def _of_pairs(mode: int, first: NDArray[Any], second: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    """Rows whose pairs are (first, second)."""
    import numpy as np

    rows: NDArray[Any] = np.empty(shape, first.dtype)
    for target, source in zip(_pairs(mode, rows), (first, second)):
        target[...] = source
    return rows


def rotate(mode: int, rows: NDArray[Any]) -> NDArray[Any]:
    """R: each pair (a, b) becomes (-b, a). The rows are permuted already."""
    a, b = _pairs(mode, rows)
    return _of_pairs(mode, -b, a, rows.shape)


def rotate_back(mode: int, rows: NDArray[Any]) -> NDArray[Any]:
    """The transpose of R: each pair (a, b) becomes (b, -a)."""
    a, b = _pairs(mode, rows)
    return _of_pairs(mode, b, -a, rows.shape)


def permute(mode: int, rows: NDArray[Any]) -> NDArray[Any]:
    """P: interleave-half puts the even elements before the odd ones; the other modes keep the order."""
    import numpy as np

    if mode != INTERLEAVE_HALF:
        return rows
    return np.concatenate([rows[..., 0::2], rows[..., 1::2]], axis=-1)


def unpermute(mode: int, rows: NDArray[Any]) -> NDArray[Any]:
    """The inverse, and so the transpose, of P."""
    import numpy as np

    if mode != INTERLEAVE_HALF:
        return rows
    half = rows.shape[-1] // 2
    return np.stack([rows[..., :half], rows[..., half:]], axis=-1).reshape(rows.shape)


def embed(mode: int, x: NDArray[Any], cos: NDArray[Any], sin: NDArray[Any], start: int = 0) -> NDArray[Any]:
    """x with as many elements of each row embedded, from `start` on, as cos has; the others stay.

    Both products and the sum are rounded in the type of the arrays: no device fuses them.
    """
    import numpy as np

    y: NDArray[Any] = x.copy()
    part = slice(start, start + cos.shape[-1])
    permuted = permute(mode, x[..., part])
    with np.errstate(over="ignore", invalid="ignore"):  # infinities and NaNs are results
        y[..., part] = permuted * cos + rotate(mode, permuted) * sin
    return y


def broadcasts(table: Sequence[int], data: Sequence[int]) -> bool:
    """Whether cos and sin of the shape `table` go with data of the shape `data`."""
    return all(length in (1, wanted) for length, wanted in zip(table, data))


def _leading(shape: Sequence[int]) -> tuple[int, ...]:
    """The three axes before the row; TND counts as 1TND."""
    return (1,) * (4 - len(shape)) + tuple(shape[:-1])


class Reading:
    """One way to take the shapes: the layout of the data, that of cos and sin, and what they make of the axes."""

    __slots__ = ("batch", "heads", "layout", "seq", "table")

    def __init__(self, layout: str, table: str, batch: int, seq: int, heads: int) -> None:
        self.layout = layout
        self.table = table
        self.batch = batch
        self.seq = seq
        self.heads = heads


# cos and sin by the layout of the data, as documented for products before 950; 1 is an axis of broadcasting.
_TABLES: dict[int, dict[str, tuple[str, ...]]] = {
    HALF: {"BNSD": ("11SD", "B1SD", "BNSD"), "BSND": ("1S1D", "BS1D", "BSND"), "SBND": ("S11D", "SB1D", "SBND")},
    INTERLEAVE: {"BNSD": ("11SD",), "BSND": ("1S1D",), "SBND": ("S11D",)},
}


def readings(mode: int, data: Sequence[int], table: Sequence[int]) -> list[Reading]:
    """Every documented reading that the shapes fit; there is no layout argument, and axes of length 1 fit many."""
    found = []
    for layout, tables in _TABLES.get(mode, {}).items():
        lengths = {"1": 1, **dict(zip(layout, _leading(data)))}
        for name in tables:
            if all(lengths[axis] == length for axis, length in zip(name, _leading(table))):
                found.append(Reading(layout, name, lengths["B"], lengths["S"], lengths["N"]))
    return found


def _meet(tensor: Tensor, output: Tensor) -> bool:
    """Whether a kernel that writes one might thereby change the other."""
    (first, size), (start, length) = tensor.extent(), output.extent()
    return first < start + length and start < first + size


def _is_same_view(tensor: Tensor, other: Tensor) -> bool:
    return (tensor.address, tensor.offset, tensor.strides) == (other.address, other.offset, other.strides)


class _Rows:
    """A tensor as rows of contiguous elements: where they are if the last axis and the outputs allow it, or a copy."""

    def __init__(self, tensor: Tensor, contiguous: bool = False, outputs: Sequence[Tensor] = ()) -> None:
        self.tensor = tensor
        self.copy: Any = None
        self.address = place(tensor)
        strides = tensor.strides
        suits = tensor.is_contiguous if contiguous else strides[-1] == 1
        if not suits or any(_meet(tensor, output) for output in outputs):
            import numpy as np

            from aclnn.access import storage

            self.copy = np.array(storage(tensor), order="C")
            self.address = self.copy.ctypes.data
            strides = contiguous_strides(tensor.shape)
        self.steps = [0] * (4 - len(strides)) + list(strides[:-1])

    def pointer(self, start: int = 0) -> Any:
        """To the element `start` of the first row."""
        return native.ffi.cast("void *", self.address + start * self.tensor.dtype.bits // 8)

    def write_back(self) -> None:
        """Puts a result that was computed in a copy where it belongs."""
        if self.copy is not None:
            from aclnn.access import storage

            storage(self.tensor)[...] = self.copy


def threads() -> int:
    """How many threads a native kernel may use: ACL_SIM_THREADS, by default one for each core of this process."""
    wanted = os.environ.get("ACL_SIM_THREADS")
    if not wanted:
        return len(os.sched_getaffinity(0))
    if not wanted.isdecimal() or int(wanted) == 0:
        raise device_fault(f"ACL_SIM_THREADS is {wanted!r}, expected a number of threads.")
    return min(int(wanted), 1 << 16)


def _run(
    kernel: str, mode: int, data: Tensor, table: Tensor, operands: dict[str, _Rows], start: int = 0, **rest: Any
) -> None:
    """A kernel of rope.h. What is embedded of a row of data begins at `start` and is as long as a row of cos."""
    task = native.ffi.new(f"struct acl_sim_{kernel} *", rest)
    task.dtype, task.mode = data.dtype.code, mode
    task.shape = [*_leading(data.shape), table.shape[-1]]
    task.table_shape = list(_leading(table.shape))
    for name, rows in operands.items():
        of_task = getattr(task, name)
        of_task.at = rows.pointer(0 if name in ("cos", "sin") else start)
        of_task.step = rows.steps
    if getattr(native.lib, f"acl_sim_{kernel}")(task, threads()) != 0:
        raise MemoryError("the rotary kernel found no host memory for its tables")


def run_forward(mode: int, x: Tensor, cos: Tensor, sin: Tensor, y: Tensor, start: int = 0) -> None:
    """`embed` by the native kernel: all elements of a row, or some of them where y is x."""
    result = _Rows(y)
    source = result if x is y else _Rows(x, outputs=() if _is_same_view(x, y) else (y,))
    tables = {"cos": _Rows(cos, outputs=(y,)), "sin": _Rows(sin, outputs=(y,))}
    _run("rope", mode, x, cos, {"x": source, **tables, "y": result}, start, table_dtype=cos.dtype.code)
    result.write_back()


def run_grad(a: Arguments) -> None:
    """The native gradient kernel on the arguments of aclnnRotaryPositionEmbeddingGrad."""
    inputs = {"dy": a.dy, "cos": a.cos, "sin": a.sin}
    outputs = [a.dxOut]
    if a.xOptional is not None:
        inputs["x"] = a.xOptional
        outputs += [a.dcosOut, a.dsinOut]
    results = [_Rows(tensor, contiguous=tensor is not a.dxOut) for tensor in outputs]
    tables = dict(zip(("dcos", "dsin"), (rows.pointer() for rows in results[1:])))
    operands = {name: _Rows(tensor, outputs=outputs) for name, tensor in inputs.items()}
    _run("rope_grad", a.mode, a.dy, a.cos, {**operands, "dx": results[0]}, **tables)
    for rows in results:
        rows.write_back()

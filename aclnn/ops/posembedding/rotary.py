"""What the rotary operators share: the four modes, the layouts of older products, and the way into the native kernel.

A mode is a permutation P of the row and a pairing of its elements; the signed rotation R turns each pair (a, b) into
(-b, a). Forward: y = P(x)*cos + R(P(x))*sin. Backward is the transpose.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from acl_sim import native
from aclnn.declare import Arguments
from aclnn.placement import place
from aclnn.tensor import Tensor, contiguous_strides

if TYPE_CHECKING:
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


class Reading(NamedTuple):
    """One way to take the shapes: the layout of the data, that of cos and sin, and what they make of the axes."""

    layout: str
    table: str
    batch: int
    seq: int
    heads: int


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


class _Rows:
    """A tensor as rows of contiguous elements: in place where the last axis allows it, else in a copy."""

    def __init__(self, tensor: Tensor, contiguous: bool = False) -> None:
        self.tensor = tensor
        self.copy: Any = None
        strides = tensor.strides
        if strides[-1] != 1 or (contiguous and not tensor.is_contiguous):
            import numpy as np

            from aclnn.access import storage

            self.copy = np.array(storage(tensor), order="C")
            strides = contiguous_strides(tensor.shape)
        self.address = place(tensor) if self.copy is None else self.copy.ctypes.data
        self.steps = [0] * (4 - len(strides)) + list(strides[:-1])

    def into(self, rows: Any) -> None:
        """Fills the native struct."""
        rows.at = native.ffi.cast("void *", self.address)
        rows.step = self.steps

    def write_back(self) -> None:
        """Puts a result that was computed in a copy where it belongs."""
        if self.copy is not None:
            from aclnn.access import storage

            storage(self.tensor)[...] = self.copy


def run_grad(a: Arguments) -> None:
    """The native gradient kernel on the arguments of aclnnRotaryPositionEmbeddingGrad."""
    task = native.ffi.new("struct acl_sim_rope_grad *")
    task.dtype, task.mode = a.dy.dtype.code, a.mode
    task.shape = [*_leading(a.dy.shape), a.dy.shape[-1]]
    task.table_shape = list(_leading(a.cos.shape))
    inputs = {"dy": _Rows(a.dy), "cos": _Rows(a.cos), "sin": _Rows(a.sin)}
    outputs = [_Rows(a.dxOut)]
    outputs[0].into(task.dx)
    if a.xOptional is not None:
        inputs["x"] = _Rows(a.xOptional)
        outputs += [_Rows(a.dcosOut, contiguous=True), _Rows(a.dsinOut, contiguous=True)]
        task.dcos, task.dsin = (native.ffi.cast("void *", rows.address) for rows in outputs[1:])
    for name, rows in inputs.items():
        rows.into(getattr(task, name))
    if native.lib.acl_sim_rope_grad(task, 1) != 0:
        raise MemoryError("the rotary kernel found no host memory for its tables")
    for rows in outputs:
        rows.write_back()

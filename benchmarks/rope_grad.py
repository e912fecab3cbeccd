"""The rotary gradient's kernel on one thread, against memcpy of the bytes it must move, and against others.

memcpy moves what the gradient has to: for dx as many bytes as dy has, with dcos and dsin half as many again for x.
"""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import mmap
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from measure import Time, interleaved, table

from acl_sim.native import ffi, lib

Array = np.ndarray[Any, Any]
Work = Callable[[], object]

HUGE_PAGE = 2 << 20
DTYPES = {"fp32": (0, np.float32), "fp16": (1, np.float16), "bf16": (27, np.uint16)}
MODES = {"half": 0, "interleave": 1}

_libc = ctypes.CDLL(None)
_libc.memcpy.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]
_kept: list[mmap.mmap] = []


def _memory(shape: tuple[int, ...], dtype: Any) -> Array:
    """An array on huge pages that are all there, as device memory is after its first use."""
    count = int(np.prod(shape))
    size = count * np.dtype(dtype).itemsize
    block = mmap.mmap(-1, size + HUGE_PAGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    block.madvise(mmap.MADV_HUGEPAGE)
    _kept.append(block)
    start = -ctypes.addressof(ctypes.c_char.from_buffer(block)) % HUGE_PAGE
    array = np.frombuffer(block, dtype, count, start).reshape(shape)
    array.fill(0)
    return array


def _widened(array: Array) -> Array:
    if array.dtype == np.uint16:
        return (array.astype(np.uint32) << 16).view(np.float32)
    return array.astype(np.float32, copy=False)


def _rounded(array: Array, like: Array) -> Array:
    if like.dtype != np.uint16:
        return array.astype(like.dtype, copy=False)
    bits = array.view(np.uint32)
    return ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16).astype(np.uint16)


class Case:
    """One dtype and mode with its data: four inputs, three outputs."""

    def __init__(self, dtype: str, mode: str, shape: tuple[int, ...]) -> None:
        self.code, storage = DTYPES[dtype]
        self.dtype, self.mode = dtype, mode
        table_shape = (1, 1, *shape[2:])
        self.dy, self.x, self.dx = (_memory(shape, storage) for _ in range(3))
        self.cos, self.sin, self.dcos, self.dsin = (_memory(table_shape, storage) for _ in range(4))
        self.scratch = _memory((3, self.dy.size // 2), storage)
        random = np.random.default_rng(0)
        for array in (self.dy, self.x, self.cos, self.sin):
            drawn: Array = random.standard_normal(array.size, np.float32)
            array[...] = _rounded(drawn.reshape(array.shape), array)

    def native(self, with_tables: bool) -> Work:
        task = ffi.new("struct acl_sim_rope_grad *")
        task.dtype, task.mode, task.shape, task.table_shape = (
            self.code,
            MODES[self.mode],
            self.dy.shape,
            [1, 1, self.dy.shape[2]],
        )
        rows = {
            "dy": self.dy,
            "cos": self.cos,
            "sin": self.sin,
            "dx": self.dx,
            **({"x": self.x} if with_tables else {}),
        }
        for name, array in rows.items():
            getattr(task, name).at = ffi.cast("void *", array.ctypes.data)
            getattr(task, name).step = [step // array.itemsize for step in array.strides[:3]]
        task.dcos, task.dsin = (ffi.cast("void *", array.ctypes.data) for array in (self.dcos, self.dsin))
        return lambda: lib.acl_sim_rope_grad(task, 1)

    def memcpy(self, with_tables: bool) -> Work:
        """For dx from dy into dx; with the tables dy and half of x, into memory of its own."""
        if not with_tables:
            to, source, size = self.dx.ctypes.data, self.dy.ctypes.data, self.dy.nbytes
            return lambda: _libc.memcpy(to, source, size)
        to = self.scratch.ctypes.data
        parts = [(to, self.dy.ctypes.data, self.dy.nbytes)]
        parts.append((to + self.dy.nbytes, self.x.ctypes.data, self.x.nbytes // 2))
        return lambda: [_libc.memcpy(*part) for part in parts]

    def numpy(self, with_tables: bool) -> Work:
        """The formula as one writes it; 16-bit types are widened as the device does."""

        def rotated(array: Array, sign: float) -> Array:
            result = np.empty_like(array)
            first, second = self._pairs(array.shape[-1])
            result[..., first] = -sign * array[..., second]
            result[..., second] = sign * array[..., first]
            return result

        def work() -> None:
            dy, cos, sin = map(_widened, (self.dy, self.cos, self.sin))
            _rounded(dy * cos + rotated(dy * sin, -1.0), self.dx)
            if with_tables:
                x = _widened(self.x)
                _rounded((dy * x).sum((0, 1), keepdims=True), self.dcos)
                _rounded((dy * rotated(x, 1.0)).sum((0, 1), keepdims=True), self.dsin)

        return work

    def _pairs(self, length: int) -> tuple[slice, slice]:
        if self.mode == "half":
            return slice(0, length // 2), slice(length // 2, length)
        return slice(0, length, 2), slice(1, length, 2)

    def torch(self, with_tables: bool, compiled: bool) -> Work:
        """The formula in torch, in the tensors' own type and on all its threads."""
        torch: Any = importlib.import_module("torch")  # optional, and unknown to type checkers
        kind = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}[self.dtype]

        def tensor(array: Array) -> Any:
            plain = array.view(np.int16) if array.dtype == np.uint16 else array
            return torch.from_numpy(plain).view(kind)

        def rotated(array: Any, sign: int) -> Any:
            first, second = (array[..., part] for part in self._pairs(array.shape[-1]))
            if self.mode == "half":
                return torch.cat((-sign * second, sign * first), dim=-1)
            return torch.stack((-sign * second, sign * first), dim=-1).flatten(-2)

        def gradients(dy: Any, cos: Any, sin: Any, x: Any) -> tuple[Any, ...]:
            dx = dy * cos + rotated(dy * sin, -1)
            if not with_tables:
                return (dx,)
            return dx, (dy * x).sum((0, 1), keepdim=True), (dy * rotated(x, 1)).sum((0, 1), keepdim=True)

        arguments = [tensor(array) for array in (self.dy, self.cos, self.sin, self.x)]
        if compiled:
            torch._dynamo.reset()  # it compiles a function a limited number of times
        function = torch.compile(gradients) if compiled else gradients
        return lambda: function(*arguments)


def _contestants(case: Case, with_tables: bool, quick: bool) -> Iterator[tuple[str, Work]]:
    yield "memcpy", case.memcpy(with_tables)
    yield "acl-sim", case.native(with_tables)
    yield "numpy", case.numpy(with_tables)
    if importlib.util.find_spec("torch") is not None:
        yield "torch", case.torch(with_tables, compiled=False)
        if not quick:
            yield "torch.compile", case.torch(with_tables, compiled=True)


def _times(contestants: dict[str, Work], quick: bool) -> dict[str, Time]:
    """The two that the goals compare are quick and take more turns: their minima need undisturbed moments."""
    all_of_them = interleaved(contestants, rounds=2 if quick else 5)
    two = interleaved({name: contestants[name] for name in ("memcpy", "acl-sim")}, rounds=10 if quick else 40)
    return all_of_them | {name: Time(all_of_them[name].samples + more.samples) for name, more in two.items()}


def _row(name: str, times: dict[str, Time], columns: list[str]) -> list[str]:
    floor = times["memcpy"].least
    cells = [f"{times['memcpy'].least * 1e3:.1f} ms"]
    return [name, *cells, *(f"{times[column].least / floor:.2f}x" if column in times else "-" for column in columns)]


def report(prefix: Path, directory: Path, quick: bool) -> str:
    shape = (2, 16, 2048, 128) if quick else (4, 32, 2048, 128)
    columns = ["acl-sim", "numpy", "torch", "torch.compile"]
    rows = []
    for dtype in DTYPES:
        for mode in MODES:
            case = Case(dtype, mode, shape)
            for with_tables in (False, True):
                name = f"{dtype} {mode}, dx{' + dcos + dsin' if with_tables else ''}"
                times = _times(dict(_contestants(case, with_tables, quick)), quick)
                rows.append(_row(name, times, columns))
                print("measured:", *rows[-1], file=sys.stderr, flush=True)
            _kept.clear()
    return f"Shape {list(shape)}, least times as multiples of memcpy's:\n\n" + table(["", "memcpy", *columns], rows)

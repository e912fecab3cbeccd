"""One rotary problem with its data: as the native kernel, memcpy, numpy and torch solve it."""

from __future__ import annotations

import ctypes
import importlib
import mmap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from acl_sim.native import ffi, lib

Array = np.ndarray[Any, Any]
Work = Callable[[], object]

HUGE_PAGE = 2 << 20
DTYPES = {"fp32": (0, np.float32), "fp16": (1, np.float16), "bf16": (27, np.uint16)}
MODES = {"half": 0, "interleave": 1, "quarter": 2, "interleave-half": 3}
KINDS = ("forward", "dx", "dx + dcos + dsin")

_libc = ctypes.CDLL(None)
_libc.memcpy.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]
_kept: list[mmap.mmap] = []


def release() -> None:
    """Gives the memory of all cases back."""
    _kept.clear()


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


def _rotated(xp: Any, mode: str, x: Any) -> Any:
    """R, as one writes it in numpy or torch: each pair (a, b) becomes (-b, a)."""
    if mode == "interleave":
        return xp.stack((-x[..., 1::2], x[..., 0::2]), -1).reshape(x.shape)
    half = x.shape[-1] // 2
    if mode == "quarter":
        return xp.concatenate([_rotated(xp, "half", part) for part in (x[..., :half], x[..., half:])], -1)
    return xp.concatenate((-x[..., half:], x[..., :half]), -1)


def _permuted(xp: Any, mode: str, x: Any) -> Any:
    return xp.concatenate((x[..., 0::2], x[..., 1::2]), -1) if mode == "interleave-half" else x


def _unpermuted(xp: Any, mode: str, x: Any) -> Any:
    half = x.shape[-1] // 2
    return xp.stack((x[..., :half], x[..., half:]), -1).reshape(x.shape) if mode == "interleave-half" else x


class Case:
    """One dtype and mode with its data: four inputs, four outputs."""

    def __init__(self, dtype: str, mode: str, shape: tuple[int, ...], table: tuple[int, ...]) -> None:
        self.code, storage = DTYPES[dtype]
        self.dtype, self.mode = dtype, mode
        self.axes = tuple(axis for axis in range(3) if table[axis] == 1 != shape[axis])
        self.dy, self.x, self.y = (_memory(shape, storage) for _ in range(3))
        self.cos, self.sin, self.dcos, self.dsin = (_memory(table, storage) for _ in range(4))
        self.scratch = _memory((3, self.dy.size // 2), storage)
        self.pool = ThreadPoolExecutor()
        random = np.random.default_rng(0)
        for array in (self.dy, self.x, self.cos, self.sin):
            drawn: Array = random.standard_normal(array.size, np.float32)
            array[...] = _rounded(drawn.reshape(array.shape), array)

    def native(self, kind: str, threads: int) -> Work:
        forward = kind == "forward"
        name = "rope" if forward else "rope_grad"
        task = ffi.new(f"struct acl_sim_{name} *")
        task.dtype, task.mode, task.shape, task.table_shape = (
            self.code,
            MODES[self.mode],
            self.x.shape,
            self.cos.shape[:3],
        )
        operands = {"cos": self.cos, "sin": self.sin}
        if forward:
            task.table_dtype = self.code
            operands |= {"x": self.x, "y": self.y}
        else:
            operands |= {"dy": self.dy, "dx": self.y, **({"x": self.x} if kind != "dx" else {})}
            task.dcos, task.dsin = (ffi.cast("void *", array.ctypes.data) for array in (self.dcos, self.dsin))
        for operand, array in operands.items():
            getattr(task, operand).at = ffi.cast("void *", array.ctypes.data)
            getattr(task, operand).step = [step // array.itemsize for step in array.strides[:3]]
        kernel = getattr(lib, f"acl_sim_{name}")

        def work() -> None:
            assert kernel(task, threads) == 0

        return work

    def memcpy(self, kind: str, threads: int = 1) -> Work:
        """For y from x and for dx from dy; with the tables dy and half of x, into memory of its own."""
        if kind != "dx + dcos + dsin":
            source = self.x if kind == "forward" else self.dy
            parts = [(self.y.ctypes.data, source.ctypes.data, source.nbytes)]
        else:
            to = self.scratch.ctypes.data
            parts = [(to, self.dy.ctypes.data, self.dy.nbytes)]
            parts.append((to + self.dy.nbytes, self.x.ctypes.data, self.x.nbytes // 2))
        if threads == 1:
            return lambda: [_libc.memcpy(*part) for part in parts]
        shares = [
            (to + i * (size // threads), source + i * (size // threads), size // threads)
            for to, source, size in parts
            for i in range(threads)
        ]
        return lambda: list(self.pool.map(lambda share: _libc.memcpy(*share), shares))

    def _formula(self, xp: Any, kind: str, x: Any, dy: Any, cos: Any, sin: Any) -> tuple[Any, ...]:
        mode = self.mode
        if kind == "forward":
            permuted = _permuted(xp, mode, x)
            return (permuted * cos + _rotated(xp, mode, permuted) * sin,)
        dx = _unpermuted(xp, mode, dy * cos - _rotated(xp, mode, dy * sin))
        if kind == "dx":
            return (dx,)
        permuted = _permuted(xp, mode, x)
        terms = dy * permuted, dy * _rotated(xp, mode, permuted)
        return dx, *(term.sum(self.axes, keepdims=True) for term in terms)

    def numpy(self, kind: str) -> Work:
        """The formula as one writes it; 16-bit types are widened as the device does."""

        def work() -> None:
            arguments = map(_widened, (self.x, self.dy, self.cos, self.sin))
            for result in self._formula(np, kind, *arguments):
                _rounded(result, self.x)

        return work

    def torch(self, kind: str, compiled: bool) -> Work:
        """The formula in torch, in the tensors' own type and on all its threads."""
        torch: Any = importlib.import_module("torch")  # optional, and unknown to type checkers
        of_torch = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}[self.dtype]

        def tensor(array: Array) -> Any:
            plain = array.view(np.int16) if array.dtype == np.uint16 else array
            return torch.from_numpy(plain).view(of_torch)

        def formula(*arguments: Any) -> tuple[Any, ...]:
            return self._formula(torch, kind, *arguments)

        arguments = [tensor(array) for array in (self.x, self.dy, self.cos, self.sin)]
        if compiled:
            torch._dynamo.reset()  # it compiles a function a limited number of times
        function = torch.compile(formula) if compiled else formula
        return lambda: function(*arguments)

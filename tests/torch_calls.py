"""Calls operators with torch tensors, by the fields of their declarations, on views with gaps that must stay untouched.

Needs torch, which is no dependency of the project: without it the tests that use this are skipped and say so.
"""

from __future__ import annotations

import ctypes
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from harness import CODES, STORAGE, Array, DeviceTensor, Session

from aclnn.catalogue import catalogue
from aclnn.declare import Operator, Parameter

try:
    import torch as _torch
except ImportError:
    _torch = None  # type: ignore[assignment]
    warnings.warn("torch is not importable: nothing holds the basic operators against it", stacklevel=1)
torch: Any = _torch
needs_torch = pytest.mark.skipif(torch is None, reason="torch is not importable")

OPERATORS = {operator.name: operator for operator in catalogue()}
_GARBAGE = 0xA5


def _types() -> dict[Any, str]:
    names = {
        "float32": "f32", "float16": "f16", "bfloat16": "bf16", "float64": "f64", "int8": "i8", "int16": "i16",
        "int32": "i32", "int64": "i64", "uint8": "u8", "uint16": "u16", "uint32": "u32", "uint64": "u64",
        "bool": "bool", "complex64": "c64", "complex128": "c128",
    }  # fmt: skip
    return {getattr(torch, name): short for name, short in names.items()} if torch else {}


TYPES = _types()
DTYPES = {short: dtype for dtype, short in TYPES.items()}


def bits_of(tensor: Any) -> Array:
    """The stored elements."""
    plain = tensor.detach().contiguous()
    if tensor.dtype in (torch.float16, torch.bfloat16):
        return plain.view(torch.int16).numpy().view(np.uint16)
    return plain.numpy()


def tensor_of(bits: Array, dtype: Any) -> Any:
    """The torch tensor of stored elements."""
    if dtype in (torch.float16, torch.bfloat16):
        return torch.from_numpy(bits.view(np.int16)).view(dtype)
    return torch.from_numpy(bits)


@dataclass
class View:
    """A tensor on the device whose elements lie in a larger block."""

    device: DeviceTensor
    dtype: Any
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    offset: int

    def _elements(self, storage: Array) -> Array:
        strides = [storage.itemsize * stride for stride in self.strides]
        return np.lib.stride_tricks.as_strided(storage[self.offset :], self.shape, strides)

    def read(self, session: Session) -> Any:
        """The elements now; asserts that nothing beside them was written."""
        before, after = self.device.storage.copy(), session.read(self.device)
        if 0 in self.shape:
            return torch.empty(self.shape, dtype=self.dtype)
        result = self._elements(after).copy()
        self._elements(before)[...] = self._elements(after)
        assert before.tobytes() == after.tobytes(), "memory beside the view was written"
        return tensor_of(result, self.dtype)


def place(session: Session, tensor: Any, rng: np.random.Generator | None = None, format: str = "ND") -> View:
    """Puts a tensor on the device; with `rng` as a view that is permuted, has gaps, and begins somewhere."""
    shape, short = tuple(tensor.shape), TYPES[tensor.dtype]
    order = rng.permutation(len(shape)) if rng is not None else np.arange(len(shape))
    steps = rng.integers(1, 3, len(shape)) if rng is not None else np.ones(len(shape), int)
    offset = int(rng.integers(0, 4)) if rng is not None else 0
    strides, size = [0] * len(shape), 1
    for axis in reversed(order):
        strides[axis] = int(size * steps[axis])
        size *= shape[axis] * int(steps[axis])
    storage = np.full((max(size, 1) + offset) * np.dtype(STORAGE[short]).itemsize, _GARBAGE, np.uint8)
    if short == "bool":
        storage[:] = 1
    storage = storage.view(STORAGE[short])
    view = View(DeviceTensor(0, 0, storage), tensor.dtype, shape, tuple(strides), offset)
    if 0 not in shape:
        view._elements(storage)[...] = bits_of(tensor)
    view.device = session.tensor(storage, short, shape, strides, offset, format)
    return view


def scalar_of(session: Session, value: Any) -> ctypes.c_void_p:
    """As torch_npu makes them: double, int64 or bool; a pair of value and type is taken at its word."""
    if isinstance(value, tuple):
        number, short = value
        bits = bits_of(torch.tensor([number], dtype=DTYPES[short]))[0]
        return session.scalar(bits, short)
    kinds = {bool: "bool", int: "i64", float: "f64", complex: "c128"}
    return session.scalar(value, kinds[type(value)])


def _host_value(session: Session, parameter: Parameter, value: Any) -> Any:
    makers = {
        "aclScalar *": lambda: scalar_of(session, value),
        "aclScalarList *": lambda: session.scalar_list([scalar_of(session, v) for v in value]),
        "aclIntArray *": lambda: session.int_array(value),
        "aclFloatArray *": lambda: session.float_array(value),
        "aclBoolArray *": lambda: session.bool_array(value),
        "char *": lambda: ctypes.c_char_p(value.encode()),
        "double": lambda: ctypes.c_double(value),
        "float": lambda: ctypes.c_float(value),
        "aclDataType": lambda: ctypes.c_int(CODES[TYPES[value]]),
    }
    return makers.get(parameter.bare_type, lambda: ctypes.c_int64(value))()


class Call:
    """One call of an operator with values by its fields: tensors for outputs give their shape and type."""

    def __init__(self, session: Session, name: str, rng: np.random.Generator | None = None, /, **values: Any) -> None:
        self.session = session
        self.operator: Operator = OPERATORS[name]
        self._rng = rng
        fields = {parameter.field for parameter in self.operator.parameters}
        assert set(values) <= fields, f"{name} has no {sorted(set(values) - fields)}, it has {sorted(fields)}"
        self.views = {p.field: self._placed(p, values.get(p.field)) for p in self.operator.parameters}
        self.arguments = [self._argument(p, self.views[p.field]) for p in self.operator.parameters]

    def _placed(self, parameter: Parameter, value: Any) -> Any:
        if parameter.is_tensor and value is not None:
            return place(self.session, value, self._rng)
        if parameter.is_list and value is not None:
            return [None if tensor is None else place(self.session, tensor, self._rng) for tensor in value]
        return value

    def _argument(self, parameter: Parameter, value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, View):
            return value.device
        if parameter.is_list:
            return self.session.tensor_list([view and view.device for view in value])
        return _host_value(self.session, parameter, value)

    def plan(self) -> int:
        """The status of phase one."""
        return self.session.plan(self.operator.c_name, *self.arguments)[0]

    def run(self) -> Any:
        """Both phases; the outputs as torch tensors, a single one by itself."""
        self.session.run(self.operator.c_name, *self.arguments)
        results = [self._read(self.views[p.field]) for p in self.operator.outputs]
        return results[0] if len(results) == 1 else results

    def _read(self, view: Any) -> Any:
        if isinstance(view, list):
            return [element.read(self.session) for element in view]
        return None if view is None else view.read(self.session)


_EPSILON = {"f32": 2.0**-23, "f16": 2.0**-10, "bf16": 2.0**-7, "f64": 2.0**-52, "c64": 2.0**-23, "c128": 2.0**-52}
_TINY = {"f32": 2.0**-149, "f16": 2.0**-24, "bf16": 2.0**-133, "f64": 0.0, "c64": 2.0**-149, "c128": 0.0}


def assert_close(result: Any, exact: Any, ulps: float = 0.0, slack: float = 0.0) -> None:
    """The result is `exact` (computed in float64) within `ulps` units of its type's last place, plus `slack`.

    Integers, and floats with 0 ulps and no slack, are `exact` itself in their type: every bit but the sign of zero.
    """
    assert result.shape == exact.shape, f"shape {tuple(result.shape)}, not {tuple(exact.shape)}"
    rounded = exact.to(result.dtype)
    floating = result.dtype.is_floating_point or result.dtype.is_complex
    if not floating or not (ulps or slack):
        equal = (result == rounded) | ((result != result) & (rounded != rounded))
        assert equal.all(), f"{result[~equal][:5]} where {rounded[~equal][:5]} was expected"
        return
    short = TYPES[result.dtype]
    wide = torch.complex128 if result.dtype.is_complex else torch.float64
    got, want = result.to(wide), exact.to(wide)
    same = (result == rounded) | ((got != got) & (want != want))  # infinities, overflow and NaN
    limit = ulps * _EPSILON[short] * want.abs() + _TINY[short] + slack
    near = (got - want).abs() <= limit
    bad = ~(same | near)
    assert not bad.any(), f"{got[bad][:5]} where {want[bad][:5]} was expected"


def draw(rng: np.random.Generator, shape: Sequence[int], dtype: Any, low: float = -4, high: float = 4) -> Any:
    """Random elements of a type: whole numbers for integers, within [low, high)."""
    if dtype == torch.bool:
        return torch.from_numpy(rng.integers(0, 2, shape).astype(np.bool_))
    if not (dtype.is_floating_point or dtype.is_complex):
        info = torch.iinfo(dtype)
        bounds = max(int(low), info.min), min(int(high), info.max)
        return torch.from_numpy(np.asarray(rng.integers(*bounds, shape, endpoint=True))).to(dtype)
    values = rng.uniform(low, high, shape)
    if dtype.is_complex:
        values = values + 1j * rng.uniform(low, high, shape)
    return torch.from_numpy(np.asarray(values)).to(dtype)

"""acl.util: addresses of Python objects, Python objects at addresses, and threads for callbacks.

Addresses are of host memory. Reading what the host cannot access raises ValueError where a pointer of C would fault.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from acl_sim import native

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_threads: dict[int, threading.Thread] = {}


def bytes_to_ptr(bytes_data: bytes, /) -> int:
    """The address of the data inside the object: valid while it lives, and what C writes there shows in it."""
    if not isinstance(bytes_data, bytes):
        raise TypeError(f"acl.util.bytes_to_ptr: bytes_data must be bytes, not {type(bytes_data).__name__!r}")
    return ctypes.cast(ctypes.c_char_p(bytes_data), ctypes.c_void_p).value or 0


def ptr_to_bytes(ptr: int, size: int, /) -> bytes:
    """A copy of `size` bytes of host memory."""
    if size < 0:
        raise ValueError(f"acl.util.ptr_to_bytes: size must not be negative, not {size}")
    copy = ctypes.create_string_buffer(max(1, size))
    if size and not _readable(ctypes.addressof(copy), ptr, size):
        raise ValueError(f"acl.util.ptr_to_bytes: {size} bytes at {ptr:#x} are not host memory")
    return copy.raw[:size]


def numpy_to_ptr(data: NDArray[Any], /) -> int:
    """The address of an array's data, valid while the array lives. Says so when the array is not contiguous."""
    if not data.flags.c_contiguous:
        print("acl.util.numpy_to_ptr: the array is not contiguous; use numpy_contiguous_to_ptr", file=sys.stderr)
    return int(data.ctypes.data)


def numpy_contiguous_to_ptr(data: NDArray[Any], /) -> tuple[int, NDArray[Any]]:
    """The address of the data in row-major order, and the array that owns them: keep it."""
    import numpy as np

    contiguous = np.ascontiguousarray(data)
    return int(contiguous.ctypes.data), contiguous


def ptr_to_numpy(ptr: int, shape: Sequence[int], type: int, /) -> NDArray[Any]:
    """An array over host memory, not a copy: what C writes shows in it.

    type: the number of the element type in numpy's C interface, such as 11 for NPY_FLOAT32.
    """
    import numpy as np

    dtype = _numpy_dtype(type)
    size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
    last = ctypes.c_char()
    if size < 0 or not all(_readable(ctypes.addressof(last), ptr + at, 1) for at in (0, size - 1) if size):
        raise ValueError(f"acl.util.ptr_to_numpy: {size} bytes at {ptr:#x} are not host memory")
    memory = (ctypes.c_char * size).from_address(ptr)
    return np.frombuffer(memoryview(memory), dtype).reshape(shape) if size else np.empty(shape, dtype)


def start_thread(func: Callable[[Any], object], args_list: list[Any], /) -> tuple[int, int]:
    """Runs `func(args_list)` in a thread of its own; returns its number, for acl.rt.subscribe_report, and ret."""
    thread = threading.Thread(target=func, args=[args_list], daemon=True)
    thread.start()
    number = thread.ident or 0
    _threads[number] = thread
    return number, 0


def stop_thread(thread_id: int, /) -> int:
    """Waits until the function of the thread has returned; returns ret."""
    thread = _threads.pop(thread_id, None)
    if thread is None:
        return _INVALID_PARAM
    thread.join()
    return 0


_INVALID_PARAM = 100000  # ACL_ERROR_INVALID_PARAM


def _numpy_dtype(number: int) -> np.dtype[Any]:
    import numpy as np

    for code in "?bBhHiIlLqQfdgFDGe":
        if np.dtype(code).num == number:
            return np.dtype(code)
    raise ValueError(f"acl.util.ptr_to_numpy: type {number} is no numeric type of numpy's C interface")


def _readable(target: int, source: int, size: int) -> bool:
    """Copies host memory; False when it is not accessible."""
    return bool(native.lib.acl_sim_move(target, source, size) == 0)

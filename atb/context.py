"""atb::Context: the streams that operations execute on, and how."""

from __future__ import annotations

from _thread import _local

from acl_sim.machine import machine
from acl_sim.messages import Refusal
from acl_sim.native import ffi
from acl_sim.outputs import put
from acl_sim.stream import Stream, find_stream
from acl_sim.surface import answers
from atb import status
from atb.messages import AtbRefusal, invalid, not_now

NORMAL, PRELAUNCH, LAUNCH = range(3)  # ExecuteType
_KERNEL_LAUNCH, _GRAPH_LAUNCH = range(2)  # LaunchMode
_TILING_BLOCK = 3 << 20  # bytes


class _PerThread(_local):
    execute_type = NORMAL


_thread = _PerThread()


class Context:
    """A program's context. Null streams are allowed until something executes."""

    def __init__(self) -> None:
        self.streams = [0]
        self.copies_tiling_asynchronously = False
        self.launch_mode = _KERNEL_LAUNCH
        self.address = 0  # of the program's object, once an operation was prepared in it
        self.handle = machine().handles.add(self)

    def stream(self, number: int) -> Stream:
        """The stream of that number. Raises 1 where it is null or missing, 4 for what is no stream of this thread's
        current context."""
        handle = self.streams[number] if number < len(self.streams) else 0
        if not handle:
            raise not_now(f"The context has no execute stream {number}: call SetExecuteStream first.")
        try:
            return find_stream(handle)
        except Refusal as refusal:
            raise AtbRefusal(status.RT_FAIL, refusal.code, refusal.text) from None


def execute_type() -> int:
    """The ExecuteType that this thread has set."""
    return _thread.execute_type


def find_context(handle: int) -> Context:
    """The context of a handle. Raises 1 for null, and for a context that is not of this library."""
    context = machine().handles.find(handle, Context)
    if context is None:
        raise invalid("context", f"{handle:#x}", "must be a context of CreateContext")
    return context


@answers("atb::CreateContext")
def create_context(out: int, alloc: int, dealloc: int, host: int, device: int, handle: int, tiling: int) -> None:
    """`alloc` and `dealloc`: whether the program has functions for tiling memory; `tiling` is how much that is."""
    if not out:
        raise invalid("context", "null", "must be the address of a pointer")
    if alloc != dealloc:
        raise invalid("dealloc" if alloc else "alloc", "empty", "must be a function, since the other one is")
    for parameter, count, least in (("hostTilingBlockNum", host, 128), ("deviceTilingBlockNum", device, 32)):
        if not least <= count <= 1024:
            raise invalid(parameter, count, f"must be {least} to 1024")
    if not alloc:
        try:
            machine().context()
        except Refusal as refusal:  # the real library allocates device memory here
            raise AtbRefusal(status.OUT_OF_DEVICE_MEMORY, refusal.code, refusal.text) from None
    put("tilingSize", tiling, device * _TILING_BLOCK)
    put("handle", handle, Context().handle)


@answers("atb::DestroyContext")
def destroy_context(handle: int) -> None:
    machine().handles.remove(find_context(handle))


@answers("atb::Context::SetExecuteStream")
def set_execute_stream(handle: int, stream: int) -> None:
    find_context(handle).streams[0] = stream


@answers("atb::Context::GetExecuteStream")
def get_execute_stream(handle: int) -> int:
    return find_context(handle).streams[0]


@answers("atb::Context::SetExecuteStreams")
def set_execute_streams(handle: int, *streams: int) -> None:
    if not streams:
        raise invalid("streams", "empty", "must have at least one stream")
    find_context(handle).streams = list(streams)


@answers("atb::Context::GetExecuteStreams")
def get_execute_streams(handle: int, out: int, room: int) -> int:
    """Their number; as many as there is room for are written."""
    streams = find_context(handle).streams
    target = ffi.cast("int64_t *", out)
    for index, stream in enumerate(streams[:room]):
        target[index] = stream
    return len(streams)


@answers("atb::Context::SetAsyncTilingCopyStatus")
def set_async_tiling_copy_status(handle: int, enable: int) -> None:
    find_context(handle).copies_tiling_asynchronously = bool(enable)


@answers("atb::Context::GetAsyncTilingCopyStatus")
def get_async_tiling_copy_status(handle: int) -> int:
    return find_context(handle).copies_tiling_asynchronously


@answers("atb::Context::SetExecuteType")
def set_execute_type(handle: int, value: int) -> None:
    find_context(handle)
    if value not in (NORMAL, PRELAUNCH, LAUNCH):
        raise invalid("type", value, "must be EXECUTE_NORMAL, EXECUTE_PRELAUNCH or EXECUTE_LAUNCH")
    _thread.execute_type = value


@answers("atb::Context::GetExecuteType")
def get_execute_type(handle: int) -> int:
    find_context(handle)
    return _thread.execute_type


@answers("atb::Context::SetLaunchMode")
def set_launch_mode(handle: int, mode: int) -> None:
    """Both modes compute the same; recording a graph saves time on hardware only."""
    if mode not in (_KERNEL_LAUNCH, _GRAPH_LAUNCH):
        raise invalid("mode", mode, "must be KERNEL_LAUNCH_MODE or GRAPH_LAUNCH_MODE")
    find_context(handle).launch_mode = mode


@answers("atb::Context::GetLaunchMode")
def get_launch_mode(handle: int) -> int:
    return find_context(handle).launch_mode

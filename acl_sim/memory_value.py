"""Chapter "stream memory operation": streams that write numbers to device memory and wait for them."""

from __future__ import annotations

from acl_sim.copy import storage
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import invalid
from acl_sim.native import ffi
from acl_sim.stream import find_stream
from acl_sim.task import ConditionTask, Task

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from acl_sim.task import Range

_BYTES = 8
_SIGN, _WORD = 1 << 63, (1 << 64) - 1

# ACL_STREAM_WAIT_VALUE_GEQ, _EQ, _AND, _NOR: is what memory holds what a stream waits for?
_CONDITIONS: tuple[Callable[[int, int], bool], ...] = (
    lambda held, value: (held - value) & _SIGN == 0,  # a signed comparison of the difference, which may wrap around
    lambda held, value: held == value,
    lambda held, value: held & value != 0,
    lambda held, value: ~(held | value) & _WORD != 0,
)


def _checked(address: int) -> tuple[Range, ...]:
    """The range that a call touches, or a Refusal (107000)."""
    if machine().memory_at(address) is None or address % _BYTES:
        raise invalid("devAddr", f"{address:#x}", "an address in device memory that is a multiple of 8")
    storage("devAddr", address, _BYTES)
    return ((address, _BYTES),)


def _word(address: int) -> memoryview:
    return memoryview(ffi.buffer(ffi.cast("char *", storage("devAddr", address, _BYTES)), _BYTES))


@entry(nonnull=("devAddr",))
def aclrtValueWrite(devAddr: int, value: int, flag: int, stream: int) -> None:
    touched = _checked(devAddr)
    if flag:
        raise invalid("flag", flag, "0")

    def write() -> None:
        _word(devAddr)[:] = value.to_bytes(_BYTES, "little")

    find_stream(stream).submit(Task("aclrtValueWrite", write, (), touched))


@entry(nonnull=("devAddr",))
def aclrtValueWait(devAddr: int, value: int, flag: int, stream: int) -> None:
    touched = _checked(devAddr)
    if flag >= len(_CONDITIONS):
        raise invalid("flag", flag, "ACL_STREAM_WAIT_VALUE_GEQ, _EQ, _AND or _NOR, 0 to 3")
    condition = _CONDITIONS[flag]

    def holds() -> bool:
        return condition(int.from_bytes(_word(devAddr), "little"), value)

    find_stream(stream).submit(ConditionTask("aclrtValueWait", holds, touched))

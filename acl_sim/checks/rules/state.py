"""Calls in a state of the process or thread that they do not fit: before aclInit, without a context, in another one."""

from __future__ import annotations

from _thread import get_ident, get_native_id
from typing import TYPE_CHECKING, Any

from acl_sim.checks.finding import ERROR, WARNING, Side, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.checks.site import Site, here
from acl_sim.checks.trace import current_call
from acl_sim.machine import machine

if TYPE_CHECKING:
    from acl_sim.context import Context
    from acl_sim.device import Device
    from acl_sim.stream import Stream

BEFORE_INIT = rule(
    "C401", "call-before-init", WARNING,
    "aclInit must be called before other interfaces.",
    "AscendCL: aclInit",
    "Call aclInit once, before the first aclrt call of any thread.",
)  # fmt: skip
INIT_TWICE = rule(
    "C402", "init-twice", WARNING,
    "aclInit must be called once in a process.",
    "AscendCL: aclInit",
    "Call aclInit in one place; a library should leave it to the program.",
)  # fmt: skip
NO_CONTEXT = rule(
    "C403", "no-context", ERROR,
    "Each thread needs a current context before it works with a device.",
    "AscendCL: aclrtSetDevice, aclrtSetCurrentContext",
    "Call aclrtSetDevice or aclrtSetCurrentContext in every thread, before its first use of the device.",
)  # fmt: skip
OTHER_CONTEXT = rule(
    "C404", "stream-of-another-context", ERROR,
    "A stream must be used while the context that it was created in is current.",
    "AscendCL: aclrtCreateStream, aclrtSetCurrentContext",
    "Make the stream's context current before the call.",
)  # fmt: skip
RESET_TOO_OFTEN = rule(
    "C405", "device-reset-too-often", ERROR,
    "aclrtResetDevice must be called as often as aclrtSetDevice, not more.",
    "AscendCL: aclrtSetDevice, aclrtResetDevice",
    "Pair each aclrtResetDevice with one aclrtSetDevice.",
)  # fmt: skip
FINALIZE_TWICE = rule(
    "C407", "finalize-twice", WARNING,
    "aclFinalize must be called once.",
    "AscendCL: aclFinalize",
    "Call aclFinalize in one place, when the last user of the device is done.",
)  # fmt: skip

_NEEDS_NOTHING = ("aclrtGetVersion", "aclrtGetSocName")  # questions about the installation
_ASKS = ("aclrtGetCurrentContext", "aclrtGetDevice")  # how a thread finds out whether it has a context


class Initialization(Checker):
    def __init__(self) -> None:
        self._told = False
        self._started: Site | None = None
        self._ended: Site | None = None

    def called(self, call: str, arguments: tuple[Any, ...]) -> None:
        if self._started is None and not self._told and call.startswith("aclrt") and call not in _NEEDS_NOTHING:
            self._told = True
            found(BEFORE_INIT, f"{call} is called before aclInit")

    def initialized(self, repeated: bool) -> None:
        if repeated and self._started is not None:
            found(INIT_TWICE, "aclInit is called again", Side("the first aclInit was called", self._started))
        elif not repeated:
            self._started = here()

    def finalized(self) -> None:
        if machine().finalized and self._ended is not None:
            found(FINALIZE_TWICE, "aclFinalize is called again", Side("the first aclFinalize was called", self._ended))
        else:
            self._ended = here()


class Contexts(Checker):
    def __init__(self) -> None:
        self._current: dict[int, tuple[int, Context, Site]] = {}  # by thread: (system's number, context, since)
        self._reset: dict[int, Site] = {}  # the last reset, by device

    def made_current(self, context: Context) -> None:
        self._current[get_ident()] = (get_native_id(), context, here())

    def context_missing(self) -> None:
        if current_call() in _ASKS:
            return
        mine = self._current.get(get_ident())
        if mine is not None and mine[0] == get_native_id():  # else the number belongs to a thread that has ended
            ended = history.end(mine[1].handle)
            found(NO_CONTEXT, "the context of this thread has ended", ended[1] if ended is not None else None)
            return
        having = [(thread, context, since) for thread, context, since in self._current.values() if context.alive]
        if not having:
            found(NO_CONTEXT, "this thread has no current context, and no other thread has one")
            return
        thread, context, since = having[-1]
        what = f"thread {thread} got its context of device {context.device.index}"
        found(NO_CONTEXT, f"thread {get_native_id()} has no current context", Side(what, since))

    def wrong_context(self, stream: Stream, current: Context) -> None:
        owner = stream.context.device.index
        where = f"of device {owner}" if owner != current.device.index else f"of the same device {owner}"
        detail = f"the stream belongs to another context {where}, and one of device {current.device.index} is current"
        found(OTHER_CONTEXT, detail, history.creation(stream))

    def device_reset(self, device: Device) -> None:
        self._reset[device.index] = here()

    def reset_refused(self, device: Device) -> None:
        last = self._reset.get(device.index)
        if last is None:
            found(RESET_TOO_OFTEN, f"device {device.index} was never set")
        else:
            other = Side(f"the last reference to device {device.index} was given back", last)
            found(RESET_TOO_OFTEN, f"device {device.index} is reset once more than it was set", other)

"""Chapter "context management": the owner of streams, current for a thread."""

from __future__ import annotations

from acl_sim import status
from acl_sim.checks import hooks
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import not_now, stale
from acl_sim.outputs import put
from acl_sim.stream import Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acl_sim.device import Device


class Context:
    """A context of one device with its default stream. Dead contexts stay known to threads that had them current."""

    def __init__(self, device: Device) -> None:
        self.device = device
        self.alive = True
        self.options: dict[int, int] = {}  # aclSysParamOpt values
        self.handle = machine().handles.add(self)
        self.streams: list[Stream] = []
        self.default_stream = Stream(self, is_default=True)
        device.contexts.append(self)

    def destroy(self) -> None:
        """Ends the context, its streams, events and models without running what they hold."""
        if hooks.active:
            hooks.emit("context_ending", self)
        self.alive = False
        for stream in list(self.streams):
            stream.destroy()
        self.device.contexts.remove(self)
        machine().handles.remove_of(self)
        machine().handles.remove(self)


def _is_primary(context: Context) -> bool:
    return context.device.primary is context


@entry(nonnull=("context",))
def aclrtCreateContext(context: int, deviceId: int) -> None:
    from acl_sim.device import checked_device

    created = Context(checked_device("deviceId", deviceId))
    machine().current = created
    put("context", context, created.handle)


@entry(nonnull=("context",))
def aclrtDestroyContext(context: int) -> None:
    known = machine().handles.find(context, Context)
    if known is None:
        what = machine().handles.describe(context)
        raise stale("context", "context", what, status.RT_CONTEXT_NULL)
    if _is_primary(known):
        reason = "The primary context of a device ends with aclrtResetDevice, not with aclrtDestroyContext."
        raise not_now(reason, status.RT_CONTEXT_NULL)
    known.destroy()


@entry(nonnull=("context",))
def aclrtSetCurrentContext(context: int) -> None:
    known = machine().handles.find(context, Context)
    if known is None:
        what = machine().handles.describe(context)
        raise stale("context", "context", what, status.RT_PARAM_INVALID)
    machine().current = known


@entry(nonnull=("context",))
def aclrtGetCurrentContext(context: int) -> None:
    put("context", context, machine().context().handle)


@entry(nonnull=("stream",))
def aclrtCtxGetCurrentDefaultStream(stream: int) -> None:
    put("stream", stream, machine().context().default_stream.handle)

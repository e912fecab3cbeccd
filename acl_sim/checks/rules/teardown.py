"""The documented order of the end: events and streams, then contexts, then the device."""

from __future__ import annotations

from acl_sim.checks.c_types import c_type
from acl_sim.checks.finding import WARNING, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.checks.trace import current_call
from acl_sim.context import Context
from acl_sim.device import Device
from acl_sim.event import Event
from acl_sim.handles import Handled
from acl_sim.stream import Stream

ORDER = rule(
    "C406", "teardown-order", WARNING,
    "Events and streams must be destroyed before the context they were made in, and contexts before aclrtResetDevice.",
    "AscendCL: aclrtResetDevice, constraints",
    "Call aclrtDestroyEvent and aclrtDestroyStream, then aclrtDestroyContext, then aclrtResetDevice.",
)  # fmt: skip


class Teardown(Checker):
    def __init__(self) -> None:
        self._created: dict[int, Stream | Event | Context] = {}  # what the program asked for and has not destroyed

    def created(self, thing: Handled) -> None:
        is_asked_for = "Create" in current_call() and not getattr(thing, "is_default", False)
        if is_asked_for and isinstance(thing, (Stream, Event, Context)):
            self._created[thing.handle] = thing

    def destroyed(self, thing: Handled) -> None:
        self._created.pop(thing.handle, None)

    def context_ending(self, context: Context) -> None:
        if current_call() == "aclrtDestroyContext":
            left = [thing for thing in self._created.values() if getattr(thing, "context", None) is context]
            self._check("the context", left)

    def device_reset(self, device: Device) -> None:
        if current_call() != "aclrtResetDevice":  # the page of aclrtResetDeviceForce asks for no order
            return
        owners = ((thing, thing if isinstance(thing, Context) else thing.context) for thing in self._created.values())
        self._check(f"device {device.index}", [thing for thing, owner in owners if owner.device is device])

    def _check(self, ending: str, left: list[Stream | Event | Context]) -> None:
        if left:
            what = f"an {c_type(type(left[0]))}" + (f" and {len(left) - 1} more objects" if left[1:] else "")
            found(ORDER, f"{ending} ends before {what} of it", history.creation(left[0]))

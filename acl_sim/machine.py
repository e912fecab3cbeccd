"""The simulated machine: one object that holds all state. A fresh one is a fresh machine."""

from __future__ import annotations

import _thread

from acl_sim.checks import hooks
from acl_sim.handles import Handles
from acl_sim.messages import DEVICE_EXECUTION, ErrorLog, Refusal, no_context
from acl_sim.product import chosen_product, visible_devices
from acl_sim.schedule import chosen_schedule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from acl_sim.callback import Reporter
    from acl_sim.capture import Capture
    from acl_sim.context import Context
    from acl_sim.device import Device
    from acl_sim.device_memory import DeviceMemory
    from acl_sim.host_memory import PinnedMemory
    from acl_sim.stream import Stream
    from acl_sim.virtual_memory import PhysicalMemory


class _PerThread(_thread._local):
    """What each host thread has of its own."""

    current: Context | None = None
    last_error = 0
    capture_mode = 0  # aclmdlRICaptureMode with which this thread treats captures of others
    core_limits: Stream | None = None  # the stream whose limits on cores this thread plans with
    errors: ErrorLog | None = None
    error_text: Any = None


class Machine:
    """Devices, handles and settings of one simulated host.

    Raises product.UnknownProduct or schedule.UnknownSchedule when the environment asks for what does not exist.
    """

    def __init__(self) -> None:
        from acl_sim.host_memory import PinnedMemory

        self.product = chosen_product()
        self.schedule = chosen_schedule()
        self.handles = Handles()
        self.devices: list[Device] = []
        self.look_for_devices()
        self.pinned: PinnedMemory = PinnedMemory()
        self.released: set[int] = set()  # blocks that a device reset took along and the program may still free
        self.mappings: dict[int, tuple[PhysicalMemory, int]] = {}  # by address, with their sizes
        self.captures: set[Capture] = set()  # in progress
        self.reporters: dict[int, Reporter] = {}  # host threads that process callbacks, by thread id
        self.process_errors: ErrorLog | None = None  # instead of one per thread, when aclInit's configuration says so
        self.initialized = 0  # aclInit calls since the last aclFinalize
        self.finalized = False
        self.config: dict[str, object] = {}  # of the first aclInit
        self.default_device: int | None = None
        self.options: dict[int, int] = {}  # aclSysParamOpt values of the process
        self.compile_options: dict[int, str] = {}  # by aclCompileOpt
        self.deterministic_sums = 0  # HCCL_DETERMINISTIC
        self.operator_timeout = 0  # milliseconds; 0 is none
        self.soc_name: Any = None
        self.thread = _PerThread()

    def look_for_devices(self) -> None:
        """Takes the devices that the environment shows now, unless one is in use: programs may hide some until then."""
        from acl_sim.device import Device

        shown = visible_devices(self.product)
        if shown != [device.physical for device in self.devices] and not any(d.contexts for d in self.devices):
            self.devices[:] = [Device(index, physical, self.product) for index, physical in enumerate(shown)]

    @property
    def current(self) -> Context | None:
        return self.thread.current

    @current.setter
    def current(self, context: Context) -> None:
        self.thread.current = context
        if hooks.active:
            hooks.emit("made_current", context)

    def context(self) -> Context:
        """This thread's current context, or a Refusal (107002)."""
        context = self.thread.current
        if context is None and self.default_device is not None:
            context = self.current = self.devices[self.default_device].retain()
        if context is None or not context.alive:
            if hooks.active:
                hooks.emit("context_missing")
            raise no_context()
        return context

    def memory_at(self, address: int) -> DeviceMemory | None:
        """The device memory whose address space holds the address."""
        for device in self.devices:
            if device.memory.base <= address < device.memory.end:
                return device.memory
        return None

    def is_mapped(self, start: int, size: int) -> bool:
        """Whether a range of reserved addresses has memory behind it (aclrtMapMem)."""
        for address, (_, length) in sorted(self.mappings.items()):
            if address <= start < address + length:
                size -= min(size, address + length - start)
                start = address + length
        return size == 0

    def errors(self) -> ErrorLog:
        """Where this thread's messages go."""
        if self.process_errors is not None:
            return self.process_errors
        if self.thread.errors is None:
            self.thread.errors = ErrorLog()
        return self.thread.errors

    def record(self, call: str, refusal: Refusal) -> None:
        """Remembers a refusal for the calls that report errors."""
        from acl_sim import log

        self.errors().add(refusal, call)
        if refusal.code.startswith("EE") or refusal.code == DEVICE_EXECUTION:
            self.thread.last_error = refusal.status  # checks of the AscendCL layer never get as far as the runtime
        log.write_refusal(call, refusal.text, refusal.status, refusal.__traceback__, refusal.module)


_machine: Machine | None = None


def machine() -> Machine:
    """The machine of this process, created when first asked for."""
    global _machine
    if _machine is None:
        _machine = Machine()
    return _machine


def replace_machine() -> Machine:
    """Forgets everything and starts a fresh machine from the present environment."""
    global _machine
    if _machine is not None:
        for device in _machine.devices:
            device.reset()
    _machine = None
    return machine()

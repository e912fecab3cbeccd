"""Chapter "device management": devices, their primary contexts, and what a program may ask about them."""

from __future__ import annotations

from acl_sim import status
from acl_sim.checks import hooks
from acl_sim.context import Context
from acl_sim.device_memory import DeviceMemory
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import Refusal, call_sequence, invalid, invalid_acl
from acl_sim.native import ffi
from acl_sim.outputs import put
from acl_sim.stream import checked_timeout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acl_sim.product import Product

ACL_HOST = 1  # aclrtRunMode of a process on the host CPU


class Device:
    """One device as the program numbers it; `physical` is its number in the machine."""

    def __init__(self, index: int, physical: int, product: Product) -> None:
        self.index = index
        self.physical = physical
        self.memory = DeviceMemory(index, product.memory_bytes)
        self.primary: Context | None = None
        self.references = 0  # of the primary context: aclrtSetDevice adds one, aclrtResetDevice takes one
        self.contexts: list[Context] = []
        self.peers: set[int] = set()
        self.core_limits: dict[int, int] = {}  # by aclrtDevResLimitType

    def retain(self) -> Context:
        """The primary context, created with the first reference."""
        self.references += 1
        if self.primary is None:
            self.primary = Context(self)
        return self.primary

    def synchronize(self, milliseconds: int = -1) -> None:
        """Runs everything that is queued on the device, then raises the first failure; 507046 when time is over."""
        failures: list[Refusal] = []
        for stream in [stream for context in self.contexts for stream in context.streams]:
            try:
                stream.synchronize(milliseconds)
            except Refusal as failure:
                failures.append(failure)
                milliseconds = milliseconds if failure.status != status.RT_STREAM_SYNC_TIMEOUT else 0
        if failures:
            raise failures[0]

    def finish(self) -> None:
        """Runs what the streams of the primary context hold, whatever becomes of it."""
        for stream in list(self.primary.streams) if self.primary is not None else ():
            machine().schedule.wait(stream, lambda: False)

    def reset(self) -> None:
        """Ends every context of the device and gives its memory back."""
        if hooks.active:
            hooks.emit("device_reset", self)
        host = machine()
        for context in list(self.contexts):
            context.destroy()
        self.primary = None
        self.references = 0
        self.peers = set()
        host.released.update(self.memory.blocks)
        host.mappings = {at: mapping for at, mapping in host.mappings.items() if not self.memory.holds(at)}
        self.memory.release()


def checked_device(parameter: str, index: int, answer: int = status.RT_INVALID_DEVICEID) -> Device:
    """The device of that number, or a Refusal (107001)."""
    devices = machine().devices
    if not 0 <= index < len(devices):
        raise invalid(parameter, index, f"a device id in [0, {len(devices)})", answer)
    return devices[index]


@entry
def aclrtSetDevice(deviceId: int) -> None:
    device = checked_device("deviceId", deviceId)
    machine().current = device.retain()


def _reset(index: int, references: int) -> None:
    device = checked_device("deviceId", index)
    if device.references == 0:
        if hooks.active:
            hooks.emit("reset_refused", device)
        reason = f"Device {index} is not set by this process: aclrtSetDevice comes first."
        raise call_sequence(reason, status.RT_CONTEXT_RELEASE_ERROR)
    device.references -= references
    if device.references <= 0:
        device.finish()  # a reset waits for the default context's tasks, as its page says
        device.reset()


@entry
def aclrtResetDevice(deviceId: int) -> None:
    _reset(deviceId, 1)


@entry
def aclrtResetDeviceForce(deviceId: int) -> None:
    _reset(deviceId, max(1, checked_device("deviceId", deviceId).references))


@entry(nonnull=("deviceId",))
def aclrtGetDevice(deviceId: int) -> None:
    put("deviceId", deviceId, machine().context().device.index, 4)


@entry(nonnull=("count",))
def aclrtGetDeviceCount(count: int) -> None:
    machine().look_for_devices()
    put("count", count, len(machine().devices), 4)


@entry(nonnull=("runMode",))
def aclrtGetRunMode(runMode: int) -> None:
    put("runMode", runMode, ACL_HOST, 4)


@entry
def aclrtSynchronizeDevice() -> None:
    machine().context().device.synchronize()


@entry
def aclrtSynchronizeDeviceWithTimeout(timeout: int) -> None:
    checked_timeout(timeout)
    machine().context().device.synchronize(timeout)


@entry
def aclrtGetSocName() -> int:
    soc = machine()
    if soc.soc_name is None:
        soc.soc_name = ffi.new("char[]", soc.product.name.encode())  # the program keeps the pointer
    return int(ffi.cast("uintptr_t", soc.soc_name))


def _attributes(device: Device) -> dict[int, int]:
    """aclrtDevAttr values that a product determines."""
    product = machine().product
    return {
        1: product.aicpu_cores,  # ACL_DEV_ATTR_AICPU_CORE_NUM
        101: product.ai_cores,  # ACL_DEV_ATTR_AICORE_CORE_NUM
        102: product.cube_cores,  # ACL_DEV_ATTR_CUBE_CORE_NUM
        201: product.vector_cores,  # ACL_DEV_ATTR_VECTOR_CORE_NUM
        204: product.ub_bytes,  # ACL_DEV_ATTR_UBUF_PER_VECTOR_CORE
        301: product.memory_bytes,  # ACL_DEV_ATTR_TOTAL_GLOBAL_MEM_SIZE
        302: product.l2_bytes,  # ACL_DEV_ATTR_L2_CACHE_SIZE
        402: device.physical,  # ACL_DEV_ATTR_PHY_CHIP_ID
        501: 0,  # ACL_DEV_ATTR_IS_VIRTUAL
        601: product.npu_arch,  # ACL_DEV_ATTR_NPU_ARCH
    }


@entry(nonnull=("value",))
def aclrtGetDeviceInfo(deviceId: int, attr: int, value: int) -> None:
    device = checked_device("deviceId", deviceId, status.RT_PARAM_INVALID)
    attributes = _attributes(device)
    if attr not in attributes:
        raise invalid("attr", attr, f"one of {sorted(attributes)}")
    put("value", value, attributes[attr])


@entry(nonnull=("value",))
def aclGetDeviceCapability(deviceId: int, deviceInfo: int, value: int) -> None:
    checked_device("deviceId", deviceId, status.INVALID_PARAM)
    product = machine().product
    known = (product.ai_cores, product.vector_cores, product.l2_bytes)  # in the order of aclDeviceInfo
    if not 0 <= deviceInfo < len(known):
        raise invalid_acl("deviceInfo", deviceInfo, "an aclDeviceInfo, 0 to 2")
    put("value", value, known[deviceInfo])


@entry(nonnull=("pid",))
def aclrtDeviceGetBareTgid(pid: int) -> None:
    from os import getpid

    put("pid", pid, getpid(), 4)


@entry
def aclrtDeviceCanAccessPeer(canAccessPeer: int, deviceId: int, peerDeviceId: int) -> None:
    if deviceId == peerDeviceId:
        raise invalid_acl("peerDeviceId", peerDeviceId, "another device than deviceId")
    checked_device("deviceId", deviceId)
    checked_device("peerDeviceId", peerDeviceId, status.RT_PARAM_INVALID)
    if not canAccessPeer:
        raise invalid("canAccessPeer", "a null pointer", "the address of an int32_t")
    put("canAccessPeer", canAccessPeer, 1, 4)


def _peer(peerDeviceId: int) -> tuple[Device, int]:
    device = machine().context().device
    if peerDeviceId == device.index:
        raise invalid_acl("peerDeviceId", peerDeviceId, "another device than the current one")
    return device, checked_device("peerDeviceId", peerDeviceId).index


@entry
def aclrtDeviceEnablePeerAccess(peerDeviceId: int, flags: int) -> None:
    if flags != 0:
        raise invalid_acl("flags", flags, "0: reserved", status.FEATURE_UNSUPPORTED)
    device, peer = _peer(peerDeviceId)
    device.peers.add(peer)


@entry
def aclrtDeviceDisablePeerAccess(peerDeviceId: int) -> None:
    device, peer = _peer(peerDeviceId)
    device.peers.discard(peer)


@entry(nonnull=("status_",))
def aclrtDevicePeerAccessStatus(deviceId: int, peerDeviceId: int, status_: int) -> None:
    device = checked_device("deviceId", deviceId)
    put("status", status_, int(checked_device("peerDeviceId", peerDeviceId).index in device.peers), 4)

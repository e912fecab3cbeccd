"""Chapter "runtime configuration": options of process and context, and limits on the cores that work may use.

Kernels here do not run on cores, so that a limit changes no result: it is remembered and told, as operators that plan
with it ask for it.
"""

from __future__ import annotations

from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import invalid, not_supported
from acl_sim.outputs import put
from acl_sim.stream import find_stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acl_sim.device import Device
    from acl_sim.stream import Stream

CUBE, VECTOR = 0, 1  # aclrtDevResLimitType
_LAST_OPTION = 3  # ACL_OPT_ENABLE_KERNEL_EARLY_START
_INFNAN = 1  # ACL_RT_OVERFLOW_MODE_INFNAN


def _check_option(opt: int) -> None:
    if not 0 <= opt <= _LAST_OPTION:
        raise invalid("opt", opt, f"an aclSysParamOpt, 0 to {_LAST_OPTION}")


@entry
def aclrtSetSysParamOpt(opt: int, value: int) -> None:
    _check_option(opt)
    machine().options[opt] = value


@entry(nonnull=("value",))
def aclrtGetSysParamOpt(opt: int, value: int) -> None:
    _check_option(opt)
    put("value", value, machine().options.get(opt, 0))


@entry
def aclrtCtxSetSysParamOpt(opt: int, value: int) -> None:
    _check_option(opt)
    machine().context().options[opt] = value


@entry(nonnull=("value",))
def aclrtCtxGetSysParamOpt(opt: int, value: int) -> None:
    _check_option(opt)
    options = machine().context().options
    if opt not in options:
        raise invalid("opt", opt, "an option that this context has been given")
    put("value", value, options[opt])


def _cores(kind: int) -> int:
    """How many cores of a kind the chip has."""
    product = machine().product
    if kind not in (CUBE, VECTOR):
        raise invalid("type", kind, "ACL_RT_DEV_RES_CUBE_CORE (0) or ACL_RT_DEV_RES_VECTOR_CORE (1)")
    return product.cube_cores if kind == CUBE else product.vector_cores


def _checked_limit(kind: int, value: int) -> int:
    if not 0 < value <= _cores(kind):
        raise invalid("value", value, f"1 to {_cores(kind)}, the cores of that kind")
    return value


def _device(index: int) -> Device:
    from acl_sim.device import checked_device

    return checked_device("deviceId", index)


def _of_device(device: Device, kind: int) -> int:
    return device.core_limits.get(kind, _cores(kind))


def _of_stream(stream: Stream, kind: int) -> int:
    return stream.core_limits.get(kind, _of_device(stream.context.device, kind))


@entry
def aclrtSetDeviceResLimit(deviceId: int, type: int, value: int) -> None:
    _device(deviceId).core_limits[type] = _checked_limit(type, value)


@entry(nonnull=("value",))
def aclrtGetDeviceResLimit(deviceId: int, type: int, value: int) -> None:
    put("value", value, _of_device(_device(deviceId), type), 4)


@entry
def aclrtResetDeviceResLimit(deviceId: int) -> None:
    _device(deviceId).core_limits.clear()


@entry
def aclrtSetStreamResLimit(stream: int, type: int, value: int) -> None:
    find_stream(stream, anywhere=True).core_limits[type] = _checked_limit(type, value)


@entry(nonnull=("value",))
def aclrtGetStreamResLimit(stream: int, type: int, value: int) -> None:
    put("value", value, _of_stream(find_stream(stream, anywhere=True), type), 4)


@entry
def aclrtResetStreamResLimit(stream: int) -> None:
    find_stream(stream, anywhere=True).core_limits.clear()


@entry
def aclrtUseStreamResInCurrentThread(stream: int) -> None:
    machine().thread.core_limits = find_stream(stream, anywhere=True)


@entry
def aclrtUnuseStreamResInCurrentThread(stream: int) -> None:
    if machine().thread.core_limits is find_stream(stream, anywhere=True):
        machine().thread.core_limits = None


@entry(nonnull=("value",))
def aclrtGetResInCurrentThread(type: int, value: int) -> None:
    stream = machine().thread.core_limits
    device = machine().context().device
    put("value", value, _of_stream(stream, type) if stream is not None else _of_device(device, type), 4)


@entry
def aclrtSetDeviceSatMode(mode: int) -> None:
    machine().context()
    if mode != _INFNAN:
        raise not_supported("Arithmetic that saturates (ACL_RT_OVERFLOW_MODE_SATURATION)")


@entry(nonnull=("mode",))
def aclrtGetDeviceSatMode(mode: int) -> None:
    machine().context()
    put("mode", mode, _INFNAN, 4)


# Operators run to their end here: how long they may take is only remembered.
@entry
def aclrtSetOpExecuteTimeOut(timeout: int) -> None:
    machine().operator_timeout = timeout * 1000


@entry
def aclrtSetOpExecuteTimeOutWithMs(timeout: int) -> None:
    machine().operator_timeout = timeout


@entry(nonnull=("actualTimeout",))
def aclrtSetOpExecuteTimeOutV2(timeout: int, actualTimeout: int) -> None:
    machine().operator_timeout = -(-timeout // 1000)
    put("actualTimeout", actualTimeout, timeout)


@entry(nonnull=("timeoutMs",))
def aclrtGetOpExecuteTimeout(timeoutMs: int) -> None:
    put("timeoutMs", timeoutMs, machine().operator_timeout, 4)


@entry
def aclrtSetOpWaitTimeout(timeout: int) -> None:
    machine().context()

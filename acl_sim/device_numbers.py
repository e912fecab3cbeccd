"""Chapter "device management": the numbers and names of a device.

A program numbers the devices that ASCEND_RT_VISIBLE_DEVICES shows it; their logical and physical numbers, which are the
same on one host, count all.
"""

from __future__ import annotations

from acl_sim.device import checked_device
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import invalid
from acl_sim.outputs import put
from acl_sim.status import RT_INVALID_DEVICEID

_UUID_BYTES = 16


def _put_physical(parameter: str, index: int, out_name: str, out: int) -> None:
    put(out_name, out, checked_device(parameter, index).physical, 4)


def _put_user(parameter: str, number: int, out_name: str, out: int) -> None:
    for device in machine().devices:
        if device.physical == number:
            put(out_name, out, device.index, 4)
            return
    shown = sorted(device.physical for device in machine().devices)
    raise invalid(parameter, number, f"one of the devices that the program sees, {shown}", RT_INVALID_DEVICEID)


def _put_same(parameter: str, number: int, out_name: str, out: int) -> None:
    _put_user(parameter, number, out_name, out)  # refuses what the program does not see
    put(out_name, out, number, 4)


@entry(nonnull=("logicDevId",))
def aclrtGetLogicDevIdByUserDevId(userDevid: int, logicDevId: int) -> None:
    _put_physical("userDevid", userDevid, "logicDevId", logicDevId)


@entry(nonnull=("phyDevId",))
def aclrtGetPhyDevIdByUserDevId(userDevId: int, phyDevId: int) -> None:
    _put_physical("userDevId", userDevId, "phyDevId", phyDevId)


@entry(nonnull=("userDevid",))
def aclrtGetUserDevIdByLogicDevId(logicDevId: int, userDevid: int) -> None:
    _put_user("logicDevId", logicDevId, "userDevid", userDevid)


@entry(nonnull=("userDevId",))
def aclrtGetUserDevIdByPhyDevId(phyDevId: int, userDevId: int) -> None:
    _put_user("phyDevId", phyDevId, "userDevId", userDevId)


@entry(nonnull=("logicDevId",))
def aclrtGetLogicDevIdByPhyDevId(phyDevId: int, logicDevId: int) -> None:
    _put_same("phyDevId", phyDevId, "logicDevId", logicDevId)


@entry(nonnull=("phyDevId",))
def aclrtGetPhyDevIdByLogicDevId(logicDevId: int, phyDevId: int) -> None:
    _put_same("logicDevId", logicDevId, "phyDevId", phyDevId)


@entry(nonnull=("uuid",))
def aclrtDeviceGetUuid(deviceId: int, uuid: int) -> None:
    """The same for a device in every process, and another one for each."""
    from hashlib import blake2b

    device = checked_device("deviceId", deviceId)
    name = f"{machine().product.name} {device.physical}".encode()
    for index, byte in enumerate(blake2b(name, digest_size=_UUID_BYTES).digest()):
        put("uuid", uuid + index, byte, 1)

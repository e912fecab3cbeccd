"""HCCL, collective communication: its configuration, which frameworks set before they know whether they need it."""

from __future__ import annotations

from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import invalid_acl
from acl_sim.outputs import put, read_array

_INVALID = 1  # HCCL_E_PARA
_DETERMINISTIC = 0  # the only HcclConfig


def _check(config: int) -> None:
    if config != _DETERMINISTIC:
        raise invalid_acl("config", config, "HCCL_DETERMINISTIC (0)", _INVALID)


@entry
def HcclSetConfig(config: int, configValue: int) -> None:
    _check(config)
    (machine().deterministic_sums,) = read_array("configValue", configValue, 1, "i")


@entry(nonnull=("configValue",), failed=_INVALID)
def HcclGetConfig(config: int, configValue: int) -> None:
    _check(config)
    put("configValue", configValue, machine().deterministic_sums, 4)

"""Which devices a program sees: what the environment says until one of them is in use."""

from __future__ import annotations

import pytest

from acl_sim.machine import machine, replace_machine

VISIBLE = "ASCEND_RT_VISIBLE_DEVICES"


def physical() -> list[int]:
    machine().look_for_devices()
    return [device.physical for device in machine().devices]


def test_devices_are_hidden_until_one_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACL_SIM_DEVICES", "4")
    monkeypatch.delenv(VISIBLE, raising=False)
    replace_machine()
    assert physical() == [0, 1, 2, 3]
    monkeypatch.setenv(VISIBLE, "0,2")
    assert physical() == [0, 2]
    assert [device.index for device in machine().devices] == [0, 1]
    machine().devices[1].retain()
    monkeypatch.setenv(VISIBLE, "3")
    assert physical() == [0, 2]
    monkeypatch.undo()
    replace_machine()

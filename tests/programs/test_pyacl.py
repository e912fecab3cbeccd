"""pyACL: Python programs as users write them, whatever the order in which tasks run."""

from __future__ import annotations

from pathlib import Path

import pytest

from acl_sim.pytest_plugin import Npu

DIRECTORY = Path(__file__).parent / "pyacl"
CHAPTERS = ["device", "memory", "op", "streams"]

pytestmark = pytest.mark.npu(devices=2)


@pytest.mark.parametrize("schedule", ["deferred", "eager", "shuffled:1"])
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter(npu: Npu, chapter: str, schedule: str) -> None:
    npu.run(DIRECTORY / f"{chapter}.py", env={"ACL_SIM_SCHEDULE": schedule})


def test_names(npu: Npu) -> None:
    npu.run(DIRECTORY / "names.py")

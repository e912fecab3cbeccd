"""pyACL: Python programs as users write them, whatever the order in which tasks run."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from acl_sim.pytest_plugin import Npu

DIRECTORY = Path(__file__).parent / "pyacl"
CHAPTERS = ["device", "memory", "streams"]

pytestmark = pytest.mark.npu(devices=2)


@pytest.mark.parametrize("schedule", ["deferred", "eager", "shuffled:1"])
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter(npu: Npu, chapter: str, schedule: str) -> None:
    npu.run(DIRECTORY / f"{chapter}.py", env={"ACL_SIM_SCHEDULE": schedule})


@pytest.mark.parametrize(
    ("module", "name"),
    [("mdl", "load_from_file"), ("media", "dvpp_create_channel"), ("himpi", "sys_init"), ("blas", "gemm_ex"),
     ("fv", "init"), ("prof", "start"), ("op", "create_handle")],
)  # fmt: skip
def test_what_is_not_simulated_says_its_name(module: str, name: str) -> None:
    function = getattr(importlib.import_module(f"acl.{module}"), name)
    with pytest.raises(NotImplementedError, match=rf"acl\.{module}\.{name} is not simulated: "):
        function(1, 2, 3)


def test_functions_can_be_imported_by_name() -> None:
    from acl.rt import memcpy

    assert memcpy.__name__ == "memcpy"
    assert "acl.rt.memcpy(dst, destMax, src, count, kind)" in (memcpy.__doc__ or "")


@pytest.mark.parametrize("module", ["acl", "acl.rt", "acl.op", "acl.mdl"])
def test_unknown_private_names_are_missing(module: str) -> None:
    assert not hasattr(importlib.import_module(module), "_nonsense")
    assert not hasattr(importlib.import_module("acl.rt"), "mallok")


def test_every_documented_runtime_function_has_one_in_c() -> None:
    import acl.rt

    refused = [name for name in dir(acl.rt) if "is not simulated:" in (getattr(acl.rt, name).__doc__ or "")]
    assert refused == []

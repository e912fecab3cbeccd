"""libge_runner.so from C++: sessions, graphs, tensors, and what is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from acl_sim.pytest_plugin import Npu

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from ge_models import add, net_output, node  # noqa: E402  # beside the folder of this file


@pytest.mark.parametrize("schedule", ["deferred", "eager", "shuffled:3"])
def test_session(npu: Npu, tmp_path: Path, schedule: str) -> None:
    models = {
        "add": add(),
        "unknown": add([node("x", "Other", {"x": "sum:0"}), node("y", "Bogus", {"x": "sum:0"})]),
        "cycle": add([node("p", "Neg", {"x": "q:0"}), node("q", "Neg", {"x": "p:0"})], out=net_output("p:0")),
        "missing": add(out=net_output("nowhere:0")),
    }
    for name, data in models.items():
        (tmp_path / name).write_bytes(data)
    program = npu.compile(
        Path(__file__).parent / "ge" / "session.cpp",
        std="c++14",
        flags=[
            "-Wall",
            "-Wextra",
            "-Werror",
            f"-I{ROOT / 'ge/native'}",
            "-Wl,--no-as-needed",
            str(npu.prefix / "lib64/libge_runner.so"),
        ],
    )
    arguments = [str(tmp_path / name) for name in [*models, "saved"]]
    npu.run(program, *arguments, env={"ACL_SIM_SCHEDULE": schedule})

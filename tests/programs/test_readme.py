"""The README's first program prints what the README says."""

from __future__ import annotations

import re
from pathlib import Path

from acl_sim.pytest_plugin import Npu

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _same_in_every_run(text: str) -> str:
    """Addresses, the program's name and times differ from run to run."""
    text = re.sub(r"0x[0-9a-f]+", "0x_", text)
    return re.sub(r"allocated at \S+:(\d+) \(\S+\)", r"allocated at first.cpp:\1", text)


def _quoted(pattern: str) -> str:
    found = re.search(pattern, README, re.DOTALL)
    assert found is not None
    return found[1]


SOURCE = _quoted(r"```cpp\n(.*?)```")
SESSION = _quoted(r"```console\n\$ acl-sim run first.cpp\n(.*?)```")


def test_first_program(npu: Npu) -> None:
    *promised, summary = SESSION.splitlines()
    program = npu.compile(SOURCE, std="c++11", flags=["-g", "-Wall", "-Wextra", "-Werror"])
    result = npu.run(program, check=False)
    printed = (result.stdout + result.stderr).splitlines()
    assert list(map(_same_in_every_run, printed)) == list(map(_same_in_every_run, promised))
    assert result.returncode == -11
    assert result.operators == {"aclnnRotaryPositionEmbeddingGrad": 1}
    runtime_calls = sum(count for name, count in result.calls.items() if not name.startswith("aclnn"))
    assert f"{runtime_calls} runtime calls" in summary


def test_without_its_synchronise_nothing_runs(npu: Npu) -> None:
    forgetful = SOURCE.replace("    aclrtSynchronizeStream(nullptr);\n", "")
    assert forgetful != SOURCE
    result = npu.run(npu.compile(forgetful, std="c++11"), check=False)
    assert result.stdout == "dx on Ascend910B1: 0 0 0 0\n"
    assert result.operators == {}
    assert result.calls["aclnnRotaryPositionEmbeddingGrad"] == 1

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


def test_first_program(npu: Npu) -> None:
    source = re.search(r"```cpp\n(.*?)```", README, re.DOTALL)
    session = re.search(r"```console\n\$ acl-sim run first.cpp\n(.*?)```", README, re.DOTALL)
    assert source is not None
    assert session is not None
    *promised, summary = session[1].splitlines()
    program = npu.compile(source[1], std="c++11", flags=["-g", "-Wall", "-Wextra", "-Werror"])
    result = npu.run(program, check=False)
    printed = (result.stdout + result.stderr).splitlines()
    assert list(map(_same_in_every_run, printed)) == list(map(_same_in_every_run, promised))
    assert result.returncode == -11
    assert result.operators == {"aclnnRotaryPositionEmbeddingGrad": 1}
    runtime_calls = sum(count for name, count in result.calls.items() if not name.startswith("aclnn"))
    assert f"{runtime_calls} runtime calls" in summary

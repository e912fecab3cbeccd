"""What torch_npu costs: importing it, operators and a training step on a simulated device, against torch on the CPU"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from measure import interleaved, processor_seconds, table

CASE = Path(__file__).with_name("framework_case.py")
PLAIN = {"TORCH_DEVICE_BACKEND_AUTOLOAD": "0"}  # torch without torch_npu


def _importing(rounds: int, directory: Path) -> list[str]:
    script = directory / "import_torch"
    script.write_text(f"#!{sys.executable}\nimport torch\n")
    script.chmod(0o755)
    times = interleaved(
        {"npu": partial(processor_seconds, script), "cpu": partial(processor_seconds, script, PLAIN)}, rounds
    )
    npu, cpu = times["npu"].least, times["cpu"].least
    return ["import torch", f"{npu:.2f} s", f"{cpu:.2f} s", f"{npu / cpu:.1f}"]


def _cases(seconds: float) -> list[list[str]]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(CASE), str(seconds)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    rows = []
    for line in printed.splitlines():
        name, *seconds = line.split(";")
        npu, cpu = map(float, seconds)
        rows.append([name, f"{npu * 1e6:.0f} us", f"{cpu * 1e6:.0f} us", f"{npu / cpu:.1f}"])
    return rows


def report(prefix: Path, directory: Path, quick: bool) -> str:
    if find_spec("torch_npu") is None:
        return "Not measured: torch_npu is not installed (pip install 'acl-sim[torch]')."
    rows = [_importing(1 if quick else 5, directory), *_cases(0.2 if quick else 2.0)]
    return table(["", "npu", "CPU", "ratio"], rows)

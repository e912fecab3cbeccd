"""Every sample, straight from its source, prints what is written down beside it."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/expected.txt"))


@pytest.mark.parametrize("expected", [pytest.param(path, id=path.parent.name) for path in SAMPLES])
def test_sample(expected: Path) -> None:
    source = next(expected.parent.glob("main.*"))
    if "import torch_npu" in source.read_text() and find_spec("torch_npu") is None:
        pytest.skip("torch_npu is NOT INSTALLED: this sample is not run (pip install 'acl-sim[torch]')")
    command = [sys.executable, "-m", "acl_sim.cli", "run", str(source)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    assert run.stdout == expected.read_text()

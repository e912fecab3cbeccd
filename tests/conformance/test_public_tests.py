"""Public tests and documented samples of op-plugin and torch_npu, unmodified, from checkouts that the user names."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import textwrap
from importlib.util import find_spec
from pathlib import Path

import pytest
from outcomes import MISSING, PASSED, WRONG
from run import run

PLACES = {"op-plugin": "ACL_SIM_OP_PLUGIN", "torch_npu": "ACL_SIM_TORCH_NPU"}
FILES = [
    ("op-plugin", "test/test_custom_ops/test_npu_rotary_mul.py"),
    ("op-plugin", "test/test_custom_ops/test_npu_rotary_mul_backward.py"),
    ("torch_npu", "test/custom_ops/test_npu_rotary_mul.py"),
    ("torch_npu", "test/custom_ops/test_npu_rotary_mul_backward.py"),
]
PAGES = ["npu_interleave_rope", "npu_rotary_mul"]
_SAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)


def checkout(project: str) -> Path:
    if find_spec("torch_npu") is None:
        pytest.skip("torch_npu is NOT INSTALLED: pip install 'acl-sim[torch]'")
    place = os.environ.get(PLACES[project])
    if not place:
        pytest.skip(f"public tests NOT RUN: {PLACES[project]} does not name a checkout of {project}")
    return Path(place)


@pytest.mark.parametrize(("project", "file"), FILES)
def test_every_case_that_does_not_skip_itself_passes(project: str, file: str) -> None:
    report = run([checkout(project) / file], limit=600)
    assert not report.of(MISSING) + report.of(WRONG), report.text()
    assert report.of(PASSED), report.text()


@pytest.mark.parametrize("page", PAGES)
def test_the_samples_of_a_page_run(page: str, tmp_path: Path) -> None:
    text = (checkout("op-plugin") / f"docs/zh/custom_APIs/torch_npu/torch_npu-{page}.md").read_text(encoding="utf-8")
    samples = [_program(block) for block in _SAMPLE.findall(text) if "import torch" in block]  # not prototypes
    assert samples
    for sample in samples:
        program = tmp_path / "sample.py"
        program.write_text(sample, encoding="utf-8")
        done = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, f"{sample}\n{done.stderr}"


def _program(block: str) -> str:
    """What a reader would type: without the indentation of a list item, and without prompts and their answers."""
    if ">>>" in block:
        return "".join(example.source for example in doctest.DocTestParser().get_examples(block))
    return textwrap.dedent(block)

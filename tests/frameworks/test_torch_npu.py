"""The real torch_npu wheel on the simulator."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize("program", ["interleave_rope.py", "rotary_mul.py"])
def test_program(run_torch: Callable[..., str], program: str) -> None:
    run_torch(program)

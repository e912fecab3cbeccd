"""The real torch_npu wheel on the simulator."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize("program", ["interleave_rope.py", "rotary_mul.py", "runtime.py", "training.py", "captured.py"])
def test_program(run_torch: Callable[..., str], program: str) -> None:
    run_torch(program)


def test_no_call_hangs(run_torch: Callable[..., str]) -> None:
    """Even if the user asks for torch_npu's own launching thread; the program limits each of its cases."""
    assert run_torch("never_hangs.py", env={"TASK_QUEUE_ENABLE": "1"}) == "ended\n"


def test_threads_on_one_device_do_not_wait_for_each_other(run_torch: Callable[..., str]) -> None:
    assert run_torch("threads.py") == "ended\n"


@pytest.mark.parametrize("way", ["work_queued", "an_event_in_a_global", "streams_and_threads"])
def test_the_process_ends(run_torch: Callable[..., str], way: str) -> None:
    run_torch("never_hangs.py", f"end_with_{way}", timeout=60)

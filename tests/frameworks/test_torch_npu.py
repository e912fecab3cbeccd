"""The real torch_npu wheel on the simulator."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

HOOK = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>

int aclrtMallocAlign32(void **pointer, size_t size, int policy)
{
    int (*real)(void **, size_t, int) = (int (*)(void **, size_t, int))dlsym(RTLD_NEXT, "aclrtMallocAlign32");
    puts("hooked");
    fflush(stdout);
    return real == NULL ? -1 : real(pointer, size, policy);
}
"""


@pytest.mark.parametrize(
    "program",
    ["attention.py", "interleave_rope.py", "rotary_mul.py", "runtime.py", "training.py", "captured.py", "graphs.py"],
)
def test_program(run_torch: Callable[..., str], program: str) -> None:
    run_torch(program)


def test_a_preloaded_library_finds_what_it_stands_in_for(run_torch: Callable[..., str], tmp_path: Path) -> None:
    source, library = tmp_path / "hook.c", tmp_path / "libhook.so"
    source.write_text(HOOK, encoding="utf-8")
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    program = tmp_path / "program.py"
    program.write_text("import torch\nprint(torch.ones(1 << 20).npu().sum().item())\n", encoding="utf-8")
    lines = run_torch(program, env={"LD_PRELOAD": str(library)}).splitlines()
    assert "hooked" in lines
    assert lines[-1] == "1048576.0"


def test_no_call_hangs(run_torch: Callable[..., str]) -> None:
    """Even if the user asks for torch_npu's own launching thread; the program limits each of its cases."""
    assert run_torch("never_hangs.py", env={"TASK_QUEUE_ENABLE": "1"}) == "ended\n"


def test_threads_on_one_device_do_not_wait_for_each_other(run_torch: Callable[..., str]) -> None:
    assert run_torch("threads.py") == "ended\n"


@pytest.mark.parametrize("way", ["work_queued", "an_event_in_a_global", "streams_and_threads"])
def test_the_process_ends(run_torch: Callable[..., str], way: str) -> None:
    run_torch("never_hangs.py", f"end_with_{way}", timeout=60)

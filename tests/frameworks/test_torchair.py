"""torchair's default mode, max-autotune, on our graph engine."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from acl_sim.toolkit import ensure_built


@pytest.mark.parametrize("part", ["rope", "elementwise", "operators", "model", "train", "refused", "memory"])
def test_graph_mode(run_torch: Callable[..., str], part: str) -> None:
    run_torch("graph_mode.py", part, timeout=300)


def test_a_compiled_graph_is_kept_on_disk(run_torch: Callable[..., str], tmp_path: Path) -> None:
    for _ in range(2):  # the second process reads what the first has written
        run_torch("graph_mode.py", "cache", str(tmp_path), timeout=300)


def test_every_function_that_torchair_needs_is_there(run_torch: Callable[..., str]) -> None:
    wheel = find_spec("torch_npu")
    assert wheel is not None
    assert wheel.origin is not None
    lib64 = ensure_built() / "lib64"
    have = {name for library in ("libge_runner.so", "libascendcl.so") for name in _symbols(lib64 / library, "defined")}
    clients = sorted((Path(wheel.origin).parent / "dynamo/torchair/core").glob("*.so"))
    assert len(clients) >= 4
    wanted = {name for client in clients for name in _symbols(client, "undefined")}
    ours = {name for name in wanted if name.startswith(("_ZN2ge", "_ZNK2ge", "acl")) or name.endswith("_s")}
    assert len(ours) > 72
    assert ours - have == set()


def _symbols(library: Path, kind: str) -> set[str]:
    listing = subprocess.run(["nm", "-D", f"--{kind}-only", library], capture_output=True, text=True, check=True)
    return {line.split()[-1] for line in listing.stdout.splitlines() if line.split()[-2] != "w"}

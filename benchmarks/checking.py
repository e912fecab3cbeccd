"""What acl-sim check costs: the same calls without checkers and with all of them"""

from __future__ import annotations

import os
import subprocess
import time
import timeit
from functools import partial
from pathlib import Path

from measure import table

from acl_sim.program import compile_program

TEST = """
from acl_sim.checks import hooks
def tested():
    if hooks.active:
        hooks.emit("called", "", ())
def empty():
    pass
"""
TESTS = {  # of a call's own events; that for `called` is one comparison in C
    "aclrtGetDevice": 0,
    "aclrtSynchronizeStream, idle": 1,
    "aclrtMalloc + aclrtFree": 2,
    "aclCreateTensor + aclDestroyTensor": 2,
    "first phase + aclDestroyAclOpExecutor": 3,
    "both phases + aclrtSynchronizeStream": 8,
}


def _timed(program: Path, batches: int, environment: dict[str, str]) -> dict[str, float]:
    ran = subprocess.run(
        [program, str(batches)], check=True, capture_output=True, text=True, env={**os.environ, **environment}
    )
    return {name: float(taken) for name, taken in (line.rsplit(" ", 1) for line in ran.stdout.splitlines())}


def _test_cost() -> float:
    """Nanoseconds of one `if hooks.active` that is not taken."""
    names: dict[str, object] = {}
    exec(TEST, names)
    timed = partial(timeit.repeat, timer=time.process_time, globals=names, number=100_000)
    tested, empty = (min(timed(f"{name}()")) for name in ("tested", "empty"))
    return max(0.0, (tested - empty) * 1e4)


def report(prefix: Path, directory: Path, quick: bool) -> str:
    program = directory / "calls"
    made = compile_program([Path(__file__).with_name("calls.c")], program, prefix, flags=["-O2"])
    if made.returncode != 0:
        raise SystemExit(made.stderr)
    findings = directory / "findings.jsonl"
    machines = {"without": {"ACL_SIM_CHECK": "0"}, "with": {"ACL_SIM_CHECK": "1", "ACL_SIM_FINDINGS": str(findings)}}
    least: dict[str, dict[str, float]] = {name: {} for name in machines}
    for _ in range(2 if quick else 4):
        for name, environment in machines.items():
            for call, taken in _timed(program, 30 if quick else 150, environment).items():
                least[name][call] = min(taken, least[name].get(call, taken))
    cost = _test_cost()
    rows = [
        [
            call,
            f"{plain:.0f}",
            f"{100 * TESTS[call] * cost / plain:.1f} %",
            f"{least['with'][call]:.0f}",
            f"{least['with'][call] / plain:.2f}x",
        ]
        for call, plain in least["without"].items()
        if call != "empty C function"
    ]
    head = ["call", "without, ns", "share of hooks", "with, ns", "with / without"]
    return table(head, rows)

"""What acl-sim check costs a whole program: 10 000 operator calls on small tensors"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from measure import interleaved, processor_seconds, table

from acl_sim.program import compile_program


def report(prefix: Path, directory: Path, quick: bool) -> str:
    program = directory / "many_operators"
    made = compile_program([Path(__file__).with_name("many_operators.c")], program, prefix, flags=["-O2"])
    if made.returncode != 0:
        raise SystemExit(made.stderr)
    findings = directory / "findings.jsonl"
    machines = {
        "without checkers": {"ACL_SIM_CHECK": "0"},
        "with all": {"ACL_SIM_CHECK": "1", "ACL_SIM_FINDINGS": str(findings)},
    }
    processor: dict[str, list[float]] = {name: [] for name in machines}

    def running(name: str) -> Callable[[], object]:
        return lambda: processor[name].append(processor_seconds(program, machines[name]))

    times = interleaved({name: running(name) for name in machines}, rounds=1 if quick else 5)
    plain, rows = min(processor["without checkers"]), []
    for name, taken in times.items():
        least = min(processor[name])
        rows.append([name, f"{taken.least:.2f}", f"{taken.median:.2f}", f"{least:.2f}", f"{least / plain:.2f}x"])
    assert not findings.exists() or not findings.read_text(), "the program is right"
    return table(["10 000 calls", "min s", "median s", "processor s", "processor, against without"], rows)

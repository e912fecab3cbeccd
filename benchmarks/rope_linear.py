"""How the rotary kernels' time grows with the number of elements: linearly, in half mode, fp32, rows of 128."""

from __future__ import annotations

from math import ceil, log10
from os import sched_getaffinity
from pathlib import Path

from measure import interleaved, table
from plot import log_log
from rope_case import Case, Work, release

HEADS, ROW = 8, 128
ALL = "dx + dcos + dsin"
ENOUGH = 1 << 20  # elements after which one call is timed alone
PLOT = Path(__file__).resolve().parents[1] / "docs" / "rope_linear.svg"


def _sizes(quick: bool) -> list[tuple[int, ...]]:
    """Shapes of about 1e3 to 1e8 elements, two a decade."""
    counts = [10 ** (exponent / 2) for exponent in range(6, 13 if quick else 17)]
    return [(1, HEADS, max(1, round(count / HEADS / ROW)), ROW) for count in counts]


def _repeated(work: Work, times: int) -> Work:
    def repeat() -> None:
        for _ in range(times):
            work()

    return repeat


def _measured(shape: tuple[int, ...], rounds: int) -> tuple[int, dict[str, float]]:
    """The number of elements, and the seconds of each thing."""
    case = Case("fp32", "half", shape, (1, 1, *shape[2:]))
    cores = len(sched_getaffinity(0))
    works = {
        "memcpy": case.memcpy("forward"),
        "forward, 1 thread": case.native("forward", 1),
        "forward, all threads": case.native("forward", cores),
        f"{ALL}, 1 thread": case.native(ALL, 1),
        f"{ALL}, all threads": case.native(ALL, cores),
    }
    elements: int = case.x.size
    times = min(200, ceil(ENOUGH / elements))
    timed = interleaved({name: _repeated(work, times) for name, work in works.items()}, rounds)
    release()
    return elements, {name: time.least / times for name, time in timed.items()}


def report(prefix: Path, directory: Path, quick: bool) -> str:
    """Nanoseconds an element; the plot goes to docs/, of a quick run to the scratch directory."""
    points = [_measured(shape, 3 if quick else 7) for shape in _sizes(quick)]
    names = list(points[0][1])
    lines = {name: [(elements, seconds[name]) for elements, seconds in points] for name in names}
    target = directory / PLOT.name if quick else PLOT
    target.write_text(log_log(lines, "elements", "seconds"), encoding="utf-8")
    rows = [
        [f"{elements} (1e{log10(elements):.1f})", *(f"{seconds[name] / elements * 1e9:.3f}" for name in names)]
        for elements, seconds in points
    ]
    return "Nanoseconds an element, least times:\n\n" + table(["elements", *names], rows)

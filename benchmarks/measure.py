"""Interleaved timing: what is compared takes turns, so that a busy machine is as busy for all."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Time:
    """Seconds of one thing over all rounds. The minimum is what it costs, the median how noisy the machine was."""

    samples: tuple[float, ...]

    @property
    def least(self) -> float:
        return min(self.samples)

    @property
    def median(self) -> float:
        return statistics.median(self.samples)


def interleaved(things: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Time]:
    """Runs each thing once per round, after one round that does not count."""
    samples: dict[str, list[float]] = {name: [] for name in things}
    for number in range(rounds + 1):
        for name, thing in things.items():
            started = time.perf_counter()
            thing()
            if number > 0:
                samples[name].append(time.perf_counter() - started)
    return {name: Time(tuple(taken)) for name, taken in samples.items()}


def processor_seconds(program: Path, environment: Mapping[str, str] | None = None) -> float:
    """What a run of the program takes of processors, whatever else they are busy with."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program], check=True, stdout=subprocess.DEVNULL, env={**os.environ, **(environment or {})})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table with its columns in line; all but the first are numbers."""
    widths = [max(len(line[column]) for line in [head, *rows]) for column in range(len(head))]

    def line(cells: list[str]) -> str:
        first, *numbers = (cell.rjust(width) for cell, width in zip(cells, widths))
        return "| " + " | ".join([first.strip().ljust(widths[0]), *numbers]) + " |"

    rule = "|" + "|".join(["-" * (widths[0] + 2), *("-" * (width + 1) + ":" for width in widths[1:])]) + "|"
    return "\n".join([line(head), rule, *map(line, rows)])

"""The rotary kernels, forward and backward, against memcpy of the bytes they must move, and against others.

memcpy moves on one thread what a kernel has to: for y or dx as many bytes as x has, with dcos and dsin half as many
again.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from functools import partial
from os import sched_getaffinity
from pathlib import Path

from measure import interleaved, table
from rope_case import DTYPES, KINDS, MODES, Case, Work, release

# Shape, that of cos and sin, and how often to call what is timed.
SHAPES = {
    "large": ((4, 32, 2048, 128), (1, 1, 2048, 128), 1),
    "decode": ((32, 1, 32, 128), (32, 1, 1, 128), 50),
}
QUICK = {"smaller": ((1, 16, 2048, 128), (1, 1, 2048, 128), 1), "decode": (*SHAPES["decode"][:2], 10)}
CORES = len(sched_getaffinity(0))


def _repeated(work: Work, times: int) -> Work:
    def repeat() -> None:
        for _ in range(times):
            work()

    return repeat if times > 1 else work


def _fast(case: Case, kind: str) -> Iterator[tuple[str, Work]]:
    yield "memcpy", case.memcpy(kind)
    yield "memcpy, all", case.memcpy(kind, CORES)
    yield "1 thread", case.native(kind, 1)
    yield "all threads", case.native(kind, CORES)


def _slow(case: Case, kind: str, compiled: bool) -> Iterator[tuple[str, Work]]:
    yield "numpy", case.numpy(kind)
    if importlib.util.find_spec("torch") is not None:
        yield "torch", case.torch(kind, compiled=False)
        if compiled:
            yield "torch.compile", case.torch(kind, compiled=True)


COLUMNS = ("memcpy, all", "1 thread", "all threads", "numpy", "torch", "torch.compile")


def _row(case: Case, kind: str, times: int, quick: bool) -> list[str]:
    seconds: dict[str, float] = {}
    contestants = ((_fast, 5 if quick else 15), (partial(_slow, compiled=not quick), 1 if quick else 2))
    for chosen, rounds in contestants:
        things = {name: _repeated(work, times) for name, work in chosen(case, kind)}
        seconds |= {name: time.least / times for name, time in interleaved(things, rounds).items()}
    floor = seconds["memcpy"]
    ratios = (f"{seconds[column] / floor:.2f}x" if column in seconds else "-" for column in COLUMNS)
    return [f"{case.dtype} {case.mode}, {kind}", f"{floor * 1e3:.3g} ms", *ratios]


def report(prefix: Path, directory: Path, quick: bool) -> str:
    """A table for each shape."""
    texts = []
    for shape, of_table, times in (QUICK if quick else SHAPES).values():
        rows = []
        for dtype in DTYPES:
            for mode in MODES:
                case = Case(dtype, mode, shape, of_table)
                for kind in KINDS:
                    rows.append(_row(case, kind, times, quick))
                    print("measured:", *rows[-1], file=sys.stderr, flush=True)
                del case
                release()
        head = f"Shape {list(shape)}, cos {list(of_table)}; least times as multiples of memcpy's, {CORES} cores:"
        texts.append(head + "\n\n" + table(["", "memcpy", *COLUMNS], rows))
    return "\n\n".join(texts)

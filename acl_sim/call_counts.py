"""How often a program called each exported function, read from outside after it has ended, however it ended.

The library maps the file named by ACL_SIM_COUNTS: one 64-bit counter of calls per exported function, then one of
runs, used by operators. The names, in the same order, stand in lib64/acl_sim_functions.txt. A shared file survives
crashes, fork and exec, which an exit hook would not, and costs a call nothing more than the private counters do.
"""

from __future__ import annotations

import array
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "ACL_SIM_COUNTS"
FIRST_PHASE = "GetWorkspaceSize"


def function_names(prefix: Path) -> list[str]:
    """The functions that the library in `prefix` exports; empty when it was never built."""
    listing = prefix / "lib64" / "acl_sim_functions.txt"
    return listing.read_text(encoding="utf-8").split() if listing.exists() else []


def create_file(path: Path, functions: list[str]) -> None:
    """The zeroed counters that the library looks for."""
    path.write_bytes(bytes(2 * 8 * len(functions)))


def read_file(path: Path, functions: list[str]) -> CallCounts:
    """The counters that the processes of a run left in `path`."""
    counters = array.array("Q", path.read_bytes())
    if sys.byteorder == "big":
        counters.byteswap()
    calls, runs = counters[: len(functions)], counters[len(functions) :]
    return CallCounts(_counted(functions, calls), _counted(functions, runs), frozenset(functions))


def _counted(functions: list[str], counters: array.array[int]) -> dict[str, int]:
    return {name: count for name, count in zip(functions, counters, strict=True) if count}


@dataclass(frozen=True)
class CallCounts:
    """Calls that reached the simulator, by function; `exported` are all that could have been called.

    `operators` have run: their second phase was called and the stream made progress to it.
    """

    calls: Mapping[str, int]
    operators: Mapping[str, int]
    exported: frozenset[str]

    @property
    def never_ran(self) -> dict[str, int]:
        """Operators that were launched, but refused or never waited for."""
        launched = {name: count for name, count in self.calls.items() if name + FIRST_PHASE in self.exported}
        return {name: count for name, count in launched.items() if name not in self.operators}

    @property
    def only_prepared(self) -> dict[str, int]:
        """Operators whose first phase was called and whose second never was."""
        first_phases = {
            name.removesuffix(FIRST_PHASE): count for name, count in self.calls.items() if name.endswith(FIRST_PHASE)
        }
        return {name: count for name, count in first_phases.items() if name not in self.calls}

    @property
    def runtime_calls(self) -> int:
        """Calls of everything that is neither phase of an operator."""
        return sum(
            count
            for name, count in self.calls.items()
            if name + FIRST_PHASE not in self.exported and not name.endswith(FIRST_PHASE)
        )

"""Measures the simulator against what its machine could do at best, as ratios, and prints Markdown.

.venv/bin/python benchmarks/run.py            # all, some minutes; with torch a quarter of an hour
.venv/bin/python benchmarks/run.py --quick    # a look, some seconds
.venv/bin/python benchmarks/run.py startup    # one of startup, calls, checking, checked_program, rope, ...
"""

from __future__ import annotations

import argparse
import importlib
import tempfile
from pathlib import Path

from acl_sim.toolkit import ensure_built

PARTS = ("startup", "calls", "checking", "checked_program", "rope", "rope_linear", "framework")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="*", help=f"what to measure: {', '.join(PARTS)}; all by default")
    parser.add_argument("--quick", action="store_true", help="few rounds, small shapes")
    options = parser.parse_args()
    if unknown := set(options.part) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    prefix = ensure_built()
    for name in options.part or PARTS:
        part = importlib.import_module(name)
        with tempfile.TemporaryDirectory(prefix="acl-sim-benchmark-") as scratch:
            print(f"\n## {part.__doc__}\n\n{part.report(prefix, Path(scratch), options.quick)}", flush=True)


if __name__ == "__main__":
    main()

"""Compile C or C++ sources against the simulator's toolkit and run the program, or run a binary or script.

The program's streams and exit status are its own (128 + n when signal n killed it). The last line on stderr
then says what really ran. Arguments of the program follow `--`:

    acl-sim run sample.cpp
    acl-sim run main.cpp helper.cpp --std c++17 -X-Wall -- first second
    acl-sim run ./app --product Ascend910B4 --devices 2
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from acl_sim.cli.products import resolve, selected
from acl_sim.environment import machine_variables
from acl_sim.program import (
    Outcome,
    Problem,
    compile_program,
    find_program,
    is_source,
    run_program,
    toolkit_tree,
)

MOST_OPERATORS_NAMED = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="+", metavar="FILE", help="sources of one program, or one binary or script")
    parser.add_argument("--product", metavar="NAME", help="chip or family to simulate, such as Ascend910B4 or A3")
    parser.add_argument("--devices", type=_count, metavar="N", help="number of devices of the simulated host")
    parser.add_argument("--schedule", type=_schedule, help="when tasks run: deferred (default), eager or shuffled:SEED")
    parser.add_argument("--std", help="language standard, such as c++17")
    parser.add_argument("--cxxflags", default="", metavar="FLAGS", help="compiler flags: --cxxflags='-O2 -Wall'")
    parser.add_argument("-X", dest="flags", action="append", default=[], metavar="FLAG", help="one flag: -X-Wall")
    parser.add_argument("--keep", action="store_true", help="keep the compiled program and say where it is")
    parser.add_argument("--quiet", action="store_true", help="do not print what ran")


def main(options: argparse.Namespace) -> int:
    files = [find_program(name) for name in options.file]
    prefix = toolkit_tree()
    product = resolve(options.product) if options.product else selected(os.environ)
    machine = machine_variables(product, options.devices, options.schedule)
    scratch = Path(tempfile.mkdtemp(prefix="acl-sim-run-"))
    try:
        program = build(files, scratch, prefix, options)
        outcome = run_program(program, options.program_arguments, prefix, env=machine)
    finally:
        _clean_up(scratch, options.keep)
    if not options.quiet:
        print(f"acl-sim: {summary(outcome, product)}", file=sys.stderr)
    return outcome.exit_status


def summary(outcome: Outcome, product: str) -> str:
    """What reached the simulator, in one line."""
    parts = _calls(outcome)
    if outcome.counts.calls:
        parts.append(product)
    if outcome.returncode < 0:
        parts.append(f"killed by {_signal_name(-outcome.returncode)}")
    return "; ".join([*parts, f"{outcome.seconds:.2f} s"])


def _calls(outcome: Outcome) -> list[str]:
    counts = outcome.counts
    if not counts.exported:
        return ["calls were not counted: no list of functions in the toolkit tree; run acl-sim build --force"]
    if not counts.calls:
        return ["no call reached the simulator"]
    runtime = f"{counts.runtime_calls} runtime call{'s' * (counts.runtime_calls != 1)}"
    if counts.operators:
        return [f"ran {_named(counts.operators)}", runtime]
    if counts.never_ran:
        return [f"ran no operator ({_named(counts.never_ran)} launched, never ran)", runtime]
    if counts.only_prepared:
        return [f"ran no operator ({_named(counts.only_prepared)} prepared, never launched)", runtime]
    return ["ran no operator", runtime]


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # real-time signals have no names of their own
        return f"signal {number}"


def _named(operators: Mapping[str, int]) -> str:
    most = sorted(operators.items(), key=lambda item: (-item[1], item[0]))
    names = [f"{name} x{count}" for name, count in most[:MOST_OPERATORS_NAMED]]
    if more := len(most) - len(names):
        names.append(f"{more} more")
    return ", ".join(names)


def build(files: list[Path], scratch: Path, prefix: Path, options: argparse.Namespace) -> Path:
    """The file to run: what was given, or what its sources compile to."""
    sources = [path for path in files if is_source(path)]
    if not sources and len(files) == 1:
        return files[0]
    if len(sources) != len(files):
        stranger = next(path for path in files if not is_source(path))
        raise Problem(f"{stranger}: give several sources, or one program; arguments of the program go after --")
    program = scratch / sources[0].stem
    flags = [*shlex.split(options.cxxflags), *options.flags]
    compiled = compile_program(sources, program, prefix, std=options.std, flags=flags)
    sys.stderr.write(compiled.stderr)
    if compiled.returncode != 0:
        raise Problem(f"{' '.join(options.file)} did not compile: {compiled.args[0]} exited with {compiled.returncode}")
    return program


def _clean_up(scratch: Path, keep: bool) -> None:
    if keep and any(scratch.iterdir()):
        print(f"acl-sim: kept {next(scratch.iterdir())}", file=sys.stderr)
    else:
        shutil.rmtree(scratch, ignore_errors=True)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of devices")
    return int(text)


def _schedule(text: str) -> str:
    if not re.fullmatch(r"deferred|eager|shuffled:-?\d+", text):
        raise argparse.ArgumentTypeError(f"{text!r} is none of deferred, eager, shuffled:SEED")
    return text

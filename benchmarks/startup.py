"""What a program pays once: the sample's run against a C++ program that starts the same Python and does nothing."""

from __future__ import annotations

import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path

from measure import interleaved, processor_seconds, table

from acl_sim.build.compiler import find_libpython, interpreter
from acl_sim.program import compile_program

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "01_rotary_position_embedding_grad" / "main.cpp"

EMPTY = "int main() { return 0; }\n"
STARTS_PYTHON = """\
#include <Python.h>

int main()
{
    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.install_signal_handlers = 0;
    PyConfig_SetBytesString(&config, &config.executable, "@PYTHON@");
    PyStatus status = Py_InitializeFromConfig(&config);
    return PyStatus_Exception(status) != 0;
}
"""


def _compiled(text: str, program: Path) -> Path:
    """A program that is linked with Python and not with the simulator."""
    source = program.with_suffix(".cpp")
    source.write_text(text.replace("@PYTHON@", str(interpreter())), encoding="utf-8")
    library = find_libpython()
    include = sysconfig.get_paths()["include"]
    command = ["g++", "-O1", f"-I{include}", str(source), "-o", str(program)]
    subprocess.run([*command, str(library), f"-Wl,-rpath,{library.parent}"], check=True)
    return program


def _sample(program: Path, prefix: Path) -> Path:
    made = compile_program([SAMPLE], program, prefix)
    if made.returncode != 0:
        raise SystemExit(made.stderr)
    return program


def report(prefix: Path, directory: Path, quick: bool) -> str:
    programs = {
        "empty program": _compiled(EMPTY, directory / "empty"),
        "starts Python": _compiled(STARTS_PYTHON, directory / "python"),
        "sample 01": _sample(directory / "sample", prefix),
    }

    processor: dict[str, list[float]] = {name: [] for name in programs}

    def running(name: str) -> Callable[[], object]:
        return lambda: processor[name].append(processor_seconds(programs[name]))

    times = interleaved({name: running(name) for name in programs}, rounds=5 if quick else 40)
    floor = times["starts Python"].least
    rows = []
    for name, taken in times.items():
        figures = [taken.least, taken.median, min(processor[name])]
        rows.append([name, *(f"{seconds * 1e3:.1f}" for seconds in figures), f"{(taken.least - floor) * 1e3:+.1f}"])
    return table(["program", "min ms", "median ms", "processor ms", "min above Python's start, ms"], rows)

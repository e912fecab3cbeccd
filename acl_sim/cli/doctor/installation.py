"""Is acl-sim itself in order: Python, what it imports, what it compiles with, and the library it built?"""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from acl_sim import __version__
from acl_sim.cli.doctor.row import Row, fail, ok, warn
from acl_sim.program import Problem, compile_program, compiler, run_program

DEBIAN_HEADERS = "install your Python's development files (Debian, Ubuntu: apt-get install python3-dev)"
DEBIAN_COMPILER = "install gcc and g++ (Debian, Ubuntu: apt-get install g++), or set CC and CXX"
REBUILD = "acl-sim build --force"

PROBE = """#include "acl/acl.h"
int main(void)
{
    uint32_t count = 0;
    return aclInit(0) != 0 || aclrtGetDeviceCount(&count) != 0 || aclFinalize() != 0 || count == 0;
}
"""


def python() -> Row:
    found = f"acl-sim {__version__}, Python {sys.version.split()[0]} in {sys.prefix}"
    if sys.prefix == sys.base_prefix:
        return warn("Python", f"{found}, which is no virtual environment", "python3 -m venv .venv, and install there")
    return ok("Python", found)


def modules(names: tuple[str, ...] = ("numpy", "cffi", "_cffi_backend")) -> Row:
    found = []
    for name in names:
        try:
            found.append(f"{name} {importlib.import_module(name).__version__}")
        except Exception as error:  # a broken wheel fails in ways of its own
            reason = f"cannot import {name}: {error}".splitlines()[0]
            return fail("modules", reason, f"{sys.executable} -m pip install --force-reinstall numpy cffi")
    return ok("modules", ", ".join(found))


def python_c_api() -> Row:
    """Needed to build the library; one that is already built runs without."""
    from acl_sim.build import compiler

    header = Path(sysconfig.get_paths()["include"], "Python.h")
    try:
        shared = compiler.find_libpython()
    except compiler.BuildError as error:
        return warn("Python C API", str(error), DEBIAN_HEADERS)
    if not header.is_file():
        return warn("Python C API", f"no {header}", DEBIAN_HEADERS)
    return ok("Python C API", f"{header}, {shared}")


def host_compiler() -> Row:
    """Found, and able to make a C++ program that runs."""
    with tempfile.TemporaryDirectory(prefix="acl-sim-doctor-") as scratch:
        source, program = Path(scratch, "one.cpp"), Path(scratch, "one")
        source.write_text("#include <string>\nint main(int n, char **) { return std::string(n, 'x').size() != 1; }\n")
        command = compiler([source])
        try:
            made = subprocess.run([*command, source, "-o", program], capture_output=True, text=True)
            runs = made.returncode == 0 and subprocess.run([program]).returncode == 0
        except OSError as error:
            return fail("compiler", f"{command[0]}: {error.strerror}", DEBIAN_COMPILER)
    if not runs:
        reason = _reason(made.stderr, "what it makes does not run")
        return fail("compiler", f"{command[0]}: {reason}", DEBIAN_COMPILER)
    return ok("compiler", shutil.which(command[0]) or command[0])


def library(prefix: Path) -> Row:
    """Built, from the sources as they are, and with all the libraries it needs, libpython above all."""
    from acl_sim.build.library import is_current

    path = prefix / "lib64" / "libascendcl.so"
    if not path.is_file():
        return warn("library", f"{path} is not built yet", "acl-sim build (or any use of acl-sim run, env, config)")
    linked = _linked(path)
    if missing := [name for name, place in linked.items() if place is None]:
        return fail("library", f"{path} needs {', '.join(missing)}, which is gone", REBUILD)
    found = ", ".join(f"{name} => {place}" for name, place in linked.items() if "libpython" in name)
    if not is_current(prefix):
        return warn("library", f"{path} is older than its sources", "acl-sim build (or any use of acl-sim run, env)")
    return ok("library", f"{path} ({found or 'no libpython: this Python is linked statically'})")


def simulator(prefix: Path) -> Row:
    """A C program that asks for the devices, built and run as a user's would be."""
    if not (prefix / "lib64" / "libascendcl.so").is_file():
        return warn("simulator", "not tried: the library is not built yet", "acl-sim build")
    with tempfile.TemporaryDirectory(prefix="acl-sim-doctor-") as scratch:
        source, program = Path(scratch, "probe.c"), Path(scratch, "probe")
        source.write_text(PROBE)
        try:
            made = compile_program([source], program, prefix)
            if made.returncode != 0:
                return fail("simulator", _reason(made.stderr, "a program does not link"), REBUILD)
            outcome = run_program(program, [], prefix, capture=True, timeout=60)
        except (Problem, subprocess.TimeoutExpired) as error:
            return fail("simulator", str(error), REBUILD)
    if outcome.returncode != 0:
        reason = _reason(outcome.stderr, f"a program ended with {outcome.exit_status}")
        return fail("simulator", reason, REBUILD)
    return ok("simulator", f"a C program found its devices in {outcome.seconds:.2f} s")


def _reason(messages: str, otherwise: str) -> str:
    """The first line that tells why, as compilers and linkers put it, else the first one."""
    lines = messages.strip().splitlines() or [otherwise]
    return next((line for line in lines if "error" in line or "undefined" in line), lines[0])


def _linked(path: Path) -> dict[str, str | None]:
    """Libraries that `path` needs and where the loader finds them: None where it does not."""
    listing = subprocess.run(["ldd", path], capture_output=True, text=True).stdout
    pairs = (line.strip().split(" => ", 1) for line in listing.splitlines() if " => " in line)
    return {name: None if place == "not found" else place.split(" (")[0] for name, place in pairs}

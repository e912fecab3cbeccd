"""What each call costs, against an empty C function and a bare call from C into Python through cffi."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import subprocess
import sysconfig
from importlib.machinery import ExtensionFileLoader
from pathlib import Path
from types import ModuleType

from measure import table

from acl_sim.program import compile_program

BARE_DECLARATIONS = """
    extern "Python" int64_t bare(int64_t);
    double time_bare(int64_t count);
"""
BARE = """
    #include <time.h>
    static int64_t bare(int64_t);
    static double time_bare(int64_t count)
    {
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        for (int64_t i = 0; i < count; i++) bare(i);
        clock_gettime(CLOCK_MONOTONIC, &to);
        return ((to.tv_sec - from.tv_sec) * 1e9 + (to.tv_nsec - from.tv_nsec)) / count;
    }
"""


def _bare_module(directory: Path) -> ModuleType:
    from cffi import FFI

    ffi = FFI()
    ffi.cdef(BARE_DECLARATIONS)
    ffi.set_source("bare", BARE)
    source, library = directory / "bare.c", directory / "bare.so"
    with contextlib.redirect_stdout(io.StringIO()):
        ffi.emit_c_code(str(source))
    include = sysconfig.get_paths()["include"]
    subprocess.run(["gcc", "-O2", "-shared", "-fPIC", f"-I{include}", source, "-o", library], check=True)
    loader = ExtensionFileLoader("bare", str(library))
    spec = importlib.util.spec_from_loader("bare", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    module.ffi.def_extern(name="bare")(lambda value: value)
    return module


def report(prefix: Path, directory: Path, quick: bool) -> str:
    program = directory / "calls"
    made = compile_program([Path(__file__).with_suffix(".c")], program, prefix, flags=["-O2"])
    if made.returncode != 0:
        raise SystemExit(made.stderr)
    bare = _bare_module(directory)
    least: dict[str, float] = {}
    batches = 50 if quick else 300
    for _ in range(2 if quick else 3):
        ran = subprocess.run([program, str(batches)], check=True, capture_output=True, text=True)
        timed = dict(line.rsplit(" ", 1) for line in ran.stdout.splitlines())
        timed["bare call into Python"] = min(bare.lib.time_bare(20) for _ in range(batches))
        for name, nanoseconds in timed.items():
            least[name] = min(float(nanoseconds), least.get(name, float("inf")))
    floor = least["bare call into Python"]
    rows = [[name, f"{taken:.0f}", f"{taken / floor:.2f}"] for name, taken in sorted(least.items(), key=lambda i: i[1])]
    return table(["call", "ns", "bare calls"], rows)

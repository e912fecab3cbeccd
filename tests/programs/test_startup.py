"""Whatever program the library is loaded into, and however: it starts, or says why not, and leaves the rest alone.

The measures are in acl_sim/native/startup.c, acl_sim/boot.py and acl_sim/build: a test fails without its own.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from interpreters import other_interpreters

from acl_sim.build.entries import entries
from acl_sim.build.prototypes import read_headers
from acl_sim.build.tree import OTHER_NAMES
from acl_sim.program import compile_flags
from acl_sim.pytest_plugin import Npu

HERE = Path(__file__).parent / "startup"
NONE: Mapping[str, str] = {}
SUCCESS = "aclInit 0, aclrtSetDevice 0, aclrtGetDevice 0, device 0\n"
DEBIAN_PYTHON = Path(f"/usr/bin/python3.{sys.version_info[1]}")

Finished = subprocess.CompletedProcess[str]


def run(
    command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, cwd: Path | None = None, timeout: float = 60
) -> Finished:
    """Unlike npu.run, in exactly the given environment."""
    return subprocess.run(
        command, env=None if env is None else dict(env), cwd=cwd, capture_output=True, text=True, timeout=timeout
    )


def compile_c(npu: Npu, source: Path, target: Path, *flags: str) -> None:
    """Unlike npu.compile, links no more than `flags` say."""
    command = ["gcc", *compile_flags(npu.prefix), str(source), "-o", str(target), *flags]
    subprocess.run(command, check=True)


def library(npu: Npu, name: str = "libascendcl.so") -> Path:
    return npu.prefix / "lib64" / name


@pytest.fixture
def first_call(npu: Npu) -> Path:
    return npu.compile(HERE / "first_call.c", "c")


# ---- where the program runs


@pytest.mark.parametrize(
    "env",
    [
        NONE,
        {"PATH": "/usr/bin:/bin"},
        {"PATH": "/nowhere"},
        {"PYTHONHOME": "/nowhere", "PYTHONPATH": "/nowhere"},
        {"PYTHONHOME": "", "PYTHONSTARTUP": "/nowhere", "PYTHONSAFEPATH": "1", "PYTHONNOUSERSITE": "1"},
        {"VIRTUAL_ENV": "/nowhere", "LC_ALL": "no_such_locale", "HOME": "/nowhere"},
    ],
    ids=["empty", "system path", "no path", "nonsense for Python", "more for Python", "nonsense for all"],
)
def test_any_environment_will_do(first_call: Path, env: Mapping[str, str]) -> None:
    finished = run([first_call], env=env)
    assert (finished.stdout, finished.stderr, finished.returncode) == (SUCCESS, "", 0)


def test_any_directory_will_do(first_call: Path, tmp_path: Path) -> None:
    for trap in ("acl_sim.py", "os.py", "encodings.py"):
        (tmp_path / trap).write_text("raise SystemExit('imported from the working directory')\n", encoding="utf-8")
    assert run([first_call], env=NONE, cwd=tmp_path).stdout == SUCCESS


def test_calls_answer_an_error_when_the_recorded_python_is_gone(first_call: Path) -> None:
    finished = run([first_call], env={"ACL_SIM_PYTHON": "/nonexistent"})
    assert finished.stdout == "aclInit 500000, aclrtSetDevice 500000, aclrtGetDevice 500000, device -1\n"
    assert finished.stderr.count("acl-sim: the Python that this library was built with is gone: /nonexistent") == 1
    assert "build again (acl-sim build) or set ACL_SIM_PYTHON" in finished.stderr


def test_calls_answer_an_error_when_python_lacks_the_simulator(first_call: Path) -> None:
    python = Path(sys.base_prefix, "bin", "python3")  # the same version without this environment's packages
    finished = run([first_call], env={"ACL_SIM_PYTHON": str(python)})
    if finished.returncode == 0:
        pytest.skip(f"{python} has acl_sim as well")
    assert finished.stdout == "aclInit 500000, aclrtSetDevice 500000, aclrtGetDevice 500000, device -1\n"
    assert "No module named 'acl_sim'" in finished.stderr
    assert "the simulator did not start: every call answers an error" in finished.stderr


def test_closed_standard_streams(first_call: Path) -> None:
    assert run(["sh", "-c", f"exec {first_call} <&- >&- 2>&-"]).returncode == 0


# ---- how the library is linked and loaded

LINKED = ("ascendcl", "nnopbase", "opapi")


@pytest.mark.parametrize("names", [*itertools.permutations(LINKED), ("opapi",), ("ascendcl",)], ids="-".join)
@pytest.mark.parametrize("needed", ["--as-needed", "--no-as-needed"])
def test_link_by_name_in_any_order(npu: Npu, tmp_path: Path, names: tuple[str, ...], needed: str) -> None:
    libraries = [f"-L{npu.prefix}/lib64", f"-Wl,{needed}", *(f"-l{name}" for name in names)]
    assert linked_and_run(npu, tmp_path, libraries) == SUCCESS


def test_link_by_full_path(npu: Npu, tmp_path: Path) -> None:
    """As the build scripts in CANN's documentation do."""
    assert linked_and_run(npu, tmp_path, [str(library(npu, f"lib{name}.so")) for name in LINKED]) == SUCCESS


def linked_and_run(npu: Npu, directory: Path, libraries: Sequence[str]) -> str:
    program = directory / "program"
    compile_c(npu, HERE / "first_call.c", program, *libraries)
    return run([program], env={"LD_LIBRARY_PATH": f"{npu.prefix}/lib64"}).stdout


def dlopen(npu: Npu, what: str, *paths: Path | str, cwd: Path | None = None) -> Finished:
    program = npu.directory / "dlopen"
    if not program.is_file():
        compile_c(npu, HERE / "dlopen.c", program, "-ldl")
    return run([program, what, *paths], env=NONE, cwd=cwd)


def test_every_name_is_the_same_library_when_loaded_at_run_time(npu: Npu) -> None:
    paths = [library(npu, name) for name in ("libopapi.so", *OTHER_NAMES, "libascendcl.so")]
    finished = dlopen(npu, "names", *paths)
    assert (finished.returncode, finished.stderr) == (0, "")


def test_unloading_and_loading_again(npu: Npu) -> None:
    finished = dlopen(npu, "again", library(npu))
    assert (finished.returncode, finished.stderr) == (0, "")


def test_file_and_directory_may_change_between_loading_and_the_first_call(npu: Npu, tmp_path: Path) -> None:
    for name in ("libascendcl.so", "newer.so"):
        shutil.copy(library(npu), tmp_path / name)
    finished = dlopen(npu, "moved", "./libascendcl.so", "./newer.so", cwd=tmp_path)
    assert (finished.returncode, finished.stderr) == (0, "")


def test_a_second_copy_answers_errors(npu: Npu, tmp_path: Path) -> None:
    copy = Path(shutil.copy(library(npu), tmp_path / "copy.so"))
    finished = dlopen(npu, "copies", library(npu), copy)
    assert finished.returncode == 0
    assert f"{copy} is not the only libascendcl.so in this process" in finished.stderr


# ---- how the program ends


@pytest.mark.parametrize(
    ("way", "printed"),
    [
        ("plain", ""),
        ("queued", ""),
        ("busy", ""),
        ("thread", ""),
        ("atexit", "atexit: works\n"),
        ("destructor", "destructor: works\n"),
    ],
)
def test_ending_without_cleaning_up(npu: Npu, way: str, printed: str) -> None:
    finished = run([npu.compile(HERE / "endings.cpp"), way])
    assert (finished.stdout, finished.stderr, finished.returncode) == (printed, "", 0)


# ---- fork


def test_fork_before_the_start_works_in_both(npu: Npu) -> None:
    finished = run([npu.compile(HERE / "forks.c", "c"), "before"])
    assert (finished.stdout, finished.stderr) == ("child 10, parent 10\n", "")


def test_fork_after_the_start_gives_the_child_errors_at_once(npu: Npu) -> None:
    finished = run([npu.compile(HERE / "forks.c", "c"), "after"], timeout=90)
    assert (finished.stdout, finished.returncode) == ("child 11, parent 10\n", 0)
    assert "aclrtGetDeviceCount in a process that was forked after the simulator had started" in finished.stderr


def test_fork_during_the_start_does_not_hang_the_child(npu: Npu) -> None:
    finished = run([npu.compile(HERE / "forks.c", "c"), "during"], timeout=90)
    assert (finished.stdout, finished.returncode) == ("parent 10\n", 0)


def test_starting_other_programs(npu: Npu) -> None:
    finished = run([npu.compile(HERE / "forks.c", "c"), "programs"])
    assert finished.stdout == "system 7\nexec 8, parent 10\n"


# ---- threads


@pytest.mark.parametrize("stack", [64 * 1024, 8 * 1024 * 1024])
def test_first_calls_of_several_threads_at_once(npu: Npu, stack: int) -> None:
    finished = run([npu.compile(HERE / "threads.c", "c"), str(stack)])
    assert (finished.stdout, finished.stderr) == ("all succeeded\n", "")


# ---- what is the program's own


def test_the_first_call_leaves_the_process_as_it_was(npu: Npu) -> None:
    kept = "status 0, errno kept\nlocale kept\ndirectory kept\nmask kept\n"
    assert run([npu.compile(HERE / "manners.c", "c")], env={"LC_ALL": "C.UTF-8"}).stdout == kept


def test_interrupting_still_kills(npu: Npu) -> None:
    program = npu.compile(HERE / "waits.c", "c")
    with subprocess.Popen([program], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        child.send_signal(signal.SIGINT)
        assert child.wait(10) == -signal.SIGINT


def test_a_handler_of_the_program_gets_its_faults(npu: Npu) -> None:
    finished = run([npu.compile(HERE / "own_handler.c", "c")])
    assert (finished.stdout, finished.stderr) == ("fault 1: mine\nfault 2: mine\n", "")


# ---- sanitizers


def sanitized(npu: Npu, source: str, *names: str) -> Path:
    """The program, if such programs run here at all: some kernels and containers refuse some sanitizers."""
    empty = npu.compile("int main(void) { return 0; }", "c", sanitize=names)
    if (tried := run([empty])).returncode != 0:
        pytest.skip(f"-fsanitize={','.join(names)}: even an empty program does not run here: {tried.stderr[:200]}")
    return npu.compile(HERE / source, "c" if source.endswith(".c") else "c++", sanitize=names)


@pytest.mark.parametrize("names", [("address",), ("undefined",), ("address", "undefined"), ("thread",)], ids="+".join)
def test_sanitized_programs_run_without_reports(npu: Npu, names: tuple[str, ...]) -> None:
    finished = run([sanitized(npu, "threads.c", *names)])
    assert (finished.stdout, finished.stderr, finished.returncode) == ("all succeeded\n", "", 0)


def test_leaks_are_the_programs_own(npu: Npu) -> None:
    finished = run([sanitized(npu, "leaks.c", "address")])
    assert finished.returncode != 0
    assert "SUMMARY: AddressSanitizer: 1234 byte(s) leaked in 1 allocation(s)." in finished.stderr


# ---- Python hosts


def host(python: Path | str, what: str, *paths: Path) -> Finished:
    return run([python, HERE / "host.py", what, *paths])


def test_a_python_program_sees_the_machine_it_joined(npu: Npu) -> None:
    finished = host(sys.executable, "join", library(npu))
    assert (finished.stdout, finished.stderr) == ("status 0\ninitialized 1\n", "")


def test_first_calls_while_pythons_lock_is_held(npu: Npu) -> None:
    finished = host(sys.executable, "held", library(npu))
    assert (finished.stdout, finished.stderr) == ("answers 0 0 0 0 0 0\n", "")


def test_a_destructor_after_python_has_ended_is_refused(npu: Npu, tmp_path: Path) -> None:
    destructor = tmp_path / "destructor.so"
    libraries = [f"-L{npu.prefix}/lib64", f"-Wl,-rpath,{npu.prefix}/lib64", "-lascendcl"]
    compile_c(npu, HERE / "destructor.c", destructor, "-shared", "-fPIC", *libraries)
    finished = host(sys.executable, "outlived", library(npu), destructor)
    assert (finished.stdout, finished.returncode) == ("status 0\ndestructor: refused\n", 0)
    assert "aclrtGetDevice after Python has ended" in finished.stderr


@pytest.mark.skipif(not DEBIAN_PYTHON.is_file(), reason=f"no {DEBIAN_PYTHON}: nothing to join without our packages")
def test_a_python_host_of_another_environment_borrows_our_packages(npu: Npu) -> None:
    finished = host(DEBIAN_PYTHON, "join", library(npu))
    assert (finished.stdout, finished.stderr) == ("status 0\ninitialized 1\n", "")


def test_a_python_host_of_another_version_is_refused(npu: Npu) -> None:
    if not other_interpreters():
        pytest.skip("this machine has no other version of Python")
    for version, python in other_interpreters().items():
        finished = host(python, "status", library(npu))
        assert finished.stdout == "status 500000\n", python
        assert f"cannot join a process of Python {version[0]}.{version[1]}." in finished.stderr
        assert "build it there: acl-sim build" in finished.stderr


# ---- a library that does not fit

ROOT = Path(__file__).resolve().parents[2]
ENTRIES = [*entries(ROOT / "acl_sim", ROOT / "aclnn")]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A source checkout of the test's own."""
    for name in ("acl_sim", "aclnn", "atb", "include"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def build_copied(checkout: Path, compiler: str) -> Finished:
    script = checkout / "cc"
    script.write_text(f"#!/bin/sh\n{compiler}\n", encoding="utf-8")
    script.chmod(0o755)
    build = (
        "import pathlib, acl_sim.build.library as library\n"
        "library.put_surfaces = lambda *given: None  # takes long\n"
        "library.build(pathlib.Path('prefix'))\n"
    )
    return run([sys.executable, "-c", build], env={**os.environ, "CC": str(script)}, cwd=checkout)


def edit(path: Path, pattern: str, replacement: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(pattern, text, re.MULTILINE)
    path.write_text(re.sub(pattern, replacement, text, count=1, flags=re.MULTILINE), encoding="utf-8")


QUICK = 'exec gcc "$@" -O0'


def test_an_entry_that_the_sources_no_longer_have_is_no_success(copied: Path) -> None:
    assert build_copied(copied, QUICK).returncode == 0
    edit(copied / "acl_sim" / "version.py", r"^@entry.*\n(?=def aclrtGetVersion)", "")
    ask = (
        "import ctypes\n"
        "lib = ctypes.CDLL('prefix/lib64/libascendcl.so')\n"
        "numbers = (ctypes.c_int32 * 3)()\n"
        "print(lib.aclrtGetVersion(numbers, ctypes.byref(numbers, 4), ctypes.byref(numbers, 8)), lib.aclInit(None))\n"
    )
    finished = run([sys.executable, "-c", ask], cwd=copied)
    assert finished.stdout == "500000 0\n"
    assert "does not fit acl_sim.version, which has no aclrtGetVersion: run acl-sim build" in finished.stderr


def test_an_entry_that_only_the_sources_have_is_not_simulated(copied: Path) -> None:
    edit(copied / "acl_sim" / "version.py", r"^@entry.*\n(?=def aclrtGetVersion)", "")
    assert build_copied(copied, QUICK).returncode == 0
    ask = "import ctypes; print(ctypes.CDLL('prefix/lib64/libascendcl.so').aclrtGetVersion(0, 0, 0))"
    finished = run([sys.executable, "-c", ask], cwd=copied)
    assert finished.stdout == "200001\n"
    assert "aclrtGetVersion is declared by CANN but not simulated" in finished.stderr


def test_the_compiler_runs_only_when_it_has_something_else_to_compile(copied: Path) -> None:
    assert build_copied(copied, QUICK).returncode == 0
    edit(copied / "acl_sim" / "version.py", r"\Z", "# a comment\n")
    assert build_copied(copied, "exit 1").returncode == 0
    edit(copied / "acl_sim" / "version.py", r"^@entry.*\n(?=def aclrtGetVersion)", "")
    assert build_copied(copied, "exit 1").returncode != 0
    assert build_copied(copied, QUICK).returncode == 0
    edit(copied / "acl_sim" / "native" / "entry.h", r"\Z", "/* a comment */\n")
    assert build_copied(copied, "exit 1").returncode != 0


@pytest.mark.parametrize("chapter", sorted({module for _, module in ENTRIES}))
def test_any_chapter_can_be_imported_first(chapter: str) -> None:
    """Which one is depends on the program."""
    finished = run([sys.executable, "-c", f"import {chapter}"])
    assert finished.stderr == ""


def test_any_name_of_the_interpreter_means_the_same_library() -> None:
    """Else typing python here and python3 there would build it again each time."""
    ask = "from acl_sim.build.library import fingerprint; print(fingerprint())"
    names = [path for path in (Path(sys.prefix, "bin", name) for name in ("python", "python3")) if path.exists()]
    assert len({run([name, "-c", ask]).stdout for name in names}) == 1


# ---- what is exported


def test_every_declared_function_is_exported(npu: Npu) -> None:
    declared = {function.name for function in read_headers(npu.prefix / "include").functions}
    listed = run(["nm", "--dynamic", "--defined-only", library(npu)]).stdout
    exported = set(re.findall(r"^\w+ T (\w+)$", listed, re.MULTILINE))
    beside = {"PyInit__native", "PyInit__guarded", "acl_sim_surface", "__lsan_default_suppressions"}
    assert exported - beside == declared


def test_what_is_not_simulated_says_so_and_answers_an_error(npu: Npu) -> None:
    program = """
        #include <stdio.h>
        #include "acl/acl_prof.h"
        int main(void) { printf("%d\\n", aclprofInit("/tmp", 4)); return 0; }
    """
    finished = run([npu.compile(program, "c")], env={"ACL_SIM_PYTHON": "/nonexistent"})
    assert finished.stdout == "200001\n"
    assert finished.stderr == "acl-sim: aclprofInit is declared by CANN but not simulated; it answers an error\n"


EXPENSIVE = {
    "collections",
    "dataclasses",
    "enum",
    "functools",
    "inspect",
    "json",
    "numpy",
    "pathlib",
    "re",
    "threading",
}
EXPENSIVE |= {"typing"}  # brings half of these


def test_start_imports_nothing_expensive(npu: Npu) -> None:
    """Each of these costs every program a millisecond or several, numpy as much as a hundred of them."""
    ask = (
        "import ctypes, sys\n"
        f"ctypes.CDLL({str(npu.prefix / 'lib64' / 'libascendcl.so')!r}).aclDataTypeSize(0)\n"
        f"print(sorted({EXPENSIVE!r} & set(sys.modules)))\n"
    )
    answer = subprocess.run([sys.executable, "-I", "-c", ask], capture_output=True, text=True, check=True, timeout=60)
    assert answer.stdout == "[]\n"


def test_operators_without_numpy_import_nothing_expensive(npu: Npu) -> None:
    from aclnn.catalogue import catalogue

    modules = sorted({operator.module for operator in catalogue() if operator.native is not None})
    ask = (
        "import ctypes, sys\n"
        f"ctypes.CDLL({str(npu.prefix / 'lib64' / 'libascendcl.so')!r}).aclDataTypeSize(0)\n"
        f"for module in {modules!r}:\n"
        "    __import__(module)\n"
        f"    if found := sorted({EXPENSIVE!r} & set(sys.modules)):\n"
        "        sys.exit(f'{module} imports {found}')\n"
    )
    finished = subprocess.run([sys.executable, "-I", "-c", ask], capture_output=True, text=True, timeout=60)
    assert finished.stderr == ""

"""Compiles and runs programs on the toolkit tree: what `acl-sim run` and the `npu` fixture share."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from acl_sim import call_counts
from acl_sim.call_counts import CallCounts
from acl_sim.environment import tree_variables

C_SUFFIXES = {".c"}
CXX_SUFFIXES = {".cc", ".cpp", ".cxx", ".C"}
LIBRARIES = ("ascendcl", "nnopbase", "opapi")
"""One file carries everything; the documented recipes name several, so several are named here."""
CXX_LIBRARIES = ("atb",)
"""Linked to programs that use them only: they bring the C++ library along."""
OLD_STRINGS = {"-D_GLIBCXX_USE_CXX11_ABI=0"}
"""With this flag std::string has another layout."""


class Problem(Exception):
    """Something the user can mend; its text is the one line that is shown."""


def toolkit_tree(force: bool = False) -> Path:
    """The toolkit tree of this Python environment, built when it is missing or out of date."""
    from acl_sim import toolkit
    from acl_sim.build.compiler import BuildError

    try:
        return toolkit.ensure_built(force)
    except BuildError as error:
        raise Problem(f"the toolkit tree cannot be built: {error}") from None
    except OSError as error:
        raise Problem(
            f"the toolkit tree cannot be written: {error}; set ACL_SIM_PREFIX to a place of your own"
        ) from None


@dataclass(frozen=True)
class Outcome:
    """How a program ended and what of it reached the simulator; the texts are empty unless captured."""

    returncode: int
    seconds: float
    counts: CallCounts
    stdout: str = ""
    stderr: str = ""

    @property
    def exit_status(self) -> int:
        """As a shell reports it: 128 + number for a death by signal."""
        return 128 - self.returncode if self.returncode < 0 else self.returncode


def is_source(path: Path) -> bool:
    return path.suffix in C_SUFFIXES | CXX_SUFFIXES


def compiler(sources: Sequence[Path]) -> list[str]:
    """The command that $CC or $CXX names, else gcc or g++: g++ as soon as one source is C++."""
    variable, usual = ("CC", "gcc") if all(path.suffix in C_SUFFIXES for path in sources) else ("CXX", "g++")
    return shlex.split(os.environ.get(variable, "")) or [usual]


def compile_flags(prefix: Path) -> list[str]:
    """Header directories as in the documented recipes; some programs include operators by bare file name."""
    include = prefix / "include"
    return [f"-I{include}", f"-I{include / 'aclnn'}", f"-I{include / 'aclnnop'}"]


def link_flags(prefix: Path, flags: Sequence[str] = ()) -> list[str]:
    """Libraries of the tree, found again at run time without LD_LIBRARY_PATH. `flags` are the compiler's."""
    lib64 = prefix / "lib64"
    libraries = [f"-L{lib64}", f"-Wl,-rpath,{lib64}", *(f"-l{name}" for name in LIBRARIES), "-lpthread"]
    optional = ["-Wl,--as-needed", *(f"-l{name}" for name in CXX_LIBRARIES), "-Wl,--no-as-needed"]
    if not OLD_STRINGS.intersection(flags):
        return [*libraries, *optional]
    of_old_strings = prefix / "atb/cxx_abi_0/lib"  # as RPATH, to come before LD_LIBRARY_PATH
    return [f"-L{of_old_strings}", "-Wl,--disable-new-dtags", f"-Wl,-rpath,{of_old_strings}", *libraries, *optional]


def compile_program(
    sources: Sequence[Path], program: Path, prefix: Path, *, std: str | None = None, flags: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Builds `program` with debug information; messages are in the result's stderr."""
    command = [
        *compiler(sources),
        "-g",
        "-O1",
        *([f"-std={std}"] if std else []),
        *compile_flags(prefix),
        *flags,
        *map(str, sources),
        "-o",
        str(program),
        *link_flags(prefix, flags),
    ]
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
    except OSError as error:
        raise Problem(f"cannot run the compiler {command[0]!r}: {error.strerror}; set CC or CXX") from None


def command_for(program: Path, arguments: Sequence[str]) -> list[str]:
    """Python scripts run under this interpreter: the library can join no other version of Python."""
    if program.suffix == ".py":
        return [sys.executable, str(program), *arguments]
    return [str(program.absolute()), *arguments]


def run_program(
    program: Path,
    arguments: Sequence[str],
    prefix: Path,
    *,
    env: Mapping[str, str] | None = None,
    capture: bool = False,
    timeout: float | None = None,
) -> Outcome:
    """Runs `program` on the simulator and counts what it called.

    `env` is laid over this process's environment. Without `capture` the standard streams are inherited
    untouched and there is no timeout. Raises Problem when the program cannot be started,
    subprocess.TimeoutExpired after `timeout` seconds.
    """
    functions = call_counts.function_names(prefix)
    with tempfile.TemporaryDirectory(prefix="acl-sim-") as scratch:
        counters = Path(scratch) / "counts"
        call_counts.create_file(counters, functions)
        environment = {
            **os.environ,
            **tree_variables(prefix, os.environ),
            **(env or {}),
            call_counts.VARIABLE: str(counters),
        }
        started = time.perf_counter()
        command = command_for(program, arguments)
        if capture:
            child = _start(command, environment, capture)
            stdout, stderr = _finish_captured(child, timeout)
        else:
            stdout = stderr = ""
            with _Signals() as signals, _start(command, environment, capture) as child:
                signals.belong_to(child)
                child.wait()
        seconds = time.perf_counter() - started
        return Outcome(child.returncode, seconds, call_counts.read_file(counters, functions), stdout, stderr)


def _start(command: list[str], environment: Mapping[str, str], capture: bool) -> subprocess.Popen[str]:
    streams = subprocess.PIPE if capture else None
    try:
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL if capture else None,
            stdout=streams,
            stderr=streams,
            text=True,
            errors="replace",
            start_new_session=capture,
        )
    except OSError as error:
        raise Problem(f"cannot run {command[0]}: {error.strerror}") from None


def _finish_captured(child: subprocess.Popen[str], timeout: float | None) -> tuple[str, str]:
    """Both streams to their end. After `timeout` its session is killed: children may hold the pipes open."""
    with child:
        try:
            return child.communicate(timeout=timeout)
        except BaseException as error:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                error.stdout, error.stderr = child.communicate()  # type: ignore[assignment]  # text here, bytes by typeshed
            raise


class _Signals:
    """While a program runs in the foreground, signals are its affair; we report how it ended.

    In force before the program starts: it may be signalled as soon as it has said that it is there.
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None
        self._early: list[int] = []

    def belong_to(self, child: subprocess.Popen[str]) -> None:
        """Passes signals on from now, and those that came before."""
        self._child = child
        for number in self._early:
            child.send_signal(number)

    def __enter__(self) -> _Signals:
        self._before = {
            signal.SIGINT: signal.signal(signal.SIGINT, self._leave_to_child),
            signal.SIGTERM: signal.signal(signal.SIGTERM, self._pass_on),
        }
        return self

    def __exit__(self, *exc: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _leave_to_child(self, number: int, frame: FrameType | None) -> None:
        """The terminal sends Ctrl-C to the whole group; a second one from us would be one too many."""

    def _pass_on(self, number: int, frame: FrameType | None) -> None:
        if self._child is None:
            self._early.append(number)
        else:
            self._child.send_signal(number)


def find_program(name: str) -> Path:
    """The file that `name` means: a path, or a command on PATH."""
    path = Path(name)
    if path.is_file():
        return path
    found = shutil.which(name) if os.sep not in name else None
    if found is None:
        raise Problem(f"{name}: no such program or source file")
    return Path(found)

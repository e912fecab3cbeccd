"""The C compiler at work: with which flags, for which Python, from which files."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import sysconfig
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
NATIVE = PACKAGE / "native"
LIBRARY = "libascendcl.so"

_FLAGS = ["-g1", "-fPIC", "-fvisibility=hidden", "-ffp-contract=off", "-fno-math-errno"]
_FLAGS += ["-fno-trapping-math", "-ftls-model=initial-exec", "-Wall", "-Wextra", "-Wno-unused-const-variable"]


class BuildError(Exception):
    """The library cannot be built here; the text says what to install or mend."""


def include_dir() -> Path:
    """The C headers: beside the package in a source checkout, inside it when installed."""
    beside = PACKAGE.parent / "include"
    return beside if (beside / "acl").is_dir() else PACKAGE / "include"


def interpreter() -> Path:
    """The Python that the library will start. A venv has several names for it, and which was typed must not matter."""
    usual = Path(sys.prefix, "bin", "python3")
    return usual if usual.is_file() and usual.samefile(sys.executable) else Path(sys.executable)


def _package_places() -> list[Path]:
    """Where a Python host of another environment finds what the simulator imports."""
    found = [importlib.util.find_spec(name) for name in ("_cffi_backend", "numpy")]
    files = [Path(spec.origin) for spec in found if spec and spec.origin]
    return list(dict.fromkeys([PACKAGE.parent, *(file.parents[file.name == "__init__.py"] for file in files)]))


def find_libpython() -> Path:
    names = [sysconfig.get_config_var(name) for name in ("INSTSONAME", "LDLIBRARY")]
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    names += [f"libpython{version}.so.1.0", f"libpython{version}.so"]
    directories = [sysconfig.get_config_var("LIBDIR"), f"{sys.base_prefix}/lib"]
    if multiarch := sysconfig.get_config_var("MULTIARCH"):
        directories += [f"{sys.base_prefix}/lib/{multiarch}", f"/usr/lib/{multiarch}"]
    for directory in filter(None, directories):
        for name in filter(None, names):
            path = Path(directory, name)
            if ".so" in name and path.is_file():
                return path
    raise BuildError(f"Python {version} has no shared libpython: on Debian and Ubuntu, apt-get install python3-dev")


def run_compiler(command: list[str]) -> None:
    """Runs a compiler; raises BuildError with what it said."""
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise BuildError(f"no compiler: {command[0]} was not found; install gcc and g++, or set CC and CXX") from None
    except subprocess.CalledProcessError as failed:
        raise BuildError(f"{command[0]} failed:\n{failed.stderr}") from None


def flags() -> list[str]:
    includes = [NATIVE, include_dir(), Path(sysconfig.get_paths()["include"])]
    if not (includes[-1] / "Python.h").is_file():
        raise BuildError(f"no Python.h in {includes[-1]}: on Debian and Ubuntu, apt-get install python3-dev")
    packages = ", ".join(f'"{place}"' for place in _package_places())
    own = [f'-DACL_SIM_BUILT_WITH="{interpreter()}"', f"-DACL_SIM_PACKAGES={packages}"]
    return [*_FLAGS, *own, *(f"-I{path}" for path in includes)]


def compile_library(directory: Path, target: Path) -> None:
    """Compiles what is in `directory` and the native sources, several files at a time, and links `target`."""
    libpython, options = find_libpython(), flags()
    compiler = os.environ.get("CC", "gcc")

    def compiled(source: Path) -> str:
        level = "-O1" if source.parent == directory else "-O3"  # generated code only passes arguments on
        made = str(directory / f"{source.stem}.o")
        run_compiler([compiler, *options, level, "-c", str(source), "-o", made])
        return made

    sources = [*sorted(directory.glob("*.c")), *sorted(NATIVE.glob("*.c"), reverse=True)]  # long ones early
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        objects = list(pool.map(compiled, sources))
    linking = [f"-Wl,-soname,{LIBRARY}", "-Wl,-z,nodelete", f"-Wl,-rpath,$ORIGIN:{libpython.parent}"]
    run_compiler(
        [compiler, "-shared", *objects, "-o", str(target), str(libpython), "-ldl", "-lpthread", "-lm", *linking]
    )

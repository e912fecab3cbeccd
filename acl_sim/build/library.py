"""Compiles libascendcl.so for the running Python into a toolkit tree."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import io
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from acl_sim import __version__
from acl_sim.build.entries import entries
from acl_sim.build.prototypes import Api, read_headers
from acl_sim.build.wrappers import python_declaration, write_wrappers

PACKAGE = Path(__file__).resolve().parents[1]
NATIVE = PACKAGE / "native"
LIBRARY = "libascendcl.so"
FUNCTIONS = "acl_sim_functions.txt"
_STAMP = "acl_sim_build.txt"
_INGREDIENTS = "acl_sim_library.txt"

# What Python may call; the other headers are internal.
_CALLABLE = ("startup.h", "space.h", "helpers.h", "half.h", "rope.h")
_INTERNAL = {  # entries that no header declares: hand-written C and the operators' wrappers call them
    "app_log": "int64_t acl_sim_py_app_log(int64_t, uintptr_t);",
    "plan": "int64_t acl_sim_py_plan(const char *, const char *, uint64_t, const int64_t *, uint64_t);",
    "execute": "int64_t acl_sim_py_execute(uintptr_t, uint64_t, uintptr_t, uintptr_t);",
}
_FLAGS = ["-g1", "-fPIC", "-fvisibility=hidden", "-ffp-contract=off", "-fno-math-errno"]
_FLAGS += ["-fno-trapping-math", "-ftls-model=initial-exec", "-Wall", "-Wextra", "-Wno-unused-const-variable"]


class BuildError(Exception):
    """The library cannot be built here; the text says what to install or mend."""


def include_dir() -> Path:
    """The C headers: beside the package in a source checkout, inside it when installed."""
    beside = PACKAGE.parent / "include"
    return beside if (beside / "acl").is_dir() else PACKAGE / "include"


def _is_checkout() -> bool:
    """An installed package may be read-only, and what is derived came with it."""
    return include_dir().parent == PACKAGE.parent


def _sources() -> list[Path]:
    packages = [PACKAGE, PACKAGE.parent / "aclnn"]
    python = [path for package in packages for path in package.rglob("*.py")]
    return sorted([*python, *NATIVE.glob("*.[ch]"), *PACKAGE.glob("socs/*.toml"), *include_dir().rglob("*.h")])


def interpreter() -> Path:
    """The Python that the library will start. A venv has several names for it, and which was typed must not matter."""
    usual = Path(sys.prefix, "bin", "python3")
    return usual if usual.is_file() and usual.samefile(sys.executable) else Path(sys.executable)


def _package_places() -> list[Path]:
    """Where a Python host of another environment finds what the simulator imports."""
    found = [importlib.util.find_spec(name) for name in ("_cffi_backend", "numpy")]
    files = [Path(spec.origin) for spec in found if spec and spec.origin]
    return list(dict.fromkeys([PACKAGE.parent, *(file.parents[file.name == "__init__.py"] for file in files)]))


def fingerprint() -> str:
    """Changes whenever anything changes that the library is made of, the Python it is built for included."""
    digest = hashlib.sha256(f"{interpreter()} {sys.version}".encode())
    for path in _sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(prefix: Path) -> bool:
    """Whether the tree at `prefix` was built from the sources as they are."""
    stamp = prefix / "lib64" / _STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == fingerprint()


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


def _native_declarations() -> str:
    """The callable headers without their preprocessor lines, as cffi's cdef takes them."""
    text = "\n".join((NATIVE / name).read_text(encoding="utf-8") for name in _CALLABLE if (NATIVE / name).is_file())
    return re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE)


def _operators() -> dict[str, str]:
    from aclnn.catalogue import catalogue

    return {operator.c_name: operator.module for operator in catalogue()}


def hand_written(api: Api) -> frozenset[str]:
    """Exported functions that a C source defines itself, such as the variadic ones."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in NATIVE.glob("*.c"))
    defined = set(re.findall(r"^ACL_FUNC_VISIBILITY[^;{]*?(\w+)\(", text, re.MULTILINE))
    return frozenset(function.name for function in api.functions if function.name in defined)


def _write_sources(directory: Path, api: Api) -> None:
    from cffi import FFI

    answered = frozenset(entries(PACKAGE)) | frozenset(entries(PACKAGE.parent / "aclnn"))
    if unknown := answered - {function.name for function in api.functions} - _INTERNAL.keys():
        raise BuildError(f"entries without a declaration in include/: {', '.join(sorted(unknown))}")
    native = hand_written(api)
    python = [python_declaration(api, f) for f in api.functions if f.name in answered and f.name not in native]
    python += _INTERNAL.values()
    ffi = FFI()
    ffi.cdef(_native_declarations())
    ffi.cdef('extern "Python+C" {\n' + "\n".join(python) + "\n}")
    includes = "\n".join(f'#include "{name}"' for name in _CALLABLE if (NATIVE / name).is_file())
    ffi.set_source("acl_sim._native", includes)
    with contextlib.redirect_stdout(io.StringIO()):  # cffi reports each file it writes
        ffi.emit_c_code(str(directory / "module.c"))
    (directory / "wrappers.c").write_text(write_wrappers(api, answered, native, _operators()), encoding="utf-8")


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise BuildError(f"no C compiler: {command[0]} was not found; install gcc or set CC") from None
    except subprocess.CalledProcessError as failed:
        raise BuildError(f"{command[0]} failed:\n{failed.stderr}") from None


def _flags() -> list[str]:
    includes = [NATIVE, include_dir(), Path(sysconfig.get_paths()["include"])]
    if not (includes[-1] / "Python.h").is_file():
        raise BuildError(f"no Python.h in {includes[-1]}: on Debian and Ubuntu, apt-get install python3-dev")
    packages = ", ".join(f'"{place}"' for place in _package_places())
    own = [f'-DACL_SIM_BUILT_WITH="{interpreter()}"', f"-DACL_SIM_PACKAGES={packages}"]
    return [*_FLAGS, *own, *(f"-I{path}" for path in includes)]


def _ingredients(directory: Path) -> str:
    """Changes whenever the compiler gets something else to work on, which most edits of Python files do not bring."""
    digest = hashlib.sha256(repr([sys.version, *_flags()]).encode())
    for path in [*sorted(directory.glob("*.c")), *sorted(NATIVE.glob("*.[ch]")), *sorted(include_dir().rglob("*.h"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _compile(directory: Path, target: Path) -> None:
    """Compiles what is in `directory` and the native sources, several files at a time, and links `target`."""
    libpython, flags = find_libpython(), _flags()
    compiler = os.environ.get("CC", "gcc")

    def compiled(source: Path) -> str:
        level = "-O1" if source.parent == directory else "-O3"  # generated code only passes arguments on
        made = str(directory / f"{source.stem}.o")
        _run([compiler, *flags, level, "-c", str(source), "-o", made])
        return made

    sources = [*sorted(directory.glob("*.c")), *sorted(NATIVE.glob("*.c"), reverse=True)]  # long ones early
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        objects = list(pool.map(compiled, sources))
    options = [f"-Wl,-soname,{LIBRARY}", "-Wl,-z,nodelete", f"-Wl,-rpath,{libpython.parent}"]
    _run([compiler, "-shared", *objects, "-o", str(target), str(libpython), "-ldl", "-lpthread", "-lm", *options])


def _put_library(prefix: Path, api: Api, force: bool) -> Path:
    """The library at its place in `prefix`; compiled unless the one there is made of the same."""
    lib64 = prefix / "lib64"
    library, made_of = lib64 / LIBRARY, lib64 / _INGREDIENTS
    lib64.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="acl-sim-build-") as scratch:
        directory = Path(scratch)
        _write_sources(directory, api)
        ingredients = _ingredients(directory)
        if not force and library.is_file() and made_of.is_file() and made_of.read_text("utf-8") == ingredients:
            return library
        made_of.unlink(missing_ok=True)
        _compile(directory, directory / LIBRARY)
        staged = lib64 / f".{LIBRARY}.{os.getpid()}"
        staged.write_bytes((directory / LIBRARY).read_bytes())
        staged.chmod(0o755)
        staged.replace(library)  # a program that runs the old one keeps it
    made_of.write_text(ingredients, encoding="utf-8")
    return library


def build(prefix: Path, force: bool = False) -> Path:
    """Builds the library and the toolkit tree around it; returns the library's path.

    force: compile even what has not changed, such as after a change of compilers.
    Raises BuildError when the compiler, the Python headers or a shared libpython are missing.
    """
    from acl_sim.build.derived import write_derived
    from acl_sim.build.socs import write_module
    from acl_sim.build.tree import write_tree

    products = PACKAGE / "_socs.py"
    if _is_checkout() or not products.is_file():
        write_module(PACKAGE / "socs", products)
    if _is_checkout():  # what follows from the declarations follows
        write_derived(PACKAGE.parent)
    made_from = fingerprint()  # before compiling: what changes meanwhile is not in the library
    api = read_headers(include_dir())
    library = _put_library(prefix, api, force)
    (library.parent / FUNCTIONS).write_text("".join(f"{f.name}\n" for f in api.functions), encoding="utf-8")
    write_tree(prefix, library, include_dir(), __version__)
    (library.parent / _STAMP).write_text(made_from, encoding="utf-8")
    return library

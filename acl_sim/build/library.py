"""Compiles libascendcl.so for the running Python into a toolkit tree."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import sys
import tempfile
from pathlib import Path

from acl_sim import __version__
from acl_sim.build.compiler import (
    LIBRARY,
    NATIVE,
    PACKAGE,
    BuildError,
    compile_library,
    flags,
    include_dir,
    interpreter,
)
from acl_sim.build.entries import entries, write_entries
from acl_sim.build.prototypes import Api, read_headers
from acl_sim.build.surfaces import SURFACES, put_surfaces
from acl_sim.build.wrappers import python_declaration, write_wrappers

FUNCTIONS = "acl_sim_functions.txt"
_STAMP = "acl_sim_build.txt"
_INGREDIENTS = "acl_sim_library.txt"

# What Python may call; the other headers are internal.
_CALLABLE = ("startup.h", "space.h", "closed_pages.h", "helpers.h", "half.h", "rope.h", "special.h", "waiting.h")
_INTERNAL = {  # entries that no header declares: hand-written C and the operators' wrappers call them
    "finish": "int64_t acl_sim_py_finish(void);",
    "app_log": "int64_t acl_sim_py_app_log(int64_t, uintptr_t);",
    "plan": "int64_t acl_sim_py_plan(const char *, const char *, uint64_t, const int64_t *, uint64_t);",
    "surface": "int64_t acl_sim_py_surface(const char *, const char *, int64_t, const int64_t *, uint64_t);",
    "execute": "int64_t acl_sim_py_execute(uintptr_t, uint64_t, uintptr_t, uintptr_t);",
}


def _is_checkout() -> bool:
    """An installed package may be read-only, and what is derived came with it."""
    return include_dir().parent == PACKAGE.parent


def _sources() -> list[Path]:
    packages = [PACKAGE, *(PACKAGE.parent / name for name in ("aclnn", *(surface.package for surface in SURFACES)))]
    python = [path for package in packages for path in package.rglob("*.py")]
    native = [path for package in packages for path in package.glob("native/*.[ch]*")]
    return sorted([*python, *native, *PACKAGE.glob("socs/*.toml"), *include_dir().rglob("*.h")])


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


def _native_declarations() -> str:
    """The callable headers without their preprocessor lines, as cffi's cdef takes them."""
    text = "\n".join((NATIVE / name).read_text(encoding="utf-8") for name in _CALLABLE if (NATIVE / name).is_file())
    return re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE)


def _operators() -> dict[str, str]:
    from aclnn.catalogue import catalogue

    return {operator.c_name: operator.module for operator in catalogue()}


def _operations() -> list[str]:
    """What the libraries above run, in the order of their numbers."""
    from atb.catalogue import catalogue

    return [operation.name for operation in catalogue()]


def hand_written(api: Api) -> frozenset[str]:
    """Exported functions that a C source defines itself, such as the variadic ones."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in NATIVE.glob("*.c"))
    defined = set(re.findall(r"^ACL_FUNC_VISIBILITY[^;{]*?(\w+)\(", text, re.MULTILINE))
    return frozenset(function.name for function in api.functions if function.name in defined)


def _write_sources(directory: Path, api: Api) -> None:
    from cffi import FFI

    answered = dict(entries(PACKAGE, PACKAGE.parent / "aclnn"))
    if unknown := answered.keys() - {function.name for function in api.functions} - _INTERNAL.keys():
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
    wrappers = write_wrappers(api, frozenset(answered), native, _operators(), len(_operations()))
    (directory / "wrappers.c").write_text(f"{wrappers}\n{''.join(write_entries(api, answered))}", encoding="utf-8")


def _ingredients(directory: Path) -> str:
    """Changes whenever the compiler gets something else to work on, which most edits of Python files do not bring."""
    digest = hashlib.sha256(repr([sys.version, *flags()]).encode())
    for path in [*sorted(directory.glob("*.c")), *sorted(NATIVE.glob("*.[ch]")), *sorted(include_dir().rglob("*.h"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


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
        compile_library(directory, directory / LIBRARY)
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
    from acl_sim.build.tree import write_tree

    if _is_checkout():  # what is derived follows; an installed package brought it along
        write_derived(PACKAGE.parent)
    made_from = fingerprint()  # before compiling: what changes meanwhile is not in the library
    api = read_headers(include_dir())
    library = _put_library(prefix, api, force)
    names = [*(function.name for function in api.functions), *_operations()]
    (library.parent / FUNCTIONS).write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    put_surfaces(prefix, force)
    write_tree(prefix, library, include_dir(), __version__)
    (library.parent / _STAMP).write_text(made_from, encoding="utf-8")
    return library

"""Compiles the libraries above libascendcl.so: a package with a native/ folder of C++ files is one of them.

They reach Python through acl_sim_surface (native/surface.h) and know nothing of its version.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from acl_sim.build.compiler import LIBRARY, NATIVE, PACKAGE, include_dir, run_compiler

_FLAGS = ["-std=c++17", "-g1", "-O1", "-fPIC", "-Wall", "-Wextra"]
_INGREDIENTS = "acl_sim_{}.txt"


@dataclass(frozen=True)
class Surface:
    """One library: the package that it is made of, its file's name, and the compiler's flags for each place of the
    toolkit tree that has one of its builds: a directory lib, beside which is the tree's include. The library in lib64
    is a link to the first."""

    package: str
    library: str
    places: dict[str, tuple[str, ...]]

    @property
    def sources(self) -> list[Path]:
        return sorted((PACKAGE.parent / self.package / "native").glob("*.cpp"))


SURFACES = (
    Surface(
        "atb",
        "libatb.so",
        {
            "atb/cxx_abi_1/lib": ("-D_GLIBCXX_USE_CXX11_ABI=1",),
            "atb/cxx_abi_0/lib": ("-D_GLIBCXX_USE_CXX11_ABI=0",),
        },
    ),
    Surface("ge", "libge_runner.so", {"ge/lib": ("-fvisibility=hidden", "-D_GLIBCXX_USE_CXX11_ABI=0")}),
)


def put_surfaces(prefix: Path, force: bool = False) -> None:
    """Brings every library up to date in the tree at `prefix`; compiles only those whose ingredients have changed."""
    builds = [(surface, place, flags) for surface in SURFACES for place, flags in surface.places.items()]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda build: _put(build[0], prefix, prefix / build[1], build[2], force), builds))


def _put(surface: Surface, prefix: Path, directory: Path, flags: tuple[str, ...], force: bool) -> None:
    compiler = shlex.split(os.environ.get("CXX", "")) or ["g++"]
    library, made_of = directory / surface.library, directory / _INGREDIENTS.format(surface.package)
    command = [*compiler, *_FLAGS, *flags, f"-I{include_dir()}", f"-I{PACKAGE.parent}"]
    ingredients = _ingredients(surface, command)
    if not force and library.is_file() and made_of.is_file() and made_of.read_text("utf-8") == ingredients:
        return
    directory.mkdir(parents=True, exist_ok=True)
    made_of.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="acl-sim-build-", dir=directory) as scratch:
        whole = Path(scratch) / f"{surface.package}.cpp"  # one unit: the headers take longer than all the rest
        whole.write_text("".join(f'#include "{source}"\n' for source in surface.sources), encoding="utf-8")
        made = Path(scratch) / surface.library
        run_compiler([*command, str(whole), "-o", str(made), *_linking(surface, prefix, directory)])
        made.replace(library)  # a program that runs the old one keeps it
    made_of.write_text(ingredients, encoding="utf-8")


def _linking(surface: Surface, prefix: Path, directory: Path) -> list[str]:
    lib64 = prefix / "lib64"
    here = os.path.relpath(lib64, directory)
    return [
        "-shared",
        str(lib64 / LIBRARY),
        f"-Wl,-soname,{surface.library}",
        "-Wl,-z,nodelete",  # the names in it are known to Python by their addresses
        "-Wl,--disable-new-dtags",
        f"-Wl,-rpath,$ORIGIN:$ORIGIN/{here}",  # the first for the link in lib64
    ]


def _ingredients(surface: Surface, command: list[str]) -> str:
    """Changes whenever the compiler gets something else to work on."""
    digest = hashlib.sha256(repr(command).encode())
    own = (PACKAGE.parent / surface.package / "native").iterdir()
    headers = (path for path in include_dir().rglob("*.h") if "aclnnop" not in path.parts)  # operators come and go
    for path in [*sorted(own), NATIVE / "surface.h", *sorted(headers)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()

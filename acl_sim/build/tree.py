"""Lays out the toolkit tree around the library.

The tree is shaped like the directory that ASCEND_HOME_PATH names after CANN's installer, so that unchanged
builds and programs find in it what they look for.
"""

from __future__ import annotations

import os
import platform
import shlex
import shutil
import sys
from pathlib import Path

from acl_sim.build.surfaces import SURFACES
from acl_sim.environment import OWN_DIRECTORIES, OWN_LOCATIONS

CANN_VERSION = "9.1.0"
"""The release whose headers and behaviour are simulated; clients read it from several files."""

LIBRARY = "libascendcl.so"
OTHER_NAMES = (
    "libacl_op_compiler.so",
    "libacl_rt.so",
    "libacl_tdt_channel.so",
    "libascend_protobuf.so",
    "libfmk_parser.so",
    "libgraph.so",
    "libhccl.so",
    "libnnopbase.so",
    "libopapi.so",
    "libopapi_cv.so",
    "libopapi_math.so",
    "libopapi_nn.so",
    "libopapi_transformer.so",
)
"""All lead to one file, so link order, subsets and dlopen work; copies would be libraries of their own."""

PACKAGES = ("runtime", "opbase", "ops_math", "ops_nn", "ops_transformer", "ops_cv", "ops_legacy")
OLDER_DIRECTORIES = ("acllib", "compiler", "runtime")
"""Package directories of earlier releases; clients still look for headers, libraries and versions there."""

TEMPLATES = Path(__file__).parent / "templates"


def write_tree(prefix: Path, library: Path, include_dir: Path, version: str) -> None:
    """Makes `prefix` a complete toolkit tree; what is right already is not touched.

    `library` is the compiled library, `include_dir` the project's headers, `version` acl-sim's own.
    """
    values = {"VERSION": version, "CANN_VERSION": CANN_VERSION, "PYTHON": shlex.quote(sys.executable)}
    _put_headers(prefix / "include", include_dir)
    _put_libraries(prefix / "lib64", library)
    _put_aliases(prefix)
    _put_versions(prefix)
    for place, up in (("set_env.sh", "."), ("bin/setenv.bash", "..")):
        _write(prefix / place, _filled("set_env.sh", {**values, **_shell_values(prefix, up)}))
    _write(prefix / "atb/set_env.sh", _filled("atb_set_env.sh", _shell_values(prefix, ".")))
    _write(prefix / "bin/npu-smi", _filled("npu-smi", values), mode=0o755)
    _write(prefix / "lib64/pkgconfig/ascendcl.pc", _filled("ascendcl.pc", values))
    for name in ("acl_sim-config.cmake", "acl_sim-config-version.cmake"):
        _write(prefix / "lib64/cmake/acl_sim" / name, _filled(name, values))


def _put_headers(target: Path, include_dir: Path) -> None:
    """A source checkout is linked, so that editing a header takes effect; an installed package is copied."""
    if (include_dir.parent / "pyproject.toml").is_file():
        _link(target, include_dir.resolve())
        return
    if target.is_symlink():
        target.unlink()
    wanted = {path.relative_to(include_dir) for path in include_dir.rglob("*.h")}
    for path in wanted:
        _write(target / path, (include_dir / path).read_text(encoding="utf-8"))
    for stale in {path.relative_to(target) for path in target.rglob("*.h")} - wanted:
        (target / stale).unlink()


def _put_libraries(lib64: Path, library: Path) -> None:
    lib64.mkdir(parents=True, exist_ok=True)
    if library.resolve() != (lib64 / LIBRARY).resolve():
        staged = lib64 / f".{LIBRARY}.{os.getpid()}"
        shutil.copy2(library, staged)
        staged.replace(lib64 / LIBRARY)
    for name in OTHER_NAMES:
        _link(lib64 / name, Path(LIBRARY))


def _put_aliases(prefix: Path) -> None:
    _link(prefix / "devlib", Path("lib64"))
    for directory in (f"{platform.machine()}-linux", *OLDER_DIRECTORIES):
        _link(prefix / directory / "include", Path("../include"))
        _link(prefix / directory / "lib64", Path("../lib64"))
    _link(prefix / f"{platform.machine()}-linux/lib", Path("../lib64"))
    _link(prefix / "nnal/atb", Path("../atb"))  # where CANN's installer of that name puts it
    for surface in SURFACES:
        homes = [Path(place).parent for place in surface.places]
        for home in homes:
            _link(prefix / home / "include", Path(*[".."] * len(home.parts), "include"))
        _link(prefix / "lib64" / surface.library, Path("..", homes[0], "lib", surface.library))


def _put_versions(prefix: Path) -> None:
    places = [f"share/info/{package}" for package in PACKAGES]
    for place in (*places, "opp", "runtime", "compiler", "toolkit"):
        _write(prefix / place / "version.info", f"Version={CANN_VERSION}\n")
    running = (
        f"{package}_running_version=[{CANN_VERSION}:{CANN_VERSION}]\n" for package in ("runtime", "compiler", "opp")
    )
    _write(prefix / "version.cfg", "".join(running))
    facts = {"package_name": "acl-sim", "version": CANN_VERSION, "arch": platform.machine(), "os": "linux"}
    info = "".join(f"{key}={value}\n" for key, value in facts.items())
    _write(prefix / f"{platform.machine()}-linux/ascend_toolkit_install.info", info)


def _shell_values(prefix: Path, up: str) -> dict[str, str]:
    root = '"$_acl_sim_root'
    locations = (f'export {name}={root}{_below(place)}"' for name, place in OWN_LOCATIONS.items())
    directories = (f'_acl_sim_front {name} {root}{_below(place)}"' for name, place in OWN_DIRECTORIES.items())
    return {
        "PREFIX": shlex.quote(str(prefix)),
        "UP": up,
        "LOCATIONS": "\n".join(locations),
        "DIRECTORIES": "\n".join(directories),
    }


def _below(place: str) -> str:
    return "" if place == "." else f"/{place}"


def _filled(template: str, values: dict[str, str]) -> str:
    text = (TEMPLATES / f"{template}.in").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    if path.is_file() and not path.is_symlink() and path.read_text(encoding="utf-8") == text:
        path.chmod(mode)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_name(f".{path.name}.{os.getpid()}")
    staged.write_text(text, encoding="utf-8")
    staged.chmod(mode)
    staged.replace(path)  # whoever reads it meanwhile sees the old file or the new one, never half of it


def _link(path: Path, target: Path) -> None:
    if path.is_symlink() and path.readlink() == target:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    staged = path.with_name(f".{path.name}.{os.getpid()}")
    staged.unlink(missing_ok=True)
    staged.symlink_to(target)
    staged.replace(path)

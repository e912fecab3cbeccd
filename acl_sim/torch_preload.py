"""Lets the torch-npu wheel find the simulator's libraries, with nothing for the user to set.

`acl_sim_torch.pth` calls `install` at every start of the interpreter, so that this module imports next to nothing.
Importing torch loads torch_npu, whose libraries name CANN's as needed: they must be in the process before. See
docs/decisions/0006-torch-npu.md.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


class _BeforeTorch:
    """A finder that finds nothing: being asked for torch is its cue."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name not in ("torch", "torch_npu"):
            return
        sys.meta_path.remove(self)  # first of all: what follows imports, and looks for torch_npu itself
        if name == "torch_npu" or _loads_torch_npu():
            _prepare()
        else:
            install()  # torch_npu may be imported later


def install() -> None:
    """Waits for torch to be imported."""
    sys.meta_path.insert(0, _BeforeTorch())


def _loads_torch_npu() -> bool:
    """Whether importing torch brings torch_npu along, as an installed wheel asks torch to."""
    from importlib.util import find_spec
    from os import environ

    return environ.get("TORCH_DEVICE_BACKEND_AUTOLOAD") != "0" and find_spec("torch_npu") is not None


def _is_ours(prefix: Path) -> bool:
    """Whether the environment leaves the choice of a toolkit to us or names ours."""
    from os import environ
    from pathlib import Path

    chosen = environ.get("ASCEND_HOME_PATH")
    return not chosen or Path(chosen).resolve() == prefix.resolve()


def _prepare() -> None:
    """Builds the toolkit tree if need be, sets the environment of torch_npu, loads the libraries.

    Raises ImportError where that cannot be done: torch_npu would fail with a less helpful one.
    """
    import os

    from acl_sim import toolkit
    from acl_sim.build.compiler import BuildError
    from acl_sim.environment import OWN_LOCATIONS

    if not _is_ours(toolkit.prefix()):
        return
    try:
        prefix = toolkit.ensure_built()
    except BuildError as failed:
        raise ImportError(f"acl-sim cannot build the libraries that torch_npu needs: {failed}") from None
    os.environ.update({name: str(prefix / place) for name, place in OWN_LOCATIONS.items()})
    # torch_npu's own launching thread would need the interpreter's lock while calls that wait for it hold that lock.
    os.environ["TASK_QUEUE_ENABLE"] = "0"
    _load(prefix / "lib64")


def _load(lib64: Path) -> None:
    """Every library of the tree by its name, so that the loader takes it for what the wheel asks for."""
    from ctypes import CDLL

    from acl_sim.native import lib

    own = (lib64 / "libascendcl.so").resolve()
    for path in sorted(lib64.glob("lib*.so")):
        if path.resolve() != own:
            CDLL(str(path))
        elif lib.acl_sim_answer_to(path.name.encode()) != 0:
            raise ImportError(f"acl-sim: another {path.name} comes first on LD_LIBRARY_PATH; unset it")

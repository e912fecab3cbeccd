"""Lets the torch-npu wheel find the simulator's libraries, with nothing for the user to set.

Importing torch loads torch_npu, whose libraries name CANN's as needed: they must be in the process before. The line in
torch_preload.pth, which every start of the interpreter runs, has `before` called when torch is about to be imported.
See docs/decisions/0006-torch-npu.md.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from ctypes import CDLL, RTLD_GLOBAL
from importlib.abc import MetaPathFinder
from importlib.machinery import ExtensionFileLoader, ModuleSpec, PathFinder
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

from acl_sim import toolkit
from acl_sim.environment import OWN_LOCATIONS

_LOCKING = "libtorch_npu.so"
_done = False


def before(name: str) -> None:
    """Called ahead of every search for torch and torch_npu; acts once, when torch_npu is to be loaded.

    Raises ImportError where the libraries cannot be had: torch_npu would fail with a less helpful one.
    """
    global _done
    if not _done and (name == "torch_npu" or _torch_loads_it()) and PathFinder.find_spec("torch_npu") is not None:
        _done = True
        if _is_ours(toolkit.prefix()):
            _prepare()
            sys.meta_path.insert(0, _ExtensionFinder())


class _ExtensionFinder(MetaPathFinder):
    """Finds torch_npu's extension module for `_ExtensionLoader`."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path) if fullname == "torch_npu._C" else None
        if spec is None or spec.origin is None:
            return None
        return spec_from_file_location(fullname, spec.origin, loader=_ExtensionLoader(fullname, spec.origin))


class _ExtensionLoader(ExtensionFileLoader):
    """Loads torch_npu's extension module, and has its mutexes waited for without the GIL from then on.

    torch_npu calls us while it holds them, and our answer needs the GIL: whoever waits with the GIL waits for ever.
    """

    def exec_module(self, module: ModuleType) -> None:
        from acl_sim.native import lib

        super().exec_module(module)
        if lib.acl_sim_wait_without_gil(_LOCKING.encode()) <= 0:
            raise ImportError(f"acl-sim: {_LOCKING} does not take its mutexes in the way that is known of it")


def _torch_loads_it() -> bool:
    """Whether importing torch brings torch_npu along, as torch does unless told otherwise."""
    return os.environ.get("TORCH_DEVICE_BACKEND_AUTOLOAD") != "0"


def _is_ours(prefix: Path) -> bool:
    """Whether the environment leaves the choice of a toolkit to us or names ours."""
    chosen = os.environ.get("ASCEND_HOME_PATH")
    return not chosen or Path(chosen).resolve() == prefix.resolve()


def _prepare() -> None:
    """Builds the toolkit tree if need be, sets the environment of torch_npu, loads the libraries."""
    from acl_sim.build.compiler import BuildError

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
    from acl_sim.native import lib

    own = (lib64 / "libascendcl.so").resolve()
    # Functions that a preloaded library stands in for are looked up behind it, among what is loaded for everybody.
    CDLL(str(own), mode=RTLD_GLOBAL)
    for path in sorted(lib64.glob("lib*.so")):
        if path.resolve() != own:
            CDLL(str(path))
        elif lib.acl_sim_answer_to(path.name.encode()) != 0:
            raise ImportError(f"acl-sim: another {path.name} comes first on LD_LIBRARY_PATH; unset it")

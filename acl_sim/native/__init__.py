"""The native layer, loaded on first use: `native.ffi` and `native.lib`.

The library that host programs link is itself the extension module, so that both sides share one copy of its state.
Modules that must be importable before anything is built take `from acl_sim import native` and use `native.lib` late.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    ffi: Any
    lib: Any

MODULE = "acl_sim._native"


def load(library: str) -> None:
    """Loads the extension module out of the given libascendcl.so, for a Python process that no program started."""
    from importlib.machinery import ExtensionFileLoader, ModuleSpec

    loader = ExtensionFileLoader(MODULE, library)
    module = loader.create_module(ModuleSpec(MODULE, loader, origin=library))
    loader.exec_module(module)
    sys.modules[MODULE] = module


def __getattr__(name: str) -> Any:
    if name not in ("ffi", "lib"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if MODULE not in sys.modules:
        from acl_sim.toolkit import ensure_built

        load(str(ensure_built() / "lib64" / "libascendcl.so"))
    module = sys.modules[MODULE]
    globals().update(ffi=module.ffi, lib=module.lib)
    return globals()[name]

"""The native layer, loaded on first use: `native.ffi` and `native.lib`, and `native.guarded` (guarded.c).

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
    guarded: Any

MODULE = "acl_sim._native"
GUARDED = "acl_sim._guarded"


def load(library: str) -> None:
    """Loads the extension modules out of the given libascendcl.so, for a Python process that no program started."""
    from importlib.machinery import ExtensionFileLoader, ModuleSpec

    for name in (MODULE, GUARDED):
        loader = ExtensionFileLoader(name, library)
        module = loader.create_module(ModuleSpec(name, loader, origin=library))
        loader.exec_module(module)
        sys.modules[name] = module


def __getattr__(name: str) -> Any:
    if name not in ("ffi", "lib", "guarded"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if MODULE not in sys.modules:
        from acl_sim.toolkit import ensure_built

        load(str(ensure_built() / "lib64" / "libascendcl.so"))
    module = sys.modules[MODULE]
    globals().update(ffi=module.ffi, lib=module.lib, guarded=sys.modules[GUARDED])
    return globals()[name]

"""Called once by the native layer when Python is up: attaches every entry to its exported function."""

from __future__ import annotations


def start(library: str) -> None:
    """`library` is the file of the libascendcl.so that the program has loaded."""
    from acl_sim import native

    native.load(library)
    import aclnn.entries
    import acl_sim.callback
    import acl_sim.context
    import acl_sim.copy
    import acl_sim.data_buffer
    import acl_sim.error_reporting
    import acl_sim.initialization
    import acl_sim.log
    import acl_sim.version
    import acl_sim.virtual_memory  # noqa: F401  # each import registers its chapter's entries
    from acl_sim.entry import REGISTRY
    from acl_sim.machine import machine

    for name, call in REGISTRY.items():
        native.ffi.def_extern(name=f"acl_sim_py_{name}")(call)
    native.lib.acl_sim_watch_faults()
    machine()

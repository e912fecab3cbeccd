"""Called once by the native layer when Python is up: attaches every entry to its exported function."""

from __future__ import annotations

import os
from importlib import import_module

_CHAPTERS = (
    "acl_sim.callback",
    "acl_sim.capture",
    "acl_sim.collectives",
    "acl_sim.compile_options",
    "acl_sim.configuration",
    "acl_sim.context",
    "acl_sim.copy",
    "acl_sim.data_buffer",
    "acl_sim.device",
    "acl_sim.device_numbers",
    "acl_sim.error_reporting",
    "acl_sim.event",
    "acl_sim.host_memory",
    "acl_sim.initialization",
    "acl_sim.log",
    "acl_sim.memory",
    "acl_sim.op_attributes",
    "acl_sim.profiling",
    "acl_sim.stream",
    "acl_sim.stream_attributes",
    "acl_sim.surface",
    "acl_sim.tensor_desc",
    "acl_sim.version",
    "acl_sim.virtual_memory",
    "aclnn.containers",
    "aclnn.executor",
    "aclnn.single_operators",
    "aclnn.tensor_entries",
)
_PREFIX = "acl_sim_py_"


def start(copy: int, library: str) -> None:
    """`copy` tells the libascendcl.so that calls from others in the process, `library` is its path for messages.

    Raises RuntimeError when the library was built from other sources than these, or when another copy of it has the
    entries: a function without an entry would answer 0, which means success.
    """
    from acl_sim import native

    if native.lib.acl_sim_copy() != copy:
        raise RuntimeError(f"{library} is not the only libascendcl.so in this process: load one of them")
    for chapter in _CHAPTERS:
        import_module(chapter)
    from acl_sim.entry import REGISTRY
    from acl_sim.machine import machine

    declared = {name.removeprefix(_PREFIX) for name in dir(native.lib) if name.startswith(_PREFIX)}
    if odd := declared ^ REGISTRY.keys():
        raise RuntimeError(f"{library} does not fit these sources ({', '.join(sorted(odd))}): run acl-sim build")
    for name, call in REGISTRY.items():
        native.ffi.def_extern(name=_PREFIX + name)(call)
    native.lib.acl_sim_watch_faults()
    machine()
    if os.environ.get("ACL_SIM_CHECK") == "1":
        from acl_sim.checks import enable

        enable()

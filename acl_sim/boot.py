"""Called once by the native layer when Python is up: attaches every entry to its exported function."""

from __future__ import annotations

import os


def start(copy: int, library: str) -> None:
    """`copy` tells the libascendcl.so that calls from others in the process, `library` is its path for messages.

    Raises RuntimeError when another copy of it has the entries: a function without an entry would answer 0, which
    means success.
    """
    from acl_sim import native

    if native.lib.acl_sim_copy() != copy:
        raise RuntimeError(f"{library} is not the only libascendcl.so in this process: load one of them")
    from acl_sim.entry import attach
    from acl_sim.machine import machine

    for line in native.ffi.string(native.lib.acl_sim_entries).decode().splitlines():
        attach(*line.split(" "))
    native.lib.acl_sim_watch_faults()
    machine()
    if os.environ.get("ACL_SIM_CHECK") == "1":
        from acl_sim.checks import enable

        enable()

"""How much scratch memory phase one asks for.

The operators here need none, those of the real library often do, and programs must be ready for it: ACL_SIM_WORKSPACE
makes phase one ask for that many bytes, and `acl-sim check` for 1024 where it is not set.
"""

from __future__ import annotations

import os


def _chosen() -> int:
    wanted = os.environ.get("ACL_SIM_WORKSPACE") or "0"
    if not wanted.isdecimal():
        raise ValueError(f"ACL_SIM_WORKSPACE is {wanted!r}, expected a number of bytes")
    return int(wanted)


class Workspace:
    """least: what an executor with work to do asks for, in bytes."""

    least = _chosen()

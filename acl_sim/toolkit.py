"""Where the toolkit tree of this Python environment lives, and that it is there."""

from __future__ import annotations

import fcntl
import os
import sys
from pathlib import Path


def prefix() -> Path:
    """The tree's root, what ASCEND_HOME_PATH names: `ACL_SIM_PREFIX`, else `cann` in this environment."""
    if chosen := os.environ.get("ACL_SIM_PREFIX"):
        return Path(chosen).absolute()
    return Path(sys.prefix) / "cann"


def ensure_built(force: bool = False) -> Path:
    """Builds the tree when it is missing or older than its sources, one process at a time; returns its root.

    Raises acl_sim.build.compiler.BuildError with what to install when it cannot be built.
    """
    from acl_sim.build.library import build, is_current

    root = prefix()
    if not force and is_current(root):
        return root
    root.mkdir(parents=True, exist_ok=True)
    with open(root / ".building", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if force or not is_current(root):
            build(root, force)
    return root

"""Where in the host program something happened.

For compiled programs a site is a module and an offset, taken from the return address of the exported call; for Python
programs it is a file and a line at once.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from types import FrameType

from acl_sim import native


@dataclass(frozen=True)
class Site:
    """`offset` is of the call instruction in `module`; for Python it is the line number and `is_line` is true."""

    module: str
    offset: int
    is_line: bool = False


NOWHERE = Site("", 0)
_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))
_OURS = tuple(f"{_ROOT}/{package}/" for package in ("acl", "acl_sim", "aclnn", "atb", "ge"))


def _python_site() -> Site | None:
    """The innermost frame of the host's own Python code, when the host is Python."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if not name.startswith(_OURS) and "/ctypes/" not in name and not name.startswith("<"):
            return Site(name, frame.f_lineno, True)
        frame = frame.f_back
    return None


def here() -> Site:
    """The site of the exported call that this thread is in."""
    return _python_site() or site_of(native.lib.acl_sim_call_site())


@cache
def site_of(address: int) -> Site:
    """The module and offset of a return address."""
    path = native.ffi.new("char[]", 4096)
    offset = native.lib.acl_sim_module_of(address, path, 4096)
    return Site(native.ffi.string(path).decode("utf-8", "replace"), offset) if offset else NOWHERE

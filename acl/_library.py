"""The simulator's libascendcl.so in this process: the functions that C programs call, with the same statuses.

It is the one that is loaded already, by torch_npu for instance, or that of this environment.
"""

from __future__ import annotations

import ctypes
import os
from functools import cache

from acl_sim.toolkit import ensure_built

_NAME = "libascendcl.so"
_SIGNATURES = "acl_sim_signatures"


@cache
def library() -> ctypes.CDLL:
    """Loads it on first use; raises acl_sim.build.compiler.BuildError when it cannot be built."""
    try:
        loaded = ctypes.CDLL(_NAME, mode=os.RTLD_NOLOAD | os.RTLD_NOW)
    except OSError:  # none is loaded yet
        return ctypes.CDLL(str(ensure_built() / "lib64" / _NAME))
    if not hasattr(loaded, _SIGNATURES):
        raise ImportError(f"the {_NAME} of this process is not acl-sim's")
    return loaded


@cache
def signatures() -> dict[str, list[str]]:
    """What the library says of each exported function: the words of acl_sim/build/signatures.py after its name."""
    address = ctypes.addressof(ctypes.c_char.in_dll(library(), _SIGNATURES))
    lines = ctypes.string_at(address).decode("ascii").splitlines()
    return {name: words for name, *words in (line.split(" ") for line in lines)}

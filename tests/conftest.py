"""What the tests share: the library as a C caller sees it, on a fresh machine."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator

import pytest

from acl_sim.toolkit import ensure_built

# In this process torch computes on the CPU what operators are held against: it must not bring torch_npu along, which
# would share the simulated machine. Programs that use torch_npu have processes of their own.
os.environ["TORCH_DEVICE_BACKEND_AUTOLOAD"] = "0"


@pytest.fixture(scope="session")
def library() -> ctypes.CDLL:
    """libascendcl.so, loaded into this Python process as a host program would."""
    return ctypes.CDLL(str(ensure_built() / "lib64" / "libascendcl.so"))


@pytest.fixture
def acl(library: ctypes.CDLL) -> Iterator[ctypes.CDLL]:
    """The library with a fresh machine behind it: nothing initialised, no device set, no error pending."""
    from acl_sim.machine import replace_machine

    library.aclDataTypeSize(0)  # starts the simulator when this is the process's first call
    replace_machine()
    yield library
    replace_machine()

"""What the tests share: the library as a C caller sees it, on a fresh machine."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pytest

from acl_sim.toolkit import ensure_built


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

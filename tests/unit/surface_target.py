"""What test_surface.py calls as another library would: imported by name on the first call."""

from __future__ import annotations

from acl_sim.messages import invalid
from acl_sim.surface import answers


@answers("test::Difference")
def difference(a: int, b: int) -> int:
    return a - b


@answers("test::Nothing")
def nothing() -> None:
    pass


@answers("test::Refused")
def refused(status: int) -> None:
    raise invalid("value", 5, "an even number", status)


@answers("test::Broken")
def broken() -> int:
    return 1 // 0

"""What a stream answers whose task fails: once, and the tasks behind it still run."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from acl_sim import status
from acl_sim.machine import machine, replace_machine
from acl_sim.messages import Refusal, device_fault
from acl_sim.stream import Stream
from acl_sim.task import Task


def _faulting() -> None:
    raise device_fault("A kernel touched what it should not.")


def _hungry() -> None:
    raise MemoryError("Unable to allocate 119 GiB")


def _broken() -> None:
    raise ValueError("a bug")


@pytest.mark.parametrize(
    ("work", "answer", "says"),
    [
        (_faulting, status.RT_AICORE_EXCEPTION, "A kernel touched"),
        (_hungry, status.RT_MEMORY_ALLOCATION, "The host has no memory for aclnnFoo: Unable to allocate 119 GiB."),
        (_broken, status.INTERNAL_ERROR, "internal error of the simulator in aclnnFoo"),
    ],
)
def test_a_failure_is_told_once(work: Callable[[], None], answer: int, says: str) -> None:
    replace_machine()
    context = machine().devices[0].retain()
    machine().current = context
    stream, ran = Stream(context), []
    stream.submit(Task("aclnnFoo", work))
    stream.submit(Task("aclnnBar", lambda: ran.append("behind")))
    with pytest.raises(Refusal) as refused:
        stream.synchronize()
    assert refused.value.status == answer
    assert says in refused.value.text
    assert ran == ["behind"]
    stream.synchronize()
    replace_machine()

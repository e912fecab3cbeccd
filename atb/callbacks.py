"""Calling functions of the program, through those of native/callbacks.h."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from acl_sim.entry import unlocked
from acl_sim.native import ffi


class Callback(NamedTuple):
    """A native function and the program's object that it is about."""

    function: int
    object: int

    def __call__(self, slots: Sequence[int]) -> tuple[int, list[int]]:
        """The status, and the numbers as the function left them. Other threads may come in meanwhile."""
        numbers = ffi.new("int64_t[]", len(slots))
        for index, slot in enumerate(slots):
            numbers[index] = _signed(slot)
        function = ffi.cast("int64_t (*)(void *, int64_t *)", self.function)
        with unlocked():
            answer = function(ffi.cast("void *", self.object), numbers)
        return answer, ffi.unpack(numbers, len(slots))


def _signed(slot: int) -> int:
    """The 64 bits of a number as C's signed one."""
    slot &= (1 << 64) - 1
    return slot - (1 << 64) if slot >> 63 else slot

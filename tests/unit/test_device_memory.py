"""The allocator of one device: what it hands out never overlaps, is counted to the byte, and has clean slack."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import CDLL
from itertools import pairwise

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from acl_sim import status
from acl_sim.device_memory import GRANULE, Block, DeviceMemory
from acl_sim.messages import Refusal
from acl_sim.native import ffi, lib

CAPACITY = 12 << 20
EDGES = (
    1,
    31,
    32,
    33,
    4095,
    4096,
    4097,
    GRANULE // 2,
    GRANULE // 2 + 1,
    GRANULE - 1,
    GRANULE,
    GRANULE + 1,
    3 * GRANULE,
)
SIZES = st.one_of(st.sampled_from(EDGES), st.integers(1, CAPACITY))


def charge(size: int) -> int:
    return (size + 31) // 32 * 32 + 32


def stored(memory: DeviceMemory, start: int, size: int) -> bytes:
    """The bytes behind device addresses."""
    return bytes(ffi.buffer(ffi.cast("char *", start + memory.distance), size))


class Allocator(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.memory = DeviceMemory(0, CAPACITY)
        self.live: list[Block] = []

    def teardown(self) -> None:
        self.memory.release()

    @rule(size=SIZES)
    def allocate(self, size: int) -> None:
        free = CAPACITY - sum(charge(block.size) for block in self.live)
        if charge(size) > free:
            with pytest.raises(Refusal) as refused:
                self.memory.allocate(size)
            assert refused.value.status == status.RT_MEMORY_ALLOCATION
            return
        block = self.memory.allocate(size)
        assert block.size == size
        assert block.start % 64 == 0
        assert block.footprint >= min(size + GRANULE // 2, 2 * size)
        slack = block.footprint - size
        assert stored(self.memory, block.start + size, slack) == bytes(slack)
        lib.acl_sim_fill(block.start + self.memory.distance, 0xFF, block.footprint)
        self.live.append(block)

    @precondition(lambda self: self.live)
    @rule(choice=st.integers(0, 1000))
    def free(self, choice: int) -> None:
        block = self.live.pop(choice % len(self.live))
        self.memory.free(block)
        assert self.memory.find(block.start) is None

    @precondition(lambda self: self.live)
    @rule()
    def free_all(self) -> None:
        for block in self.live:
            self.memory.free(block)
        self.live.clear()
        whole = self.memory.allocate(CAPACITY - 32)  # the holes have grown together
        self.memory.free(whole)

    @rule()
    def release(self) -> None:
        self.memory.release()
        self.live.clear()

    @invariant()
    def no_overlap(self) -> None:
        ranges = sorted((block.start, block.start + block.footprint) for block in self.live)
        assert all(end <= start for (_, end), (start, _) in pairwise(ranges))

    @invariant()
    def exact_count(self) -> None:
        assert self.memory.used == sum(charge(block.size) for block in self.live)

    @invariant()
    def found_by_every_address(self) -> None:
        for block in self.live:
            assert self.memory.find(block.start) is block
            assert self.memory.find(block.start + block.footprint - 1) is block
            assert self.memory.find(block.start + block.size // 2) is block


TestAllocator = Allocator.TestCase
TestAllocator.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


@pytest.fixture
def memory() -> Iterator[DeviceMemory]:
    memory = DeviceMemory(0, 2 * CAPACITY)
    yield memory
    memory.release()


def test_addresses_are_no_host_memory(memory: DeviceMemory, acl: CDLL) -> None:
    block = memory.allocate(100)
    assert lib.acl_sim_put(block.start, 1, 8) == -1
    assert lib.acl_sim_put(block.start + memory.distance, 1, 8) == 0
    memory.release()
    assert not memory.holds(block.start)


def test_neighbours_are_not_found(memory: DeviceMemory) -> None:
    blocks = [memory.allocate(3 * GRANULE) for _ in range(3)]
    memory.free(blocks[1])
    assert memory.find(blocks[1].start) is None
    assert memory.find(blocks[1].start + 2 * GRANULE) is None
    assert memory.find(blocks[0].start + blocks[0].footprint - 1) is blocks[0]
    assert memory.find(blocks[2].start) is blocks[2]


def test_reservations_cost_nothing(memory: DeviceMemory) -> None:
    block = memory.reserve(4 * CAPACITY)
    assert memory.used == 0
    memory.free(block)


def test_small_blocks_beyond_their_zone(memory: DeviceMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acl_sim.device_memory._SMALL_ZONE", 64 * GRANULE)
    blocks = [memory.allocate(10) for _ in range(100)]
    assert len({block.start for block in blocks}) == 100
    for block in blocks:
        memory.free(block)
    memory.free(memory.allocate(2 * CAPACITY - 32))


def test_serial_numbers_count_allocations(memory: DeviceMemory) -> None:
    first, second = memory.allocate(1), memory.allocate(GRANULE)
    memory.free(first)
    assert [first.serial, second.serial, memory.allocate(1).serial] == [1, 2, 3]

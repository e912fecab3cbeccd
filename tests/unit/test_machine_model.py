"""Random programs on two devices, driven through the C interface, against a model of bytes and queues.

The programs are free of races: whatever touches a buffer is ordered behind what touched it before, by the stream, by
an event or by a wait of the host. Then every schedule must leave the bytes that running everything at once leaves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from ctypes import CDLL, byref, c_float, c_int, c_size_t, c_uint64, c_void_p, create_string_buffer
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from acl_sim import status
from acl_sim.machine import replace_machine

DEVICES = 2
PICK = st.integers(0, 1000)
BYTE = st.integers(0, 255)
SIZES = st.one_of(st.integers(1, 300), st.just(3 << 20))
HBM, DEFAULT_KIND = 1, 4  # ACL_HBM_MEM, ACL_MEMCPY_DEFAULT


@dataclass(eq=False)
class Queue:
    """A stream: how many tasks it was given, and how much of every stream lies before its next one."""

    handle: int
    device: int
    count: int = 0
    seen: Counter[Queue] = field(default_factory=Counter)


@dataclass(eq=False)
class Moment:
    """An event: what lies before its last record."""

    handle: int
    seen: Counter[Queue] | None = None


@dataclass(eq=False)
class Buffer:
    """Device memory, or pinned host memory (device None), as it is when all that was queued has run."""

    address: int
    device: int | None
    data: bytearray
    reads: Counter[Queue] = field(default_factory=Counter)
    writes: Counter[Queue] = field(default_factory=Counter)


class Programs(RuleBasedStateMachine):
    acl: CDLL

    def __init__(self) -> None:
        super().__init__()
        replace_machine()
        self.host: Counter[Queue] = Counter()  # how much of every stream has certainly run
        self.streams: list[Queue] = []
        self.events: list[Moment] = []
        self.buffers: list[Buffer] = []
        self.dead_streams: list[Queue] = []
        self.use(0)
        self.edge = self.created_event()  # one for all edges between streams: a record replaces the one before
        for device in range(DEVICES):
            self.create_stream(device)
            self.allocate(device, 64)
        self.allocate_pinned(64)

    def call(self, name: str, *arguments: object, answer: int = status.SUCCESS) -> None:
        assert getattr(self.acl, name)(*arguments) == answer, name

    def use(self, device: int) -> None:
        self.call("aclrtSetDevice", device)

    # Ordering

    def merge(self, into: Counter[Queue], other: Counter[Queue]) -> None:
        for queue, count in other.items():
            into[queue] = max(into[queue], count)

    def order(self, queue: Queue, before: Counter[Queue]) -> None:
        """Makes the stream's next task wait for tasks of other streams, by an event for each."""
        for other in [other for other, count in before.items() if other is not queue and queue.seen[other] < count]:
            if self.host[other] >= before[other]:
                continue
            self.record_event(self.edge, other)
            self.wait_event(self.edge, queue)

    def submit(self, queue: Queue, reads: list[Buffer], writes: list[Buffer]) -> None:
        """Orders a task behind whatever touched its buffers, and counts it."""
        for buffer in reads:
            self.order(queue, buffer.writes)
        for buffer in writes:
            self.order(queue, buffer.writes)
            self.order(queue, buffer.reads)
        self.use(queue.device)
        queue.count += 1
        queue.seen[queue] = queue.count
        for buffer in reads:
            buffer.reads[queue] = queue.count
        for buffer in writes:
            buffer.writes[queue] = queue.count

    def settle(self, buffer: Buffer, how: int) -> None:
        """Waits on the host, in one way or another, for everything that touches the buffer."""
        touched: Counter[Queue] = Counter()
        self.merge(touched, buffer.reads)
        self.merge(touched, buffer.writes)
        waits: list[Callable[[Queue], None]] = [
            self.synchronize_stream,
            lambda queue: self.synchronize_device(queue.device),
            self.synchronize_by_event,
            self.poll,
        ]
        for queue, count in touched.items():
            if self.host[queue] < count:
                waits[how % len(waits)](queue)

    # Streams and events

    @rule(device=st.integers(0, DEVICES - 1))
    def create_stream(self, device: int) -> None:
        self.use(device)
        handle = c_void_p()
        self.call("aclrtCreateStream", byref(handle))
        self.streams.append(Queue(handle.value or 0, device))

    @precondition(lambda self: len(self.streams) > DEVICES)
    @rule(pick=PICK)
    def destroy_stream(self, pick: int) -> None:
        queue = self.streams.pop(pick % len(self.streams))
        self.use(queue.device)
        self.call("aclrtDestroyStream", c_void_p(queue.handle))
        self.finished(queue)
        self.dead_streams.append(queue)

    def created_event(self) -> Moment:
        handle = c_void_p()
        self.call("aclrtCreateEvent", byref(handle))
        return Moment(handle.value or 0)

    @rule()
    def create_event(self) -> None:
        self.use(0)
        self.events.append(self.created_event())

    def record_event(self, event: Moment, queue: Queue) -> None:
        self.use(queue.device)
        self.call("aclrtRecordEvent", c_void_p(event.handle), c_void_p(queue.handle))
        queue.count += 1
        queue.seen[queue] = queue.count
        event.seen = Counter(queue.seen)

    def wait_event(self, event: Moment, queue: Queue) -> None:
        self.use(queue.device)
        answer = status.SUCCESS if event.seen is not None else status.RT_PARAM_INVALID
        self.call("aclrtStreamWaitEvent", c_void_p(queue.handle), c_void_p(event.handle), answer=answer)
        if event.seen is not None:
            self.merge(queue.seen, event.seen)

    @precondition(lambda self: self.events and self.streams)
    @rule(pick=PICK, stream=PICK)
    def record(self, pick: int, stream: int) -> None:
        self.record_event(self.events[pick % len(self.events)], self.streams[stream % len(self.streams)])

    @precondition(lambda self: self.events and self.streams)
    @rule(pick=PICK, stream=PICK)
    def wait(self, pick: int, stream: int) -> None:
        self.wait_event(self.events[pick % len(self.events)], self.streams[stream % len(self.streams)])

    @precondition(lambda self: self.events)
    @rule(pick=PICK)
    def destroy_event(self, pick: int) -> None:
        event = self.events.pop(pick % len(self.events))
        self.call("aclrtDestroyEvent", c_void_p(event.handle))
        self.call("aclrtDestroyEvent", c_void_p(event.handle), answer=status.RT_INVALID_HANDLE)

    @precondition(lambda self: self.events)
    @rule(pick=PICK)
    def synchronize_event(self, pick: int) -> None:
        event = self.events[pick % len(self.events)]
        self.call("aclrtSynchronizeEvent", c_void_p(event.handle))
        if event.seen is not None:
            self.merge(self.host, event.seen)

    @precondition(lambda self: len(self.events) > 1)
    @rule(pick=PICK)
    def elapsed_time(self, pick: int) -> None:
        start, end = self.events[pick % len(self.events)], self.events[(pick + 1) % len(self.events)]
        if start.seen is None or end.seen is None:
            return
        milliseconds = c_float(-1)
        answer = self.acl.aclrtEventElapsedTime(byref(milliseconds), c_void_p(start.handle), c_void_p(end.handle))
        assert answer == status.RT_EVENT_TIMESTAMP_REVERSAL or milliseconds.value >= 0
        assert answer in (status.SUCCESS, status.RT_EVENT_TIMESTAMP_REVERSAL)

    # Waiting

    def finished(self, queue: Queue) -> None:
        queue.seen[queue] = queue.count
        self.merge(self.host, queue.seen)

    def synchronize_stream(self, queue: Queue) -> None:
        self.use(queue.device)
        self.call("aclrtSynchronizeStream", c_void_p(queue.handle))
        self.finished(queue)

    @rule(device=st.integers(0, DEVICES - 1))
    def synchronize_device(self, device: int) -> None:
        self.use(device)
        self.call("aclrtSynchronizeDevice")
        for queue in self.streams:
            if queue.device == device:
                self.finished(queue)

    def synchronize_by_event(self, queue: Queue) -> None:
        self.use(queue.device)
        event = self.created_event()
        self.record_event(event, queue)
        self.call("aclrtSynchronizeEvent", c_void_p(event.handle))
        self.call("aclrtDestroyEvent", c_void_p(event.handle))
        self.finished(queue)

    def poll(self, queue: Queue) -> None:
        self.use(queue.device)
        found = c_int(1)
        for _ in range(1000):
            self.call("aclrtStreamQuery", c_void_p(queue.handle), byref(found))
            if found.value == 0:
                return self.finished(queue)
        raise AssertionError("polling a stream does not bring it on")

    # Memory

    @rule(device=st.integers(0, DEVICES - 1), size=SIZES)
    def allocate(self, device: int, size: int) -> None:
        self.use(device)
        address = c_void_p()
        self.call("aclrtMalloc", byref(address), c_size_t(size), 0)
        self.call("aclrtMemset", address, c_size_t(size), 0, c_size_t(size))
        self.buffers.append(Buffer(address.value or 0, device, bytearray(size)))

    @rule(size=SIZES)
    def allocate_pinned(self, size: int) -> None:
        self.use(0)
        address = c_void_p()
        self.call("aclrtMallocHost", byref(address), c_size_t(size))
        self.buffers.append(Buffer(address.value or 0, None, bytearray(size)))

    @precondition(lambda self: len(self.buffers) > 1)
    @rule(pick=PICK, how=PICK)
    def free(self, pick: int, how: int) -> None:
        buffer = self.buffers.pop(pick % len(self.buffers))
        self.settle(buffer, how)
        name = "aclrtFree" if buffer.device is not None else "aclrtFreeHost"
        self.call(name, c_void_p(buffer.address + 1), answer=status.RT_PARAM_INVALID)
        self.call(name, c_void_p(buffer.address))
        self.call(name, c_void_p(buffer.address), answer=status.RT_PARAM_INVALID)

    @precondition(lambda self: self.buffers and self.streams)
    @rule(pick=PICK, stream=PICK, value=BYTE, start=PICK, length=st.integers(0, 300))
    def fill(self, pick: int, stream: int, value: int, start: int, length: int) -> None:
        buffer, queue = self.buffers[pick % len(self.buffers)], self.streams[stream % len(self.streams)]
        first = start % len(buffer.data)
        length = min(length, len(buffer.data) - first)
        self.submit(queue, [], [buffer])
        at, room = c_void_p(buffer.address + first), c_size_t(len(buffer.data) - first)
        self.call("aclrtMemsetAsync", at, room, value, c_size_t(length), c_void_p(queue.handle))
        buffer.data[first : first + length] = bytes([value]) * length

    @precondition(lambda self: self.buffers and self.streams)
    @rule(origin=PICK, goal=PICK, stream=PICK)
    def copy(self, origin: int, goal: int, stream: int) -> None:
        src, dst = self.buffers[origin % len(self.buffers)], self.buffers[goal % len(self.buffers)]
        queue = self.streams[stream % len(self.streams)]
        if src is dst or (src.device is None and dst.device is None):
            return
        size = min(len(src.data), len(dst.data))
        self.submit(queue, [src], [dst])
        to, room, source_address = c_void_p(dst.address), c_size_t(len(dst.data)), c_void_p(src.address)
        self.call("aclrtMemcpyAsync", to, room, source_address, c_size_t(size), DEFAULT_KIND, c_void_p(queue.handle))
        dst.data[:size] = src.data[:size]

    @precondition(lambda self: self.buffers)
    @rule(pick=PICK, how=PICK, value=BYTE)
    def write_from_host(self, pick: int, how: int, value: int) -> None:
        buffer = self.buffers[pick % len(self.buffers)]
        self.settle(buffer, how)
        self.use(0)
        data = bytes((value + i) % 256 for i in range(min(50, len(buffer.data))))
        self.call("aclrtMemcpy", c_void_p(buffer.address), c_size_t(len(data)), data, c_size_t(len(data)), 1)
        buffer.data[: len(data)] = data

    @precondition(lambda self: self.buffers)
    @rule(pick=PICK, how=PICK)
    def check(self, pick: int, how: int) -> None:
        buffer = self.buffers[pick % len(self.buffers)]
        self.settle(buffer, how)
        self.use(0)
        found, size = create_string_buffer(len(buffer.data)), c_size_t(len(buffer.data))
        self.call("aclrtMemcpy", found, size, c_void_p(buffer.address), size, 2)
        assert found.raw == buffer.data

    @precondition(lambda self: self.dead_streams)
    @rule(pick=PICK)
    def use_a_dead_stream(self, pick: int) -> None:
        self.use(0)
        handle = c_void_p(self.dead_streams[pick % len(self.dead_streams)].handle)
        self.call("aclrtSynchronizeStream", handle, answer=status.RT_INVALID_HANDLE)
        self.call("aclrtDestroyStream", handle, answer=status.RT_INVALID_HANDLE)

    @invariant()
    def memory_is_counted(self) -> None:
        for device in range(DEVICES):
            self.use(device)
            free, total = c_uint64(), c_uint64()
            self.call("aclrtGetMemInfo", HBM, byref(free), byref(total))
            sizes = [len(buffer.data) for buffer in self.buffers if buffer.device == device]
            assert total.value - free.value == sum((size + 31) // 32 * 32 + 32 for size in sizes)

    def teardown(self) -> None:
        for index in range(len(self.buffers)):
            self.check(index, index)


@pytest.mark.parametrize("schedule", ["deferred", "eager", "shuffled:5"])
def test_random_programs(acl: CDLL, monkeypatch: pytest.MonkeyPatch, schedule: str) -> None:
    monkeypatch.setenv("ACL_SIM_SCHEDULE", schedule)
    monkeypatch.setenv("ACL_SIM_DEVICES", str(DEVICES))
    machine = type("Programs", (Programs,), {"acl": acl})
    quick = settings(
        max_examples=40,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    run_state_machine_as_test(machine, settings=quick)
    monkeypatch.undo()
    replace_machine()

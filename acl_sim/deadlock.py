"""Who waits for whom, when nobody can go on.

Streams alone cannot wait in a circle, since an event is recorded before anybody waits for it. Host functions can close
one: a stream stands still until its function returns, or until the thread that subscribed has processed its callback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acl_sim import status
from acl_sim.messages import Refusal
from acl_sim.task import Task, WaitTask

if TYPE_CHECKING:
    from acl_sim.stream import Stream

Link = tuple[str, Task]  # one wait of the circle: what waits for what, and the task that makes it so


def _held_by(stream: Stream, links: list[Link]) -> int | None:
    """The thread that the stream, or one that it waits for, stands still for; None when it can go on."""
    seen: set[Stream] = set()
    while stream.queue and stream not in seen:
        seen.add(stream)
        task, name = stream.queue[0], f"stream {stream.handle:#x}"
        if stream.running:
            links.append((f"{name} runs {task.label} in thread {stream.running:#x}", task))
            return stream.running
        if isinstance(task, WaitTask) and not task.record.done:
            stream = task.record.stream
            links.append((f"{name} waits for an event recorded in stream {stream.handle:#x}", task))
            continue
        thread = task.waits_for_thread
        if thread is not None:
            links.append((f"{name} waits for aclrtProcessReport in thread {thread:#x}", task))
        return thread
    return None


def find_circle(waiter: int, waiting: dict[int, Stream]) -> list[Link]:
    """The waits that keep a thread from ever going on; empty when something still can.

    waiting: what each thread that cannot go on waits for, the waiter included.
    """
    links: list[Link] = []
    threads = {waiter}
    stream = waiting[waiter]
    while (thread := _held_by(stream, links)) is not None and thread in waiting:
        stream = waiting[thread]
        what, task = links.pop()
        links.append((f"{what}, which waits for stream {stream.handle:#x}", task))
        if thread in threads:
            return links
        threads.add(thread)
    return []


def deadlock(links: list[Link]) -> Refusal:
    """What a wait answers that could never end; the documented status is that of a wait which takes too long."""
    text = "; ".join(what for what, _ in links)
    return Refusal(status.RT_STREAM_SYNC_TIMEOUT, "EE1002", f"A deadlock: this call would wait for ever, as {text}.")

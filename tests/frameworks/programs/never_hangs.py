"""Calls of torch_npu that wait for queued operators, some of them while they hold the interpreter's lock.

Without an argument every case that returns, one after the other, each within LIMIT seconds. With the name of a way to
end, the process ends that way while work is queued.
"""

import faulthandler
import sys
import threading

import torch
import torch_npu

LIMIT = 30


def work(device="npu:0"):
    """An operator that takes a while, queued."""
    x = torch.ones(64, 64, 8, 64, dtype=torch.float16).to(device)
    angles = torch.ones(64, 1, 8, 64, dtype=torch.float16).to(device)
    return torch_npu.npu_interleave_rope(x, angles, angles)


def synchronize_event():
    result = work()
    event = torch.npu.Event()
    event.record()
    event.synchronize()
    return result


def empty_cache():
    result = work()
    torch.npu.empty_cache()
    return result


def record_stream_and_empty_cache():
    stream = torch.npu.Stream()
    with torch.npu.stream(stream):
        result = work()
    result.record_stream(torch.npu.current_stream())
    del result
    torch.npu.empty_cache()


def poll_stream():
    stream = torch.npu.Stream()
    with torch.npu.stream(stream):
        result = work()
    while not stream.query():
        pass
    return result


def poll_event():
    result = work()
    event = torch.npu.Event()
    event.record()
    while not event.query():
        pass
    return result


def memory_summary():
    result = work()
    assert "Allocated memory" in torch.npu.memory_summary()
    return result


def item():
    return work().cpu()[0, 0, 0, 0].item()


def synchronize():
    result = work("npu:1")
    torch.npu.synchronize("npu:1")
    return result


def wait_for_another_stream():
    first, second = torch.npu.Stream(), torch.npu.Stream()
    with torch.npu.stream(first):
        result = work()
    second.wait_stream(first)
    second.synchronize()
    return result


def time_between_events():
    start, end = torch.npu.Event(enable_timing=True), torch.npu.Event(enable_timing=True)
    start.record()
    result = work()
    end.record()
    end.synchronize()
    assert start.elapsed_time(end) > 0
    return result


def backward():
    x = torch.ones(8, 8, 8, 64).npu().requires_grad_()
    angles = torch.ones(1, 1, 8, 64).npu()
    torch_npu.npu_rotary_mul(x, angles, angles).backward(torch.ones(8, 8, 8, 64).npu())
    assert x.grad.cpu().shape == x.shape


def a_thread_for_each_device():
    failures = []

    def run(device):
        try:
            for _ in range(5):
                work(device).cpu()
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(f"npu:{index}",)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures


def a_finalizer_that_waits():
    class Owner:
        def __del__(self):
            torch.npu.synchronize()

    owner = Owner()
    result = work()
    del owner
    return result


CASES = [
    synchronize_event, empty_cache, record_stream_and_empty_cache, poll_stream, poll_event, memory_summary, item,
    synchronize, wait_for_another_stream, time_between_events, backward, a_thread_for_each_device,
    a_finalizer_that_waits,
]  # fmt: skip


def end_with_work_queued():
    return work()


def end_with_an_event_in_a_global():
    global kept
    work()
    kept = torch.npu.Event()
    kept.record()


def end_with_streams_and_threads():
    def run():
        with torch.npu.stream(torch.npu.Stream()):
            work()

    threading.Thread(target=run).start()


for case in [globals()[sys.argv[1]]] if len(sys.argv) > 1 else CASES:
    faulthandler.dump_traceback_later(LIMIT, exit=True)
    case()
    faulthandler.cancel_dump_traceback_later()
print("ended")

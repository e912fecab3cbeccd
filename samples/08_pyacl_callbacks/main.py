"""Squares numbers on the host in the order of a stream: copies there and back, and a callback between them."""

import sys

import numpy as np

import acl

HOST_TO_DEVICE, DEVICE_TO_HOST = 1, 2
MALLOC_HUGE_FIRST = 0
BLOCK_STREAM = 1
COUNT = 8


def check(what, ret):
    if ret != 0:
        sys.exit(f"{what} answered {ret}: {acl.get_recent_err_msg()}")


class Squares:
    """A stream, device memory for COUNT numbers, and a thread that processes the stream's callbacks."""

    def __init__(self, context):
        self.context = context
        self.running = True
        self.stream, ret = acl.rt.create_stream()
        check("acl.rt.create_stream", ret)
        self.size = COUNT * np.dtype(np.float32).itemsize
        self.device, ret = acl.rt.malloc(self.size, MALLOC_HUGE_FIRST)
        check("acl.rt.malloc", ret)
        self.host, ret = acl.rt.malloc_host(self.size)
        check("acl.rt.malloc_host", ret)
        self.thread, ret = acl.util.start_thread(self.process_reports, [100])
        check("acl.util.start_thread", ret)
        check("acl.rt.subscribe_report", acl.rt.subscribe_report(self.thread, self.stream))

    def process_reports(self, arguments):
        check("acl.rt.set_context", acl.rt.set_context(self.context))
        while self.running:
            acl.rt.process_report(arguments[0])

    def square(self, arguments):
        numbers = acl.util.ptr_to_numpy(self.host, (COUNT,), np.dtype(np.float32).num)
        print(arguments[0], *numbers.astype(int))
        numbers *= numbers

    def run(self, numbers):
        given = numbers.astype(np.float32).tobytes()
        source = acl.util.bytes_to_ptr(given)
        check("acl.rt.memcpy", acl.rt.memcpy(self.device, self.size, source, self.size, HOST_TO_DEVICE))
        steps = [
            lambda: acl.rt.memcpy_async(self.host, self.size, self.device, self.size, DEVICE_TO_HOST, self.stream),
            lambda: acl.rt.launch_callback(self.square, ["the callback got"], BLOCK_STREAM, self.stream),
            lambda: acl.rt.memcpy_async(self.device, self.size, self.host, self.size, HOST_TO_DEVICE, self.stream),
        ]
        for number, step in enumerate(steps, 1):
            check(f"step {number}", step())
        check("acl.rt.synchronize_stream", acl.rt.synchronize_stream(self.stream))
        result = bytes(self.size)
        target = acl.util.bytes_to_ptr(result)
        check("acl.rt.memcpy", acl.rt.memcpy(target, self.size, self.device, self.size, DEVICE_TO_HOST))
        return np.frombuffer(result, np.float32)

    def close(self):
        check("acl.rt.unsubscribe_report", acl.rt.unsubscribe_report(self.thread, self.stream))
        self.running = False
        check("acl.util.stop_thread", acl.util.stop_thread(self.thread))
        check("acl.rt.destroy_stream", acl.rt.destroy_stream(self.stream))
        check("acl.rt.free", acl.rt.free(self.device))
        check("acl.rt.free_host", acl.rt.free_host(self.host))


def main():
    check("acl.init", acl.init())
    check("acl.rt.set_device", acl.rt.set_device(0))
    context, ret = acl.rt.get_context()
    check("acl.rt.get_context", ret)
    squares = Squares(context)
    numbers = np.arange(1, COUNT + 1)
    result = squares.run(numbers)
    print("on the device now", *result.astype(int))
    squares.close()
    check("acl.rt.reset_device", acl.rt.reset_device(0))
    check("acl.finalize", acl.finalize())
    return 0 if (result == numbers**2).all() else 1


sys.exit(main())

"""Streams, events and host functions, in this thread and in one that processes callbacks."""

import threading

from expect import expect, finish, ok, raises

import acl

STREAM_NO_CALLBACKS, SUBSCRIBED, THREAD_NOT_SUBSCRIBED, TIMEOUT = 107015, 107011, 107012, 507012
INVALID_PARAM, TIME_LINE = 100000, 8

ok(acl.init())
ok(acl.rt.set_device(0))
context = ok(acl.rt.get_context())
stream, other = ok(acl.rt.create_stream()), ok(acl.rt.create_stream_with_config(0, 0))

# events hold a stream until another has come to the record
event, later = ok(acl.rt.create_event()), ok(acl.rt.create_event_with_flag(TIME_LINE))
ok(acl.rt.record_event(event, stream))
ok(acl.rt.stream_wait_event(other, event))
ok(acl.rt.synchronize_stream(other))
expect(acl.rt.query_event_status(event), (1, 0))
ok(acl.rt.record_event(event, stream))
ok(acl.rt.record_event(later, stream))
ok(acl.rt.synchronize_event(later))
expect(ok(acl.rt.event_elapsed_time(event, later)) >= 0, True)
expect(acl.rt.stream_query(stream), (0, 0))
ok(acl.rt.destroy_event(event))
expect(acl.rt.destroy_event(0), INVALID_PARAM)

# a host function runs in order
order: list[object] = []
ok(acl.rt.launch_host_func(other, order.append, "host function"))
ok(acl.rt.synchronize_stream(other))
expect(order, ["host function"])

# callbacks run in the thread that subscribed
raises(TypeError, "callable", acl.rt.launch_callback, None, [], 1, stream)
raises(TypeError, "blockType", acl.rt.launch_callback, print, [], None, stream)
expect(acl.rt.launch_callback(order.append, [], 1, stream), STREAM_NO_CALLBACKS)
expect(acl.rt.process_report(10), THREAD_NOT_SUBSCRIBED)
running = True


def serve(arguments: list[int]) -> None:
    acl.rt.set_context(arguments[0])
    while running:
        acl.rt.process_report(arguments[1])


def note(data: list[str]) -> None:
    order.append((data, threading.get_ident()))


thread = ok(acl.util.start_thread(serve, [context, 50]))
ok(acl.rt.subscribe_report(thread, stream))
expect(acl.rt.subscribe_report(thread, stream), SUBSCRIBED)
ok(acl.rt.launch_callback(note, ["first"], 1, stream))
ok(acl.rt.launch_callback(note, ["second"], 1, stream))
expect(acl.rt.launch_callback(note, [], 2, stream), INVALID_PARAM)
ok(acl.rt.synchronize_stream(stream))
expect(order[1:], [(["first"], thread), (["second"], thread)])
ok(acl.rt.unsubscribe_report(thread, stream))
running = False
ok(acl.util.stop_thread(thread))
expect(acl.util.stop_thread(thread), INVALID_PARAM)
expect(acl.rt.process_report(10), THREAD_NOT_SUBSCRIBED)

for handle in (stream, other):
    ok(acl.rt.destroy_stream(handle))
ok(acl.rt.reset_device(0))
ok(acl.finalize())
finish()

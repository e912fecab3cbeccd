"""acl.rt: devices, contexts, streams, events, memory and callbacks."""

from __future__ import annotations

from typing import Any

from acl._binding import bind
from acl._callbacks import HostFunction, queue
from acl._chapter import chapter
from acl._structures import PtrAttributes, UtilizationInfo, as_dict

_NAMES = """
set_device reset_device reset_device_force get_device get_run_mode set_ts_device get_device_count query_device_status
set_device_sat_mode get_device_sat_mode synchronize_device synchronize_device_with_timeout get_device_info
get_device_capability device_can_access_peer device_enable_peer_access device_disable_peer_access
device_peer_access_status device_get_stream_priority_range get_soc_name get_version

create_context destroy_context ctx_set_sys_param_opt ctx_get_sys_param_opt ctx_get_current_default_stream
get_primary_ctx_state set_sys_param_opt get_sys_param_opt

create_stream create_stream_with_config destroy_stream destroy_stream_force synchronize_stream
synchronize_stream_with_timeout stream_query stream_abort stream_stop stream_get_id stream_get_priority
stream_get_flags get_stream_available_num set_stream_failure_mode set_stream_overflow_switch
get_stream_overflow_switch active_stream set_device_res_limit get_device_res_limit reset_device_res_limit
set_stream_res_limit get_stream_res_limit reset_stream_res_limit

create_event create_event_with_flag create_event_ex_with_flag destroy_event record_event reset_event query_event
query_event_status query_event_wait_status synchronize_event synchronize_event_with_timeout event_elapsed_time
event_get_timestamp get_event_id stream_wait_event stream_wait_event_with_timeout set_op_wait_timeout
set_op_execute_timeout

create_notify destroy_notify record_notify wait_and_reset_notify get_notify_id

malloc malloc_align32 malloc_cached malloc_for_task_scheduler free malloc_host free_host memcpy memcpy_async memcpy_2d
memcpy_2d_async memset memset_async mem_flush mem_invalidate get_mem_info host_register host_unregister
host_get_device_pointer reserve_mem_address release_mem_address map_mem unmap_mem free_physical
mem_get_address_range value_write value_wait

subscribe_report unsubscribe_report process_report get_last_error peek_at_last_error
"""

__getattr__, __dir__ = chapter(
    "acl.rt", "aclrt", _NAMES, set_context="aclrtSetCurrentContext", get_context="aclrtGetCurrentContext"
)


def launch_callback(fn: HostFunction, user_data_list: Any, block_type: int, stream: int, /) -> int:
    """Queues `fn(user_data_list)` for the thread that subscribed to the stream; returns ret.

    block_type: 1 lets later work of the stream wait for it, 0 does not.
    """
    launch = bind("aclrtLaunchCallback", "acl.rt.launch_callback")
    return queue(fn, user_data_list, lambda address, number: launch(address, number, block_type, stream))


def launch_host_func(stream: int, fn: HostFunction, args: Any, /) -> int:
    """Queues `fn(args)` in the order of the stream; returns ret."""
    launch = bind("aclrtLaunchHostFunc", "acl.rt.launch_host_func")
    return queue(fn, args, lambda address, number: launch(stream, address, number))


def pointer_get_attributes(ptr: int, /) -> tuple[dict[str, Any], int]:
    """Where an address lives: a dict of `location` (`id`, `type`), `pageSize` in bytes and `rsv`, and ret."""
    attributes = PtrAttributes()
    ret = bind("aclrtPointerGetAttributes", "acl.rt.pointer_get_attributes")(ptr, attributes)
    return as_dict(attributes), ret


def get_device_utilization_rate(device_id: int, /) -> tuple[dict[str, Any], int]:
    """How busy a device is, in percent by kind of core, and ret."""
    rates = UtilizationInfo()
    ret = bind("aclrtGetDeviceUtilizationRate", "acl.rt.get_device_utilization_rate")(device_id, rates)
    return as_dict(rates), ret

"""Chapter "stream management": what can be set for a stream after its creation."""

from __future__ import annotations

from acl_sim.entry import entry
from acl_sim.messages import invalid, not_supported
from acl_sim.outputs import put, read_array
from acl_sim.stream import LEAST_PRIORITY, Stream, find_stream

_FAILURE_MODE, _OVERFLOW_CHECK, _PRIORITY = 1, 2, 5  # aclrtStreamAttr; those between are told back, nothing more


def _set_failure_mode(stream: Stream, mode: int) -> None:
    if mode not in (0, 1):
        raise invalid("mode", mode, "0 (go on after a failure) or 1 (stop)")
    if stream.is_default:
        raise invalid("stream", f"{stream.handle:#x}", "a stream that was created")
    stream.stops_on_failure = bool(mode)


@entry
def aclrtSetStreamFailureMode(stream: int, mode: int) -> None:
    _set_failure_mode(find_stream(stream, anywhere=True), mode)


def _checked_attribute(attribute: int) -> int:
    if not _FAILURE_MODE <= attribute <= _PRIORITY:
        raise invalid("stmAttrType", attribute, f"an aclrtStreamAttr, {_FAILURE_MODE} to {_PRIORITY}")
    return attribute


@entry(nonnull=("value",))
def aclrtSetStreamAttribute(stream: int, stmAttrType: int, value: int) -> None:
    known = find_stream(stream, anywhere=True)
    attribute = _checked_attribute(stmAttrType)
    width = "Q" if attribute == _FAILURE_MODE else "I"
    (wanted,) = read_array("value", value, 1, width)
    if attribute == _FAILURE_MODE:
        _set_failure_mode(known, wanted)
    elif attribute == _OVERFLOW_CHECK and wanted:
        raise not_supported("Detection of overflows (ACL_STREAM_ATTR_FLOAT_OVERFLOW_CHECK)")
    elif attribute == _PRIORITY:
        known.priority = min(wanted, LEAST_PRIORITY)
    else:
        known.attributes[attribute] = wanted


@entry(nonnull=("value",))
def aclrtGetStreamAttribute(stream: int, stmAttrType: int, value: int) -> None:
    known = find_stream(stream, anywhere=True)
    attribute = _checked_attribute(stmAttrType)
    if attribute == _FAILURE_MODE:
        put("value", value, int(known.stops_on_failure))
    else:
        put("value", value, known.priority if attribute == _PRIORITY else known.attributes.get(attribute, 0), 4)


@entry
def aclrtSetStreamOverflowSwitch(stream: int, flag: int) -> None:
    find_stream(stream, anywhere=True)
    if flag:
        raise not_supported("Detection of overflows")


@entry(nonnull=("flag",))
def aclrtGetStreamOverflowSwitch(stream: int, flag: int) -> None:
    find_stream(stream, anywhere=True)
    put("flag", flag, 0, 4)

"""Chapter "initialization and deinitialization"."""

from __future__ import annotations

import os

from acl_sim import status
from acl_sim.checks import hooks
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import ErrorLog, Refusal, invalid_acl, invalid_file
from acl_sim.outputs import put, read_text

_LARGEST_CONFIG = 10 << 20  # bytes
_DEEPEST_CONFIG = 10  # nested objects and arrays


def _depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0


def _read_config(path: str) -> dict[str, object]:
    """The configuration file of aclInit; an empty one is none. Raises 100003, 100005 or 100006."""
    import json

    try:
        if os.path.exists(path) and not os.path.isfile(path):
            raise invalid_file(path, "is not a regular file", status.INVALID_FILE)
        if os.path.getsize(path) > _LARGEST_CONFIG:
            raise invalid_file(path, f"is larger than {_LARGEST_CONFIG} bytes", status.INVALID_FILE_SIZE)
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as failed:
        raise invalid_file(path, f"cannot be read: {failed}", status.INVALID_FILE) from None
    try:
        config = json.loads(text or "{}")
        depth = _depth(config)
    except (ValueError, RecursionError) as failed:
        raise invalid_file(path, f"is not valid JSON: {failed}", status.PARSE_FILE) from None
    if not isinstance(config, dict) or depth > _DEEPEST_CONFIG:
        raise invalid_file(path, f"is no JSON object of at most {_DEEPEST_CONFIG} levels", status.PARSE_FILE)
    return config


def _apply(config: dict[str, object]) -> None:
    host = machine()
    if str(config.get("err_msg_mode", "0")) == "1":
        host.process_errors = ErrorLog(threads=True)
    default = config.get("defaultDevice")
    if isinstance(default, dict) and "default_device" in default:
        text = str(default["default_device"])
        if not text.isdecimal() or int(text) >= len(host.devices):
            raise invalid_acl("defaultDevice.default_device", text, f"a device id below {len(host.devices)}")
        host.default_device = int(text)


@entry
def aclInit(configPath: int) -> None:
    host = machine()
    if hooks.active:
        hooks.emit("initialized", host.initialized > 0)
    config = _read_config(read_text("configPath", configPath)) if configPath else None
    if host.initialized:
        if config not in (None, host.config):
            raise invalid_acl("configPath", "another configuration than at the first aclInit", "the same one")
        host.initialized += 1
        raise Refusal(status.REPEAT_INITIALIZE, "EH0001", "aclInit was called before in this process.")
    host.config = config or {}
    _apply(host.config)
    host.initialized = 1
    host.finalized = False


def _finalize() -> None:
    host = machine()
    if hooks.active:
        hooks.emit("finalized")
    if host.finalized:
        raise Refusal(status.REPEAT_FINALIZE, "EH0001", "aclFinalize was called before without an aclInit in between.")
    host.finalized = True
    host.initialized = 0
    host.process_errors = host.default_device = None


@entry
def aclFinalize() -> None:
    _finalize()


@entry
def aclFinalizeReference(refCount: int) -> None:
    host = machine()
    if host.initialized > 1:
        host.initialized -= 1
    else:
        _finalize()
    if refCount:
        put("refCount", refCount, host.initialized)


@entry
def finish() -> None:
    """Called from C's exit, when checkers have asked for it."""
    from acl_sim.checks import at_exit

    at_exit.finish()

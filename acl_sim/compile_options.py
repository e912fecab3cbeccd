"""Options of the operator compiler ("operation APIs"). Nothing is compiled here: they are kept and told."""

from __future__ import annotations

from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import invalid_acl
from acl_sim.outputs import put, read_text

_LAST = 16  # ACL_OP_DEBUG_OPTION
_JIT_COMPILE = 10  # ACL_OP_JIT_COMPILE
# Frameworks ask for this one to learn whether operators come in binary form: they do on every product from A2 on.
_DEFAULTS = {_JIT_COMPILE: "disable"}


def _check(opt: int) -> None:
    if not 0 <= opt <= _LAST:
        raise invalid_acl("opt", opt, f"an aclCompileOpt, 0 to {_LAST}")


@entry(nonnull=("value",))
def aclSetCompileopt(opt: int, value: int) -> None:
    _check(opt)
    machine().compile_options[opt] = read_text("value", value)


def _value(opt: int) -> bytes:
    _check(opt)
    return machine().compile_options.get(opt, _DEFAULTS.get(opt, "")).encode() + b"\0"


@entry(failed=0)
def aclGetCompileoptSize(opt: int) -> int:
    return len(_value(opt))


@entry(nonnull=("value",))
def aclGetCompileopt(opt: int, value: int, length: int) -> None:
    text = _value(opt)
    if length < len(text):
        raise invalid_acl("length", length, f"at least aclGetCompileoptSize, {len(text)}")
    for index, byte in enumerate(text):
        put("value", value + index, byte, 1)

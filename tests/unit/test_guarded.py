"""The extension module between a program's memory and Python: what faults is said, what crosses is exact."""

from __future__ import annotations

import ctypes
import struct

import pytest

from acl_sim.native import guarded

NOWHERE = 16


@pytest.mark.parametrize("width", [1, 2, 4, 8])
def test_store_writes_the_low_bytes_and_no_others(width: int) -> None:
    memory = ctypes.create_string_buffer(b"\xaa" * 16, 16)
    assert guarded.store(ctypes.addressof(memory), 0x1122334455667788, width)
    assert memory.raw == struct.pack("<Q", 0x1122334455667788)[:width] + b"\xaa" * (16 - width)


def test_a_negative_number_is_its_own_bits() -> None:
    memory = ctypes.c_int64()
    assert guarded.store(ctypes.addressof(memory), -2, 8)
    assert memory.value == -2


def test_load_copies() -> None:
    memory = ctypes.create_string_buffer(b"abcdef", 6)
    copy = guarded.load(ctypes.addressof(memory) + 1, 4)
    memory[2] = b"x"
    assert copy == b"bcde"


@pytest.mark.usefixtures("acl")  # what starts the library watches for faults
def test_what_faults_is_told_apart() -> None:
    assert guarded.store(NOWHERE, 1, 4) is False
    assert guarded.load(NOWHERE, 4) is None


@pytest.mark.parametrize("arguments", [(), (1, 2), (1, 2, 3, 4)])
def test_store_takes_three_arguments(arguments: tuple[int, ...]) -> None:
    with pytest.raises(TypeError):
        guarded.store(*arguments)


@pytest.mark.parametrize("width", [0, 9])
def test_store_knows_what_an_integer_can_be(width: int) -> None:
    with pytest.raises(ValueError, match="width"):
        guarded.store(NOWHERE, 1, width)


def call(function: object, events: list[str], listeners: dict[str, object] | None = None) -> object:
    return guarded.Call(
        function,
        lambda: events.append("acquire"),
        lambda: events.append("release"),
        listeners={} if listeners is None else listeners,
        hear=lambda arguments: events.append(f"hear {arguments}"),
        required=(1,),
        null=lambda position: KeyError(position),
        answer=lambda failure: f"answer to {failure!r}",
    )


def test_nothing_returned_means_success() -> None:
    events: list[str] = []
    assert call(lambda a, b: None, events)(1, 2) == 0  # type: ignore[operator]
    assert events == ["acquire", "release"]


def test_a_call_is_heard_inside_the_lock_before_anything_is_refused() -> None:
    events: list[str] = []
    assert call(lambda a, b: a, events, {"called": None})(1, 0) == "answer to KeyError(1)"  # type: ignore[operator]
    assert events == ["acquire", "hear (1, 0)", "release"]


def test_whatever_is_raised_is_answered_and_the_lock_given_back() -> None:
    def fail(a: int, b: int) -> None:
        raise SystemExit(a)

    events: list[str] = []
    assert call(fail, events)(7, 2) == "answer to SystemExit(7)"  # type: ignore[operator]
    assert events == ["acquire", "release"]

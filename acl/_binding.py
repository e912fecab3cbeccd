"""A Python function for an exported C function, by pyACL's convention.

Arguments are positional, pointers and handles are plain integers (0 is NULL), and the result is what C answers
through pointers, in C's order, followed by the status `ret`; one value alone is returned as it is.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from operator import index
from typing import Any, NoReturn, TypeVar

from acl._library import library, signatures

Convert = Callable[[Any], Any]
Function = TypeVar("Function", bound=Callable[..., Any])

_NUMBERS: dict[str, Any] = {
    "bool": ctypes.c_bool, "char": ctypes.c_char, "int": ctypes.c_int, "unsigned": ctypes.c_uint,
    "int8_t": ctypes.c_int8, "int16_t": ctypes.c_int16, "int32_t": ctypes.c_int32, "int64_t": ctypes.c_int64,
    "uint8_t": ctypes.c_uint8, "uint16_t": ctypes.c_uint16, "uint32_t": ctypes.c_uint32, "uint64_t": ctypes.c_uint64,
    "size_t": ctypes.c_size_t, "uintptr_t": ctypes.c_size_t, "float": ctypes.c_float, "double": ctypes.c_double,
}  # fmt: skip
_TYPES = _NUMBERS | {"void*": ctypes.c_void_p, "char*": ctypes.c_char_p, "status": ctypes.c_int, "void": None}


def _integer(c_type: Any) -> Convert:
    bits = 8 * ctypes.sizeof(c_type)
    signed = c_type(-1).value < 0
    least, most = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)

    def convert(value: Any) -> Any:
        number = index(value)
        if not least <= number <= most:
            raise OverflowError(f"{number} is not in {least}..{most}")
        return c_type(number)

    return convert


def _pointer(value: Any) -> Any:
    """An address; the chapters that pass arrays and structures pass them as ctypes objects."""
    if isinstance(value, ctypes.Structure | ctypes.Array):
        return ctypes.byref(value)
    return _address(value)


_address = _integer(ctypes.c_size_t)


def _text(value: Any) -> Any:
    if value is None or isinstance(value, bytes):
        return ctypes.c_char_p(value)
    if isinstance(value, str):
        return ctypes.c_char_p(value.encode())
    raise TypeError(f"{type(value).__name__!r} is no text")


def _convert(c_type: str) -> Convert:
    if c_type in ("void*", "char*"):
        return _pointer if c_type == "void*" else _text
    if c_type in ("float", "double"):
        return lambda value: _NUMBERS[c_type](float(value))
    return bool if c_type == "bool" else _integer(_NUMBERS[c_type])


def _value(answer: Any, c_type: str) -> Any:
    """Text is str, empty for NULL; another null pointer is 0."""
    if c_type == "char*":
        return (answer or b"").decode(errors="replace")
    return 0 if answer is None else answer


def refusal(python_name: str, reason: str) -> Callable[..., NoReturn]:
    """A function that raises NotImplementedError with its name."""

    def refuse(*arguments: object) -> NoReturn:
        raise NotImplementedError(f"{python_name} is not simulated: {reason}")

    return _named(refuse, python_name, f"{python_name} is not simulated: {reason}.")


def _named(function: Function, name: str, text: str) -> Function:
    function.__name__ = function.__qualname__ = name.rpartition(".")[2]
    function.__doc__ = text
    return function


@cache
def bind(c_name: str, python_name: str) -> Callable[..., Any]:
    """The Python function `python_name` that calls `c_name`; a refusal when the simulator has no such C function.

    It raises TypeError for a wrong number or type of arguments and OverflowError for a number that C would cut.
    """
    if c_name not in signatures():
        return refusal(python_name, f"{c_name} is not among the simulator's C functions")
    function = getattr(library(), c_name)
    result, *words = signatures()[c_name]
    parameters = [word.split(":") for word in words]
    function.restype = _TYPES[result]
    converters = [None if way == "out" else _convert(c_type) for way, c_type, _ in parameters]
    outputs = [c_type for way, c_type, _ in parameters if way == "out"]
    names = [name for way, _, name in parameters if way == "in"]
    usage = f"{python_name}({', '.join(names)})"

    def call(*arguments: Any) -> Any:
        if len(arguments) != len(names):
            raise TypeError(f"{usage} takes {len(names)} positional arguments, not {len(arguments)}")
        given, answers = zip(names, arguments), [_TYPES[c_type]() for c_type in outputs]
        waiting, passed = iter(answers), []
        for convert in converters:
            if convert is None:
                passed.append(ctypes.byref(next(waiting)))
                continue
            name, argument = next(given)
            try:
                passed.append(convert(argument))
            except (TypeError, ValueError, OverflowError) as wrong:
                raise type(wrong)(f"{usage}: {name}: {wrong}") from None
        returned = function(*passed)
        if result == "void":
            return None
        if not answers:
            return _value(returned, result)
        values = (_value(answer.value, c_type) for answer, c_type in zip(answers, outputs))
        return (*values, _value(returned, result))

    return _named(call, python_name, f"{usage}: {c_name} of the AscendCL reference.")

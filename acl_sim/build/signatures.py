"""What a binding of another language needs to know of each exported function, as text inside the library.

One line per function: its name, what it returns, then its parameters in order. Spaces separate, colons join:

    aclrtMalloc status out:void*:devPtr in:size_t:size in:int32_t:policy

A type is a number of C, `void*` for every pointer and handle, `char*` for text, or `struct` for one passed by value.
`out` is a parameter through which the function answers one number or handle; the type is then what it points to.
The text is part of the library so that it always fits the functions beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from acl_sim.build.prototypes import Api, Function, Parameter

SYMBOL = "acl_sim_signatures"

_STATUSES = ("aclError", "aclnnStatus")
_NUMBERS = frozenset({
    "bool", "char", "int", "int8_t", "int16_t", "int32_t", "int64_t", "unsigned", "uint8_t", "uint16_t", "uint32_t",
    "uint64_t", "size_t", "uintptr_t", "float", "double",
})  # fmt: skip


def _base(api: Api, c_type: str) -> tuple[str, int, bool]:
    """The named type without const, how many stars follow, and whether what the last star points to is const."""
    words = c_type.replace("*", " * ").split()
    stars = words.count("*")
    constant = "const" in words[: len(words) - 1 - words[::-1].index("*")] if stars else False
    names = [word for word in words if word not in ("*", "const", "struct", "enum")]
    name = names[-1]
    while name in api.number_types:
        name = api.number_types[name]
    return name, stars, constant


def _plain(api: Api, c_type: str) -> str:
    name, stars, _ = _base(api, c_type)
    if name == "char" and stars == 1:
        return "char*"
    if stars or name in api.pointer_types:
        return "void*"
    return name if name in _NUMBERS or name == "void" else "struct"


def _parameter(api: Api, parameter: Parameter) -> str:
    c_type, name = parameter.type, parameter.name
    base, stars, constant = _base(api, c_type)
    if parameter.is_array:
        return f"in:void*:{name}"
    handle = base in api.pointer_types
    if stars == 1 and not constant and (handle or (base in _NUMBERS and base != "char")):
        return f"out:{'void*' if handle else base}:{name}"
    if stars == 2 and not constant:
        return f"out:void*:{name}"
    return f"in:{_plain(api, c_type)}:{name}"


def signature(api: Api, function: Function) -> str:
    """The line of one function."""
    result = "status" if function.result in _STATUSES else _plain(api, function.result)
    return " ".join([function.name, result, *(_parameter(api, p) for p in function.parameters)])


def write_signatures(api: Api) -> Iterator[str]:
    """The C definition of the text, one line of source per function."""
    yield f'__attribute__((visibility("default"))) const char {SYMBOL}[] ='
    for function in api.functions:
        yield f'\n    "{signature(api, function)}\\n"'
    yield ";\n"

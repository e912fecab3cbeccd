"""The exported C functions, read from the headers that declare them: the headers are the only list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_PROTOTYPE = re.compile(r"\b(?:ACL_FUNC_VISIBILITY|ACLNN_API)\s+([\w\s*]+?)(\w+)\s*\(([^()]*)\)\s*;")
_POINTER_TYPE = re.compile(r"typedef\s+(?:const\s+)?\w+\s*\*\s*(?:const\s+)?(\w+)\s*;")
_FUNCTION_TYPE = re.compile(r"typedef\s+[\w\s*]+\(\s*\*\s*(\w+)\s*\)\s*\(")
_ENUM_TYPE = re.compile(r"typedef\s+enum\s+\w*\s*\{[^}]*\}\s*(\w+)\s*;")
_OTHER_NAME = re.compile(r"typedef\s+(?!struct|enum|union)(\w+)\s+(\w+)\s*;")
_STRUCT_TYPE = re.compile(r"typedef\s+(?:struct|union)\s+\w*\s*\{[^;]*;.*?\}\s*(\w+)\s*;", re.DOTALL)
_UNSIGNED = re.compile(r"\b(?:unsigned|size_t|uintptr_t|uint\d+_t)\b")


@dataclass(frozen=True)
class Parameter:
    """One parameter: its C type as written, its name, and whether it was written as an array."""

    type: str
    name: str
    is_array: bool = False


@dataclass(frozen=True)
class Function:
    """One exported function as its header declares it."""

    name: str
    result: str
    parameters: tuple[Parameter, ...]
    header: str
    variadic: bool = False


@dataclass(frozen=True)
class Api:
    """All exported functions, and which type names are pointers or structures in disguise."""

    functions: tuple[Function, ...]
    pointer_types: frozenset[str]
    struct_types: frozenset[str]
    number_types: Mapping[str, str] = field(default_factory=dict)
    """Names of enumerations and of numbers, and the basic type that each is."""

    def passing(self, c_type: str) -> str:
        """How a value of this type crosses into Python: one of pointer, struct, double, unsigned, signed, void."""
        words = c_type.replace("const", " ").split()
        if "*" in c_type or words[-1] in self.pointer_types:
            return "pointer"
        if words[-1] in self.struct_types:
            return "struct"
        if words == ["void"]:
            return "void"
        if words[-1] in ("float", "double"):
            return "double"
        return "unsigned" if _UNSIGNED.search(c_type) else "signed"


def _parameter(text: str) -> Parameter:
    plain = re.sub(r"(\w+)\s*\[\]$", r"*\1", " ".join(text.split()))  # T x[] is T *x
    match = re.fullmatch(r"(.*?[\s*])(\w+)", plain)
    if match is None:
        raise ValueError(f"a parameter without a name: {text!r}")
    return Parameter(match[1].strip(), match[2], text.rstrip().endswith("]"))


def _functions(text: str, header: str) -> Iterable[Function]:
    for result, name, parameters in _PROTOTYPE.findall(text):
        parts = [part.strip() for part in parameters.split(",")]
        variadic = parts[-1] == "..."
        named = [_parameter(part) for part in parts if part not in ("void", "", "...")]
        yield Function(name, result.strip(), tuple(named), header, variadic)


def read_headers(include: Path) -> Api:
    """Every prototype marked as exported below `include`, in the order of the files' names."""
    functions: dict[str, Function] = {}
    pointers: set[str] = set()
    structs: set[str] = set()
    numbers: dict[str, str] = {}
    for path in sorted(include.rglob("*.h")):
        text = _COMMENT.sub(" ", path.read_text(encoding="utf-8"))
        text = re.sub(r"^\s*#(?:.*\\\n)*.*$", "", text, flags=re.MULTILINE)
        pointers.update(_POINTER_TYPE.findall(text))
        pointers.update(_FUNCTION_TYPE.findall(text))
        structs.update(_STRUCT_TYPE.findall(text))
        numbers.update(dict.fromkeys(_ENUM_TYPE.findall(text), "int32_t"))
        numbers.update((name, basic) for basic, name in _OTHER_NAME.findall(text))
        for function in _functions(text, path.relative_to(include).as_posix()):
            if function.name in functions:
                raise ValueError(
                    f"{function.name} is declared in {functions[function.name].header} and {function.header}"
                )
            functions[function.name] = function
    return Api(tuple(functions.values()), frozenset(pointers), frozenset(structs), numbers)

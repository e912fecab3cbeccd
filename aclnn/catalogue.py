"""All operators, found by walking the files: a new file is enough."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from aclnn.declare import Operator

_OPS = Path(__file__).parent / "ops"


def operators_of(module: str) -> Iterator[Operator]:
    """The operators that a module declares, each with its other forms."""
    for value in list(vars(import_module(module)).values()):
        if isinstance(value, Operator) and value.module == module and value.base is None:
            yield value
            yield from value.forms


@cache
def catalogue() -> tuple[Operator, ...]:
    """Every operator, by name."""
    paths = (path.relative_to(_OPS).with_suffix("") for path in _OPS.rglob("*.py") if path.stem != "__init__")
    modules = ("aclnn.ops." + ".".join(path.parts) for path in paths)
    return tuple(sorted((op for module in modules for op in operators_of(module)), key=lambda op: op.name))

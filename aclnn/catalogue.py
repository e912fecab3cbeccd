"""All operators, found by walking the files: a new file is enough."""

from __future__ import annotations

from importlib import import_module

from aclnn.declare import Operator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_all: tuple[Operator, ...] = ()


def operators_of(module: str) -> Iterator[Operator]:
    """The operators that a module declares, each with its other forms."""
    for value in list(vars(import_module(module)).values()):
        if isinstance(value, Operator) and value.module == module and value.base is None:
            yield value
            yield from value.forms


def catalogue() -> tuple[Operator, ...]:
    """Every operator, by name."""
    from pathlib import Path

    global _all
    if not _all:
        root = Path(__file__).parent / "ops"
        paths = (path.relative_to(root).with_suffix("") for path in root.rglob("*.py") if path.stem != "__init__")
        modules = ("aclnn.ops." + ".".join(path.parts) for path in paths)
        _all = tuple(sorted((op for module in modules for op in operators_of(module)), key=lambda op: op.name))
    return _all

"""Which exported functions Python answers: those decorated with `@entry`, found without importing anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path


def _is_entry(decorator: ast.expr) -> bool:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(target, ast.Name) and target.id == "entry"


def entries(package: Path) -> Iterator[str]:
    """Names of the functions below `package` that carry the decorator."""
    for path in sorted(package.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "@entry" not in source:
            continue
        for node in ast.parse(source, str(path)).body:
            if isinstance(node, ast.FunctionDef) and any(map(_is_entry, node.decorator_list)):
                yield node.name

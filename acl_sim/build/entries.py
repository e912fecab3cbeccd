"""Which exported functions Python answers: those decorated with `@entry`, found without importing anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from acl_sim import status
from acl_sim.build.prototypes import Api
from acl_sim.build.wrappers import FAILED


def _is_entry(decorator: ast.expr) -> bool:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(target, ast.Name) and target.id == "entry"


def entries(*packages: Path) -> Iterator[tuple[str, str]]:
    """Names of the functions below the packages that carry the decorator, each with the module it is in."""
    for root, path in ((package.parent, path) for package in packages for path in sorted(package.rglob("*.py"))):
        source = path.read_text(encoding="utf-8")
        if "@entry" not in source:
            continue
        for node in ast.parse(source, str(path)).body:
            if isinstance(node, ast.FunctionDef) and any(map(_is_entry, node.decorator_list)):
                yield node.name, ".".join(path.relative_to(root).with_suffix("").parts)


def write_entries(api: Api, answered: Mapping[str, str]) -> Iterator[str]:
    """The C definition of a text that tells Python where each entry is, a line for each: its name, its module, and
    what the function returns when that cannot be imported."""
    results = {function.name: function.result for function in api.functions}
    yield "const char acl_sim_entries[] ="
    for name, module in sorted(answered.items()):
        result = results.get(name, "aclError")
        failed = status.INTERNAL_ERROR if result in FAILED else 0
        yield f'\n    "{name} {module} {"" if api.passing(result) == "void" else failed}\\n"'
    yield ";\n"

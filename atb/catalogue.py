"""All operations, found by their files: infer::RopeParam is declared in ops/rope.py."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from aclnn.declare import snake_case
from atb.declare import Operation

_OPS = Path(__file__).parent / "ops"


@cache
def find_operation(param_type: str) -> type[Operation] | None:
    """The operation of a parameter type such as "infer::RopeParam"; None where it is not simulated."""
    module = f"atb.ops.{snake_case(param_type.rsplit('::', 1)[-1].removesuffix('Param'))}"
    if find_spec(module) is None:
        return None
    return next(op for op in _declared(module) if op.param_type == param_type)


def _declared(module: str) -> list[type[Operation]]:
    values = vars(import_module(module)).values()
    return [v for v in values if isinstance(v, type) and issubclass(v, Operation) and v.__module__ == module]


def catalogue() -> tuple[type[Operation], ...]:
    """Every operation, by name."""
    modules = (f"atb.ops.{path.stem}" for path in sorted(_OPS.glob("*.py")) if path.stem != "__init__")
    return tuple(sorted((op for module in modules for op in _declared(module)), key=lambda op: op.name))

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


def _modules() -> list[str]:
    return [f"atb.ops.{path.stem}" for path in sorted(_OPS.glob("*.py")) if path.stem != "__init__"]


@cache
def catalogue() -> tuple[type[Operation], ...]:
    """Every operation, in the order of their files."""
    return tuple(operation for module in _modules() for operation in _declared(module))


@cache
def number_of(module: str) -> int:
    """The place in the catalogue of the operation that a module declares. Nothing is imported."""
    return _modules().index(module)

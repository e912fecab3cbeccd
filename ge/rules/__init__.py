"""What each type of node does. A type has a rule here, or it is an operator of aclnn under the same name.

A rule is a function of the run, the node, and the values of its connected inputs by name; it gives the outputs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import NamedTuple

from aclnn.launch import find_operator
from ge.model import Node
from ge.run import Run
from ge.values import Value

Inputs = Mapping[str, Value]
Results = Sequence[Value]
Apply = Callable[[Run, Node, Inputs], Results]


class Rule(NamedTuple):
    """How to run a type of node, and which operators of aclnn, without their prefix, that takes."""

    apply: Apply
    needs: tuple[str, ...] = ()

    def missing(self) -> str:
        """The first of those operators that is not simulated, by its full name; empty when all are."""
        return next((f"aclnn{name}" for name in self.needs if find_operator(name) is None), "")


_FAMILIES = ("computed", "special", "layout", "known")
_rules: dict[str, Rule] = {}


def rule(*types: str, needs: tuple[str, ...] = ()) -> Callable[[Apply], Apply]:
    """Decorates the rule of nodes of these types."""

    def register(apply: Apply) -> Apply:
        _rules.update(dict.fromkeys(types, Rule(apply, needs)))
        return apply

    return register


def rules() -> dict[str, Rule]:
    """Every rule by the type of node that it is for."""
    for family in _FAMILIES:
        import_module(f"ge.rules.{family}")
    return _rules


@cache
def find_rule(node_type: str) -> Rule | None:
    """The rule of a type of node, None when it has none."""
    from ge.rules.mapping import Computed

    if node_type in rules():
        return _rules[node_type]
    return Rule(Computed(node_type), (node_type,)) if find_operator(node_type) else None

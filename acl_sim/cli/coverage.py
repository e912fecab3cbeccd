"""List what is simulated: operators, from their declarations, and the other functions of CANN's headers.

A function that is only declared can be linked; called, it says so on stderr and answers an error.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from acl_sim.call_counts import FIRST_PHASE

if TYPE_CHECKING:
    from aclnn.declare import Operator


@dataclass(frozen=True)
class Coverage:
    """What there is, and how much of what could be there."""

    operators: Sequence[Operator]
    missing_operators: Sequence[str]
    functions: Sequence[str]
    missing_functions: Sequence[str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_const", dest="form", const=markdown, help="as tables")
    form.add_argument("--json", action="store_const", dest="form", const=as_json, help="as one object")
    parser.set_defaults(form=text)


def main(options: argparse.Namespace) -> int:
    print(options.form(coverage()))
    return 0


def coverage() -> Coverage:
    """Measured against the headers, which declare everything that is exported; needs no built tree."""
    from acl_sim.build import compiler, library
    from acl_sim.build.entries import entries
    from acl_sim.build.prototypes import read_headers
    from aclnn.catalogue import catalogue

    api = read_headers(compiler.include_dir())
    answered = {
        *library.hand_written(api),
        *dict(entries(compiler.PACKAGE, compiler.PACKAGE.parent / "aclnn")),
    }
    return measure(catalogue(), [function.name for function in api.functions], answered)


def measure(operators: Sequence[Operator], exported: Sequence[str], answered: set[str]) -> Coverage:
    """Sorts exported functions into operators, which come in two phases, and the others."""
    first_phases = {name for name in exported if name.endswith(FIRST_PHASE)}
    declared = {name for name in exported if name + FIRST_PHASE in first_phases}
    others = sorted(set(exported) - first_phases - declared)
    simulated = {operator.c_name for operator in operators}
    return Coverage(
        operators=sorted(operators, key=lambda operator: (operator.category, operator.c_name)),
        missing_operators=sorted(declared - simulated),
        functions=[name for name in others if name in answered],
        missing_functions=[name for name in others if name not in answered],
    )


def text(found: Coverage) -> str:
    """Columns for a terminal."""
    rows = [_row(operator) for operator in found.operators]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    missing = [f"  {name}" for name in (*found.missing_operators, *found.missing_functions)]
    return "\n".join(
        [
            *lines,
            *([""] if lines else []),
            *_totals(found),
            *(["Only declared:", *missing] if missing else []),
        ]
    )


def markdown(found: Coverage) -> str:
    """The coverage page of the documentation."""
    lines = ["# Coverage", "", *_totals(found), "", "## Operators", ""]
    lines += ["| category | operator | products | element types | page |", "|---|---|---|---|---|"]
    lines += [f"| {' | '.join(_row(operator))} |" for operator in found.operators]
    for title, names in (
        ("Other functions", found.functions),
        ("Only declared", [*found.missing_operators, *found.missing_functions]),
    ):
        lines += ["", f"## {title}", "", *(f"- `{name}`" for name in names)]
    return "\n".join(lines)


def as_json(found: Coverage) -> str:
    """One object, for other programs."""
    keys = ("category", "name", "products", "dtypes", "page")
    operators = [
        dict(zip(keys, (o.category, o.c_name, list(o.families), list(o.dtypes), o.page), strict=True))
        for o in found.operators
    ]
    functions = {"simulated": list(found.functions), "only_declared": list(found.missing_functions)}
    document = {
        "operators": operators,
        "operators_only_declared": list(found.missing_operators),
        "functions": functions,
    }
    return json.dumps(document, indent=2)


def _row(operator: Operator) -> list[str]:
    families, dtypes = " ".join(operator.families), " ".join(operator.dtypes)
    return [operator.category, operator.c_name, families, dtypes, operator.page]


def _totals(found: Coverage) -> list[str]:
    operators = len(found.operators) + len(found.missing_operators)
    functions = len(found.functions) + len(found.missing_functions)
    return [
        f"{len(found.operators)} of {operators} declared operators are simulated.",
        f"{len(found.functions)} of {functions} other declared functions are simulated.",
    ]

"""Writes an operator's documentation page, and the index of all of them, from the declarations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from aclnn.formats import name_of

if TYPE_CHECKING:
    from aclnn.declare import Limit, Operator, Parameter

_PAGE = """\
<!-- Derived from {source} by acl_sim/build/pages.py: do not edit. -->
# {name}

{summary}

Header `{header}` · products {families} · CANN's page `{page}`

{forms}
## What is refused, in this order

| status | condition |
|---|---|
{refusals}
"""

_FORM = """\
## Parameters of phase one{of}

| name | C type | role | data type |
|---|---|---|---|
{parameters}
"""


def _types(parameter: Parameter) -> str:
    if parameter.like:
        return f"that of `{parameter.like}`"
    return ", ".join(dtype.name for dtype in parameter.dtypes) or "-"


def _parameter_row(parameter: Parameter) -> str:
    role = parameter.role if parameter.required else f"optional {parameter.role}"
    return f"| `{parameter.name}` | `{parameter.c_type}` | {role} | {_types(parameter)} |"


def _form(operator: Operator, alone: bool) -> str:
    rows = "\n".join(map(_parameter_row, operator.parameters))
    return _FORM.format(of="" if alone else f" of {operator.c_name}", parameters=rows)


def _limit_row(limit: Limit, operator: Operator) -> str:
    only = [family for family in operator.families if family in limit.families]
    where = f" ({', '.join(only)})" if len(only) < len(operator.families) else ""
    return f"| {limit.status} | `{limit.parameter}` {limit.sentence}{where} |"


def _refusal_rows(operator: Operator) -> Iterable[str]:
    required = ", ".join(f"`{p.name}`" for p in operator.parameters if p.is_pointer and p.required)
    yield f"| 161001 | {required}, `workspaceSize` and `executor` must not be null |"
    yield f"| {operator.unsupported} | the product must be one of {', '.join(operator.families)} |"
    private = [
        f"; `{p.name}` may have {' or '.join(map(name_of, sorted(p.formats)))}" for p in operator.tensors if p.formats
    ]
    plain = "every tensor must have format ND, or one that is only another reading of it (NCHW, NCL, ...)"
    yield f"| 161002 | {plain}{''.join(private)} |"
    yield "| 161002 | every tensor must have a data type of the table above |"
    yield f"| 161002 | every tensor must have at most {operator.max_rank} dimensions |"
    if operator.computes:
        yield f"| 161002 | {operator.computes.words} must exist and be castable to the outputs' data types |"
    for limit in operator.limits:
        yield _limit_row(limit, operator)
    for parameter in operator.outputs:
        if parameter.shape:
            yield f"| 161002 | `{parameter.name}` must have the shape of {parameter.shape.words} |"


def page_text(operator: Operator) -> str:
    """The page of an operator and its other forms."""
    forms = [operator, *operator.forms]
    return _PAGE.format(
        source=f"{operator.module.replace('.', '/')}.py",
        name=", ".join(form.c_name for form in forms),
        summary=operator.summary,
        header=operator.header,
        families=", ".join(operator.families),
        page=operator.page,
        forms="\n".join(_form(form, len(forms) == 1) for form in forms),
        refusals="\n".join(_refusal_rows(operator)),
    )


def coverage_text(operators: Iterable[Operator]) -> str:
    """The index: one row an operator."""
    head = "<!-- Derived from aclnn/ops by acl_sim/build/pages.py: do not edit. -->\n# Simulated operators\n\n"
    rows = [
        f"| [{op.c_name}]({(op.base or op).c_name}.md) | {op.category} | {', '.join(op.families)} "
        f"| {', '.join(op.dtypes)} |\n"
        for op in operators
    ]
    return f"{head}| operator | category | products | data types |\n|---|---|---|---|\n{''.join(rows)}"

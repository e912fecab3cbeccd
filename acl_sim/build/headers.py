"""Writes the C header of an operator from its declaration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aclnn.declare import Operator

_WIDTH = 110

_HEADER = """\
/* Derived from {source} by acl_sim/build/headers.py: do not edit. */
#ifndef {guard}
#define {guard}

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {{
#endif

{operators}
#ifdef __cplusplus
}}
#endif

#endif
"""

_OPERATOR = """\
/* {summary}
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
{plan}

/* Phase two: queues the planned work on a stream. */
{execute}
"""


def _prototype(name: str, parameters: list[str]) -> str:
    head = f"ACLNN_API aclnnStatus {name}("
    lines, line = [], head
    for index, parameter in enumerate(parameters):
        text = parameter + (", " if index < len(parameters) - 1 else ");")
        if len(line) + len(text.rstrip()) > _WIDTH:
            lines.append(line.rstrip())
            line = " " * len(head)
        line += text
    return "\n".join([*lines, line])


def _declarations(operator: Operator) -> str:
    """Both prototypes of an operator."""

    def declared(c_type: str, name: str) -> str:
        return f"{c_type}{'' if c_type.endswith('*') else ' '}{name}"

    parameters = [declared(parameter.c_type, parameter.name) for parameter in operator.parameters]
    return _OPERATOR.format(
        summary=operator.summary,
        plan=_prototype(
            f"{operator.c_name}GetWorkspaceSize",
            [*parameters, "uint64_t *workspaceSize", "aclOpExecutor **executor"],
        ),
        execute=_prototype(
            operator.c_name,
            ["void *workspace", "uint64_t workspaceSize", "aclOpExecutor *executor", "aclrtStream stream"],
        ),
    )


def _helpers(operators: Sequence[Operator]) -> list[str]:
    """The functions on the host that go with the operators."""
    helpers = [helper for operator in operators for helper in operator.helpers]
    return [f"/* {comment} */\n{_prototype(name, list(parameters))}\n" for comment, name, parameters in helpers]


def header_text(operators: Sequence[Operator]) -> str:
    """The full text of the header that some operators share."""
    header = operators[0].header
    modules = dict.fromkeys(f"{operator.module.replace('.', '/')}.py" for operator in operators)
    return _HEADER.format(
        source=", ".join(modules),
        guard=header.replace("/", "_").replace(".", "_").upper(),
        operators="\n".join([*map(_declarations, operators), *_helpers(operators)]),
    )


def by_header(operators: Iterable[Operator]) -> dict[str, list[Operator]]:
    """The operators of each header."""
    shared: dict[str, list[Operator]] = {}
    for operator in operators:
        shared.setdefault(operator.header, []).append(operator)
    return shared


def level2_header(header: str) -> str:
    """Where older programs look for the header."""
    return header.replace("aclnnop/", "aclnnop/level2/")


def forwarder_text(header: str) -> str:
    """The header at its older place."""
    return f'/* The older place of this header, derived by acl_sim/build/headers.py. */\n#include "{header}"\n'

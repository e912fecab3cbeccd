"""Writes the C header of an operator from its declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aclnn.declare import Operator

_WIDTH = 110

_TEMPLATE = """\
/* Derived from {source} by acl_sim/build/headers.py: do not edit. */
#ifndef {guard}
#define {guard}

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {{
#endif

/* {summary}
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
{plan}

/* Phase two: queues the planned work on a stream. */
{execute}

#ifdef __cplusplus
}}
#endif

#endif
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


def header_text(operator: Operator) -> str:
    """The header's full text."""

    def declared(c_type: str, name: str) -> str:
        return f"{c_type}{'' if c_type.endswith('*') else ' '}{name}"

    parameters = [declared(parameter.c_type, parameter.name) for parameter in operator.parameters]
    return _TEMPLATE.format(
        source=f"{operator.module.replace('.', '/')}.py",
        guard=operator.header.replace("/", "_").replace(".", "_").upper(),
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


def level2_header(operator: Operator) -> str:
    """Where older programs look for the header."""
    return operator.header.replace("aclnnop/", "aclnnop/level2/")


def forwarder_text(operator: Operator) -> str:
    """The header at its older place."""
    return f'/* The older place of this header, derived by acl_sim/build/headers.py. */\n#include "{operator.header}"\n'

"""Writes the C side of every exported function: count, start Python once, pack, call, return.

A function that Python does not answer gets a wrapper as well: it says its name on stderr and returns an error, because
a missing symbol would only tell the linker and a silent 0 would mean success.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from acl_sim.build.prototypes import Api, Function
from acl_sim.build.signatures import write_signatures

_CROSSING = {
    "pointer": "uintptr_t",
    "struct": "uintptr_t",
    "unsigned": "uint64_t",
    "signed": "int64_t",
    "double": "double",
}
FAILED = {
    "aclError": "ACL_ERROR_INTERNAL_ERROR",
    "aclnnStatus": "ACLNN_ERR_INNER",
    "HcclResult": "HCCL_E_NOT_SUPPORT",
}
_UNSUPPORTED = {
    "aclError": "ACL_ERROR_API_NOT_SUPPORT",
    "aclnnStatus": "ACLNN_ERR_INNER",
    "rtError_t": "ACL_ERROR_RT_FEATURE_NOT_SUPPORT",
}

_HEAD = """\
/* Derived from include/ by acl_sim/build/wrappers.py: do not edit. */
#include <string.h>

#include "entry.h"
{includes}

extern int64_t acl_sim_py_plan(const char *module, const char *op, uint64_t function, const int64_t *slots,
                               uint64_t count);
extern int64_t acl_sim_py_execute(uintptr_t workspace, uint64_t size, uintptr_t executor, uintptr_t stream);

const unsigned acl_sim_function_count = {count} + {operations};
const uint64_t acl_sim_first_operation = {count};
_Atomic uint64_t acl_sim_private_counts[2 * ({count} + {operations})];

static inline int64_t bits(double value)
{{
    int64_t same;
    memcpy(&same, &value, sizeof same);
    return same;
}}
"""


def _signature(function: Function) -> str:
    parameters = ", ".join(f"{p.type}{'' if p.type.endswith('*') else ' '}{p.name}" for p in function.parameters)
    space = "" if function.result.endswith("*") else " "
    return f'__attribute__((visibility("default"))) {function.result}{space}{function.name}({parameters or "void"})'


def _failed(api: Api, function: Function, statuses: Mapping[str, str]) -> str:
    if function.result in statuses:
        return statuses[function.result]
    return {"void": "", "pointer": "NULL"}.get(api.passing(function.result), "0")


def _body(api: Api, function: Function, index: int, call: str) -> str:
    enter = f'    ACL_SIM_ENTER({index}, "{function.name}", {_failed(api, function, FAILED)});\n'
    return f"\n{_signature(function)}\n{{\n{enter}{call}}}\n"


def _crossed(api: Api, c_type: str, name: str) -> str:
    kind = api.passing(c_type)
    return f"({_CROSSING[kind]}){'&' if kind == 'struct' else ''}{name}"


def _returned(api: Api, result: str, call: str) -> str:
    match api.passing(result):
        case "void":
            return f"    {call};\n"
        case "pointer":
            return f"    return ({result})(uintptr_t){call};\n"
        case _:
            return f"    return ({result}){call};\n"


def python_declaration(api: Api, function: Function) -> str:
    """The cffi declaration of the Python function behind an exported one: integers and doubles only."""
    kinds = [_CROSSING[api.passing(p.type)] for p in function.parameters]
    result = _CROSSING.get(api.passing(function.result), "int64_t")  # of a void function, to no purpose
    return f"{result} acl_sim_py_{function.name}({', '.join(kinds) or 'void'});"


def _answered(api: Api, function: Function, index: int) -> str:
    arguments = ", ".join(_crossed(api, p.type, p.name) for p in function.parameters)
    call = _returned(api, function.result, f"acl_sim_py_{function.name}({arguments})")
    return f"extern {python_declaration(api, function)}{_body(api, function, index, call)}"


def _unsupported(api: Api, function: Function, index: int) -> str:
    # Not entered: the answer needs no Python.
    unused = "".join(f"    (void){p.name};\n" for p in function.parameters)
    count = f"    atomic_fetch_add_explicit(&acl_sim_counts[{index}], 1, memory_order_relaxed);\n"
    say = f'    acl_sim_unsupported("{function.name}");\n'
    answer = f"    return {_failed(api, function, _UNSUPPORTED)};\n".replace("return ;", "return;")
    return f"\n{_signature(function)}\n{{\n{unused}{count}{say}{answer}}}\n"


def _plan(api: Api, function: Function, index: int, module: str, op: str, phase_two: int) -> str:
    def slot(c_type: str, name: str) -> str:
        kind = api.passing(c_type)
        return f"bits({name})" if kind == "double" else f"(int64_t){'(uintptr_t)' if kind == 'pointer' else ''}{name}"

    slots = ", ".join(slot(p.type, p.name) for p in function.parameters)
    call = (
        f"    const int64_t slots[] = {{{slots}}};\n"
        f'    return (aclnnStatus)acl_sim_py_plan("{module}", "{op}", {phase_two}, slots, '
        f"{len(function.parameters)});\n"
    )
    return _body(api, function, index, call)


def _execute(api: Api, function: Function, index: int) -> str:
    names = ", ".join(_crossed(api, p.type, p.name) for p in function.parameters)
    tell = f'    acl_sim_phase_two = "{function.name}";\n'
    return _body(api, function, index, f"{tell}    return (aclnnStatus)acl_sim_py_execute({names});\n")


def write_wrappers(
    api: Api, answered: frozenset[str], native: frozenset[str], operators: Mapping[str, str], operations: int = 0
) -> str:
    """The C file of all wrappers.

    `answered` are the functions with a Python entry, `native` those written in C by hand, `operators` maps an
    operator's C name (aclnnAdd) to the Python module that declares it. `operations` is how many operations of other
    libraries have their runs counted.
    """

    numbers = {function.name: index for index, function in enumerate(api.functions)}

    def wrappers() -> Iterator[str]:
        for index, function in enumerate(api.functions):
            op = function.name.removesuffix("GetWorkspaceSize")
            if function.name in native:
                continue
            if op in operators and op != function.name:
                yield _plan(api, function, index, operators[op], op, numbers[op])
            elif op in operators:
                yield _execute(api, function, index)
            elif function.name in answered:
                yield _answered(api, function, index)
            else:
                yield _unsupported(api, function, index)

    headers = sorted({function.header for function in api.functions} | {"acl/acl.h", "aclnn/aclnn_base.h"})
    includes = "\n".join(f'#include "{header}"' for header in headers)
    head = _HEAD.format(includes=includes, count=len(api.functions), operations=operations)
    return "".join([head, *wrappers(), "\n", *write_signatures(api)])

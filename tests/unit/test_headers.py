"""The public C headers: each compiles alone, and every constant has the value CANN gives it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"
# Operator headers are derived from declarations and have a test of their own.
HEADERS = sorted(
    path.relative_to(INCLUDE).as_posix()
    for pattern in ("acl/**/*.h", "aclnn/*.h", "aclnnop/aclnn_util.h")
    for path in INCLUDE.glob(pattern)
)

C99 = [os.environ.get("CC", "gcc"), "-x", "c", "-std=c99", "-pedantic"]
CXX11 = [os.environ.get("CXX", "g++"), "-x", "c++", "-std=c++11", "-pedantic"]


def complaints(compiler: list[str], source: str) -> str:
    """What the compiler says about a source text under -Wall -Wextra -Werror; nothing when it is clean."""
    command = [*compiler, "-Wall", "-Wextra", "-Werror", "-fsyntax-only", f"-I{INCLUDE}", "-"]
    return subprocess.run(command, input=source, capture_output=True, text=True).stderr


@pytest.mark.parametrize("compiler", [C99, CXX11], ids=["c99", "c++11"])
@pytest.mark.parametrize("header", HEADERS)
def test_header_compiles_alone(header: str, compiler: list[str]) -> None:
    # The typedef is there because ISO C forbids a file without any declaration.
    assert complaints(compiler, f'#include "{header}"\ntypedef int nonempty;\n') == ""


def test_constants_have_the_values_of_cann() -> None:
    values: dict[str, int] = json.loads((ROOT / "tests/data/acl_constants.json").read_text())
    # C++, because a `static const int` is no constant expression in C.
    source = "".join(f'#include "{header}"\n' for header in HEADERS)
    for name, value in values.items():
        literal = f"{value}U" if value > 2**63 else str(value)
        source += f'static_assert({name} == {literal}, "{name} must be {literal}");\n'
    assert complaints(CXX11, source) == ""


def test_a_wrong_constant_is_noticed() -> None:
    assert "static assertion failed" in complaints(
        CXX11, '#include "acl/acl.h"\nstatic_assert(ACL_FLOAT == 1, "wrong on purpose");\n'
    )


def test_status_codes_are_ints() -> None:
    """Templates see the type: CANN's constants are ints, so an enum would pick other overloads."""
    source = '#include <type_traits>\n#include "acl/acl.h"\n#include "aclnn/aclnn_base.h"\n'
    for name in ("ACL_SUCCESS", "ACL_ERROR_INVALID_PARAM", "OK"):
        source += f'static_assert(std::is_same<decltype({name}), const int>::value, "{name}");\n'
    for name in ("ACL_ERROR_RT_PARAM_INVALID", "ACLNN_ERR_PARAM_NULLPTR"):
        source += f'static_assert(std::is_same<decltype({name}), int>::value, "{name}");\n'
    source += 'static_assert(std::is_same<aclError, aclnnStatus>::value, "one status type");\n'
    assert complaints(CXX11, source) == ""


OWN_STATUS_CODES = """
#define ACLNN_SUCCESS 0
#define ACLNN_ERR_PARAM_NULLPTR 161001
"""
OWN_STATUS_CODES_IF_MISSING = """
#ifndef ACLNN_ERR_PARAM_INVALID
#define ACLNN_ERR_PARAM_INVALID ((aclnnStatus)161002)
#endif
"""


@pytest.mark.parametrize("own", [OWN_STATUS_CODES, OWN_STATUS_CODES_IF_MISSING])
@pytest.mark.parametrize("compiler", [C99, CXX11], ids=["c99", "c++11"])
def test_programs_may_define_the_aclnn_status_codes(own: str, compiler: list[str]) -> None:
    """The real headers do not show these names, so programs define them, before or after the include."""
    include = '#include "aclnn/aclnn_base.h"\n'
    for source in (own + include, include + own):
        source += "aclnnStatus f(void);\naclnnStatus f(void) { return ACLNN_ERR_PARAM_INVALID; }\n"
        assert complaints(compiler, source) == ""

"""The fixture `npu`, from outside: each test here runs pytest on tests of its own, with the dummy toolkit."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import dummy_toolkit
import pytest

pytest_plugins = ["pytester"]

HEADER = '''
import os
from pathlib import Path

import pytest

OPERATOR = """#include "acl/acl.h"
#include <stdio.h>
int main(int count, char **words) {
    aclInit(); aclnnAddGetWorkspaceSize(); aclnnAdd(); aclnnAdd();
    printf("%d %s", count, count > 1 ? words[1] : "");
}
"""
MACHINE = """#include <stdio.h>
#include <stdlib.h>
static const char *value(const char *name) { return getenv(name) ? getenv(name) : "-"; }
int main(void) {
    printf("%s %s %s", value("ACL_SIM_SOC"), value("ACL_SIM_DEVICES"), value("ACL_SIM_SCHEDULE"));
}
"""
'''


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dummy_toolkit.toolkit(tmp_path_factory.mktemp("plugin") / "cann")


class Inner:
    """Runs test code under the plugin."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester

    def __call__(self, code: str, *arguments: str) -> pytest.RunResult:
        self.pytester.makepyfile(HEADER + code)
        installed = any(entry.name == "acl_sim" for entry in entry_points(group="pytest11"))
        load = [] if installed else ["-p", "acl_sim.pytest_plugin"]
        load += ["-p", "no:hypothesispytest"]  # importing it anew each time would take most of the time
        # At its end the inner run would put back the handlers of faults from before the library was loaded.
        return self.pytester.runpytest_inprocess("-p", "no:faulthandler", "--strict-markers", *load, *arguments)


@pytest.fixture
def inner(pytester: pytest.Pytester, built: Path, monkeypatch: pytest.MonkeyPatch) -> Inner:
    for name in ("ACL_SIM_SOC", "ACL_SIM_DEVICES", "ACL_SIM_SCHEDULE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("acl_sim.toolkit.ensure_built", lambda force=False: built)
    return Inner(pytester)


def test_builds_runs_and_counts(inner: Inner) -> None:
    code = """
def test_one(npu):
    result = npu.build_and_run(OPERATOR, "word")
    assert result.stdout == "2 word"
    assert result.stderr == ""
    assert result.returncode == 0
    assert result.calls == {"aclInit": 1, "aclnnAddGetWorkspaceSize": 1, "aclnnAdd": 2}
    assert result.operators == {"aclnnAdd": 2}
"""
    inner(code).assert_outcomes(passed=1)


def test_counts_belong_to_one_run(inner: Inner) -> None:
    code = """
def test_one(npu):
    program = npu.compile(OPERATOR)
    assert npu.run(program).operators == npu.run(program).operators == {"aclnnAdd": 2}
"""
    inner(code).assert_outcomes(passed=1)


def test_marks_choose_the_machine_and_the_nearest_wins(inner: Inner) -> None:
    code = """
@pytest.mark.npu(product="A3", devices=2)
class TestMarked:
    def test_class(self, npu):
        assert npu.build_and_run(MACHINE, lang="c").stdout == "Ascend910_9392 2 -"

    @pytest.mark.npu(product="Ascend910B4", schedule="eager")
    def test_both(self, npu):
        assert npu.build_and_run(MACHINE, lang="c").stdout == "Ascend910B4 2 eager"

    def test_class_again(self, npu):
        assert npu.build_and_run(MACHINE, lang="c").stdout == "Ascend910_9392 2 -"

def test_unmarked(npu, monkeypatch):
    program = npu.compile(MACHINE, "c")
    assert npu.run(program).stdout == "- - -"
    monkeypatch.setenv("ACL_SIM_DEVICES", "5")
    assert npu.run(program).stdout == "- 5 -"
    assert npu.run(program, env={"ACL_SIM_DEVICES": "6"}).stdout == "- 6 -"
"""
    inner(code).assert_outcomes(passed=4)


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ('product="Ascend910B5"', "no product 'Ascend910B5'"),
        ("chips=2", "the mark is npu(product=None, devices=None, schedule=None)"),
        ('"Ascend910B1"', "the mark is npu(product=None, devices=None, schedule=None)"),
    ],
)
def test_a_wrong_mark_is_an_error(inner: Inner, mark: str, said: str) -> None:
    result = inner(f"@pytest.mark.npu({mark})\ndef test_one(npu):\n    pass\n")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*{said.replace('[', '[[]')}*"])


def test_the_mark_is_known_to_strict_pytest(inner: Inner) -> None:
    result = inner("def test_one():\n    pass\n", "--markers")
    result.stdout.fnmatch_lines(["@pytest.mark.npu(product=None, devices=None, schedule=None): *"])


def test_sources_may_be_paths_and_languages_follow_them(inner: Inner) -> None:
    code = """
def test_paths(npu, tmp_path):
    (tmp_path / "near.h").write_text("#define STATUS 3")
    source = tmp_path / "a.c"
    source.write_text('#include "near.h"\\nint main(void) { int class = STATUS; return class; }')
    assert npu.build_and_run(source, check=False).returncode == 3
    assert npu.build_and_run(str(source), check=False).returncode == 3

@pytest.mark.parametrize(("text", "options", "status"), [
    ("int main(void) { int class = 4; return class; }", {"lang": "c"}, 4),
    ("int main() { return __cplusplus == 201103L; }", {"std": "c++11"}, 1),
    ("int main() { return STATUS; }", {"flags": ["-DSTATUS=5"]}, 5),
])
def test_options(npu, text, options, status):
    assert npu.build_and_run(text, **options, check=False).returncode == status

def test_absent(npu):
    with pytest.raises(FileNotFoundError):
        npu.compile("absent.cpp")
"""
    inner(code).assert_outcomes(passed=5)


def test_the_same_program_is_compiled_once_a_session(inner: Inner) -> None:
    code = """
built = []

def test_one(npu):
    built.append(npu.compile(OPERATOR))
    made = built[0].stat().st_mtime_ns
    assert npu.compile(OPERATOR) == built[0]
    assert built[0].stat().st_mtime_ns == made

def test_two(npu):
    assert npu.compile(OPERATOR) == built[0]
    assert npu.compile(OPERATOR, flags=["-DX"]) != built[0]
    assert npu.compile(OPERATOR + "//") != built[0]
    assert npu.compile(OPERATOR, std="c++17") != built[0]
"""
    inner(code).assert_outcomes(passed=2)


def test_sanitizers(inner: Inner) -> None:
    code = """
def test_one(npu):
    overflow = "int main(int n, char **) { int *a = new int[n]; return a[n]; }"
    result = npu.build_and_run(overflow, sanitize=["address"], check=False)
    assert result.returncode != 0
    assert "heap-buffer-overflow" in result.stderr
"""
    inner(code).assert_outcomes(passed=1)


def test_failures_show_what_the_programs_said(inner: Inner) -> None:
    code = '''
def test_build(npu):
    npu.compile("int main() { return nothing; }")

def test_status(npu):
    npu.build_and_run("""#include <stdio.h>
        int main() { puts("out here"); fputs("err here", stderr); return 9; }""")

ABORT = """#include <stdlib.h>
int main() { abort(); }"""

def test_signal(npu):
    npu.build_and_run(ABORT)

def test_unchecked(npu):
    assert npu.build_and_run(ABORT, check=False).returncode == -6

def test_late(npu):
    npu.build_and_run("""#include <stdio.h>
        #include <stdlib.h>
        int main() { puts("so far"); fflush(stdout); return system("sleep 100"); }""", timeout=0.5)
'''
    result = inner(code)
    result.assert_outcomes(failed=4, passed=1)
    result.stdout.fnmatch_lines(
        [
            "*program.cpp did not compile:*",
            "*error:*nothing*",
            "*ended with exit status 9*",
            "*out here*",
            "*err here*",
            "*was killed by signal 6*",
            "*did not end within 0.5 s*",
            "*so far*",
        ]
    )
    assert result.duration < 30


def test_a_toolkit_that_cannot_be_built_is_an_error_of_the_test(inner: Inner, monkeypatch: pytest.MonkeyPatch) -> None:
    from acl_sim.build.compiler import BuildError

    def refuse(force: bool = False) -> Path:
        raise BuildError("no C compiler")

    monkeypatch.setattr("acl_sim.toolkit.ensure_built", refuse)
    result = inner("def test_one(npu):\n    pass\n")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*acl-sim: the toolkit tree cannot be built: no C compiler*"])

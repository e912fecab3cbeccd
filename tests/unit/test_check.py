"""`acl-sim check`: its exit status, its reports, and what a checked program says of itself without the command."""

from __future__ import annotations

import ctypes
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

import acl_sim.report
from acl_sim.checks import hooks, load_rules
from acl_sim.checks.finding import RULES
from acl_sim.checks.page import declared_rules, page_text
from acl_sim.cli import main
from acl_sim.pytest_plugin import Npu

SCHEMA = json.loads(Path(acl_sim.report.__file__).with_name("findings.schema.json").read_text(encoding="utf-8"))
BEGIN = """#include <cstdio>
#include <cstdlib>
#include "acl/acl.h"
int main(int count, char **)
{
    void *block = nullptr;
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    if (count > 5) std::printf("never\\n");
"""
END = """    aclrtResetDevice(0);
    aclFinalize();
"""
CLEAN = BEGIN + "    aclrtFree(block);\n" + END + "}\n"
TWICE = BEGIN + "    aclrtFree(block);\n    aclrtFree(block);\n" + END
TWICE_LINE = TWICE.splitlines().index("    aclrtFree(block);") + 2
"""Of the second aclrtFree."""
BROKEN = TWICE + "}\n"
BROKEN_AND_FAILS = TWICE + "    return 7;\n}\n"
BROKEN_AND_ABORTS = TWICE + "    std::abort();\n}\n"
TWO_FINDINGS = TWICE.replace(END, "    aclrtFree(&block);\n") + END + "}\n"
TOUCHES = BEGIN + "    return *static_cast<int *>(block);\n}\n"
COPIES = (
    BEGIN.replace("<cstdlib>", "<cstring>")
    + """    char copy[64];
    std::memcpy(copy, block, static_cast<size_t>(count) * 60);
    return copy[0];
}
"""
)
TALKS = TWICE.replace(
    "    aclrtFree(block);\n    aclrtFree",
    '    std::puts("before"); std::fflush(stdout);\n    aclrtFree(block);\n    aclrtFree',
)
TALKS = TALKS.replace(END, '    std::puts("after");\n' + END) + "}\n"
DEPENDS = """#include <cstdio>
#include "acl/acl.h"
int main()
{
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtStream stream = nullptr;
    void *block = nullptr;
    int *host = nullptr;
    aclrtCreateStream(&stream);
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMallocHost(reinterpret_cast<void **>(&host), 64);
    aclrtMemset(block, 64, 1, 64);
    *host = 0;
    aclrtMemcpyAsync(host, 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST, stream);
    std::printf("%d\\n", *host);
    aclrtSynchronizeStream(stream);
    aclrtFree(block);
    aclrtFreeHost(host);
    aclrtDestroyStream(stream);
    aclrtResetDevice(0);
    aclFinalize();
}
"""
NOISE = str(int.from_bytes(b"\xfb" * 4, "little", signed=True))
"""What is read of a result that is still to come."""
LUCKY = """#include <cstdio>
#include <cstring>
#include "acl/acl.h"
int main()
{
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtStream stream = nullptr;
    void *block = nullptr;
    float host[16] = {}, *pinned = nullptr;
    aclrtCreateStream(&stream);
    aclrtMalloc(&block, sizeof host, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMallocHost(reinterpret_cast<void **>(&pinned), sizeof host);
    for (int i = 0; i < 16; i++) pinned[i] = 2.5f;
    for (int step = 0; step < 2; step++) {
        aclrtMemcpyAsync(block, sizeof host, pinned, sizeof host, ACL_MEMCPY_HOST_TO_DEVICE, stream);
        aclrtMemcpy(host, sizeof host, block, sizeof host, ACL_MEMCPY_DEVICE_TO_HOST);
        std::printf("%d ", host[15] == 2.5f);
        aclrtSynchronizeStream(stream);
    }
    aclrtMemcpy(host, sizeof host, block, sizeof host, ACL_MEMCPY_DEVICE_TO_HOST);
    std::printf("%d\\n", host[15] == 2.5f);
    aclrtFree(block);
    aclrtFreeHost(pinned);
    aclrtDestroyStream(stream);
    aclrtResetDevice(0);
    aclFinalize();
}
"""
SCRIPT = """import ctypes, sys
acl = ctypes.CDLL(sys.argv[1])
block = ctypes.c_void_p()
acl.aclInit(None)
acl.aclrtSetDevice(0)
acl.aclrtMalloc(ctypes.byref(block), ctypes.c_size_t(64), 0)
acl.aclrtFree(block)
acl.aclrtFree(block)
acl.aclrtMalloc(ctypes.byref(block), ctypes.c_size_t(64), 0)
acl.aclrtResetDevice(0)
acl.aclFinalize()
"""


@dataclass(frozen=True)
class Checked:
    status: int
    out: str
    err: str


Check = Callable[..., Checked]


@pytest.fixture
def check(npu: Npu, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Check:
    """Checks a program's text, compiled once a session, or a script."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("ACL_SIM_") and name != "ACL_SIM_PREFIX"]:
        monkeypatch.delenv(name)

    def run(program: str | Path, *options: str) -> Checked:
        path = program if isinstance(program, Path) else npu.compile(program, flags=("-O0",))
        capfd.readouterr()
        status = main(["check", str(path), *options])
        return Checked(status, *capfd.readouterr())

    return run


def last(text: str) -> str:
    return text.splitlines()[-1]


# ---- exit statuses


@pytest.mark.parametrize(
    ("program", "options", "status"),
    [
        pytest.param(CLEAN, [], 0, id="clean"),
        pytest.param(BROKEN, [], 86, id="findings"),
        pytest.param(BROKEN, ["--error-exitcode", "3"], 3, id="chosen"),
        pytest.param(BROKEN, ["--error-exitcode", "0"], 0, id="only-report"),
        pytest.param(BROKEN_AND_FAILS, ["--error-exitcode", "3"], 7, id="own-wins"),
        pytest.param(BROKEN_AND_ABORTS, [], 134, id="aborted"),
    ],
)
def test_exit_status(check: Check, program: str, options: list[str], status: int) -> None:
    checked = check(program, *options)
    assert checked.status == status
    assert ("M105 double-free" in checked.err) == (program is not CLEAN)


def test_a_crash_keeps_its_report(check: Check) -> None:
    checked = check(TOUCHES)
    assert checked.status == 139
    assert (
        f"program.cpp:{len(TOUCHES.splitlines()) - 1}: error: the host touches offset 0 of allocation #1" in checked.err
    )
    assert "allocation #1 of 64 bytes was made, at " in checked.err
    assert "killed by SIGSEGV" in last(checked.err)


def test_a_touch_inside_the_c_library_is_at_the_call_of_it(check: Check) -> None:
    checked = check(COPIES)
    assert checked.status == 139
    assert (
        f"program.cpp:{len(COPIES.splitlines()) - 2}: error: the host touches offset 0 of allocation #1" in checked.err
    )


def test_alone_a_crash_leaves_no_file(npu: Npu, tmp_path: Path) -> None:
    status, err = alone(npu, npu.compile(TOUCHES, flags=("-O0",)), TMPDIR=str(tmp_path))
    assert status == -11
    assert "host code touched device memory" in err
    assert list(tmp_path.iterdir()) == []


def test_without_debug_information(check: Check, npu: Npu) -> None:
    checked = check(npu.compile(BROKEN, flags=("-g0",)))
    assert "program+0x" in checked.err
    assert last(checked.err).startswith("acl-sim check: compile with -g")


@pytest.mark.parametrize(
    ("program", "rule"), [(BROKEN_AND_ABORTS, "M105"), (TOUCHES, "M101")], ids=["aborts", "faults"]
)
def test_a_crash_keeps_its_reports(check: Check, program: str, rule: str) -> None:
    checked = check(program, "--json", "report.json", "--sarif", "report.sarif", "--junit", "report.xml")
    assert checked.status > 128
    (finding,) = json.loads(Path("report.json").read_text())["runs"][0]["findings"]
    (result,) = json.loads(Path("report.sarif").read_text())["runs"][0]["results"]
    (case,) = ElementTree.parse("report.xml").getroot().iter("testcase")
    assert finding["id"] == result["ruleId"] == str(case.get("name")).partition(" ")[0] == rule


@pytest.mark.parametrize("program", [BROKEN, TOUCHES, DEPENDS], ids=["double-free", "host-touch", "in-flight"])
def test_under_address_sanitizer(check: Check, npu: Npu, program: str) -> None:
    """The last one goes on after its mistake; its line is that of the printf that reads too early."""
    checked = check(npu.compile(program, sanitize=["address"], flags=("-O0",)))
    read = next((n for n, text in enumerate(program.splitlines(), 1) if "%d" in text), 0)
    line = {BROKEN: TWICE_LINE, TOUCHES: len(TOUCHES.splitlines()) - 1, DEPENDS: read}[program]
    assert checked.status != 0
    assert f"program.cpp:{line}: error" in checked.err


# ---- reports


def test_text(check: Check) -> None:
    checked = check(BROKEN)
    place, call, other, rule, fix, closing = checked.err.splitlines()
    assert place.endswith(f"/program.cpp:{TWICE_LINE}: error: allocation #1 is freed again [M105 double-free]")
    assert call == "    in aclrtFree"
    assert other.startswith("    allocation #1 was freed, at ")
    assert other.endswith(f"program.cpp:{TWICE_LINE - 1}")
    assert rule.startswith("    rule: ")
    assert fix.startswith("    fix: ")
    assert closing.startswith("acl-sim check: 1 finding; ran no operator; 7 runtime calls; Ascend910B1; ")


def test_json(check: Check) -> None:
    check(BROKEN, "--json", "report.json")
    report = json.loads(Path("report.json").read_text())
    jsonschema.validate(report, SCHEMA)
    (finding,) = report["runs"][0]["findings"]
    assert (finding["id"], finding["call"], finding["at"]["line"]) == ("M105", "aclrtFree", TWICE_LINE)
    assert finding["other"]["at"]["line"] == TWICE_LINE - 1


def test_sarif(check: Check) -> None:
    check(BROKEN, "--sarif", "report.sarif")
    log = json.loads(Path("report.sarif").read_text())
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "acl-sim"
    (rule,) = driver["rules"]
    (result,) = run["results"]
    assert result["ruleId"] == rule["id"] == "M105"
    assert result["level"] == "error"
    assert result["message"]["text"]
    for location in (*result["locations"], *result["relatedLocations"]):
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"].endswith("program.cpp")
        assert place["region"]["startLine"] in (TWICE_LINE, TWICE_LINE - 1)


@pytest.mark.parametrize(("program", "failures"), [(BROKEN, 1), (CLEAN, 0)], ids=["broken", "clean"])
def test_junit(check: Check, program: str, failures: int) -> None:
    check(program, "--junit", "report.xml")
    (suite,) = ElementTree.parse("report.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("1", str(failures))
    assert len(suite.findall("testcase")) == 1
    assert len(suite.findall("testcase/failure")) == failures


def test_github(check: Check) -> None:
    (line,) = check(BROKEN, "--github").out.splitlines()
    assert line.startswith("::error file=")
    assert f"program.cpp,line={TWICE_LINE},title=M105 double-free::allocation #1 is freed again. " in line


def test_a_status_that_was_not_looked_at(check: Check) -> None:
    """The finding names the first call that failed since the last one, once."""
    fails = "    aclrtFree(&count);\n" * 2
    refused = BEGIN + "    aclrtMalloc(nullptr, 64, ACL_MEM_MALLOC_HUGE_FIRST);\n    aclrtSynchronizeEvent(nullptr);\n"
    twice = "    aclrtFree(block);\n" * 2
    checked = check(refused + twice + fails + END + "}\n", "--json", "report.json")
    assert checked.status == 86
    line = BEGIN.count("\n") + 1
    first, second, *_ = json.loads(Path("report.json").read_text())["runs"][0]["findings"]
    assert first["earlier"]["at"]["line"] == line
    assert "before, aclrtMalloc answered 100000 (" in first["earlier"]["what"]
    assert first["earlier"]["what"].endswith(" and 1 more call failed since")
    assert second["earlier"] is None
    assert f"    {first['earlier']['what']}, at " in checked.err


def test_max_findings(check: Check) -> None:
    assert check(TWO_FINDINGS).err.count(": error: ") == 2
    checked = check(TWO_FINDINGS, "--max-findings", "1")
    assert (checked.status, checked.err.count(": error: ")) == (86, 1)


# ---- suppressions


@pytest.mark.parametrize("where", ["*", "program.cpp", f"program.cpp:{TWICE_LINE}"])
def test_suppressed(check: Check, where: str) -> None:
    Path("list").write_text(f"# a comment\n\nM105 {where} known, issue 12\n")
    checked = check(BROKEN, "--suppress", "list")
    assert checked.status == 0
    assert "acl-sim check: no findings (1 suppressed); " in last(checked.err)


def test_unused_suppressions_are_reported(check: Check) -> None:
    Path("list").write_text("M105 other.cpp somewhere else\nM104 * another rule\n")
    checked = check(BROKEN, "--suppress", "list")
    assert checked.status == 86
    assert "acl-sim check: list: nothing matched: M105 other.cpp somewhere else\n" in checked.err
    assert "acl-sim check: list: nothing matched: M104 * another rule\n" in checked.err


def test_a_suppression_needs_a_reason(check: Check) -> None:
    Path("list").write_text("M105 *\n")
    checked = check(BROKEN, "--suppress", "list")
    assert checked.status not in (0, 86)
    assert "list:1: expected `ID where reason`, got 'M105 *'" in checked.err


# ---- stopping, schedules


def test_stop_at_the_first_finding(check: Check) -> None:
    assert check(TALKS).out == "before\nafter\n"
    checked = check(TALKS, "--stop", "first")
    assert (checked.status, checked.out) == (86, "before\n")
    assert "1 finding" in last(checked.err)
    assert check(TALKS, "--stop", "first", "--error-exitcode", "3").status == 3


def test_what_is_suppressed_does_not_stop(check: Check) -> None:
    Path("list").write_text("M105 * known\n")
    checked = check(TALKS, "--stop", "first", "--suppress", "list")
    assert (checked.status, checked.out) == (0, "before\nafter\n")


def test_what_is_pending_is_noise(check: Check, npu: Npu) -> None:
    """Unchecked, the second step reads what the first one left there, and seems to be right."""
    assert npu.run(npu.compile(LUCKY, flags=("-O0",))).stdout == "0 1 1\n"
    checked = check(LUCKY)
    assert checked.out == "0 0 1\n"
    assert checked.err.count("[S201 result-read-before-ready]") == 1
    assert check(LUCKY, "--without", "in_flight").out == "0 1 1\n"


def test_schedules(check: Check) -> None:
    checked = check(DEPENDS, "--schedules", "deferred,eager,shuffled:1..3")
    first, second, *others = checked.out.split()
    assert (first, second, len(others)) == (NOISE, "16843009", 3)
    different = ["eager", *(f"shuffled:{seed}" for seed, out in enumerate(others, 1) if out != NOISE)]
    expected = f"the output under {', '.join(different)} differs from that under deferred"
    assert expected in checked.err
    assert checked.status == 86
    assert "; schedule shuffled:3" in checked.err


def test_schedules_that_agree(check: Check) -> None:
    checked = check(CLEAN, "--schedules", "deferred,shuffled:1..2")
    assert checked.status == 0
    assert checked.err.count("no findings") == 3


def test_no_such_schedule(check: Check) -> None:
    assert "'often' is none of deferred" in check(CLEAN, "--schedules", "often").err


# ---- without the command


def alone(npu: Npu, program: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    result = npu.run(program, *arguments, env={"ACL_SIM_CHECK": "1", **environment}, check=False)
    return result.returncode, result.stderr


def test_alone(npu: Npu, tmp_path: Path) -> None:
    here = {"TMPDIR": str(tmp_path)}
    status, err = alone(npu, npu.compile(BROKEN_AND_FAILS, flags=("-O0",)), **here)
    assert status == 7
    assert f"program.cpp:{TWICE_LINE}: error: allocation #1 is freed again [M105 double-free]" in err
    assert last(err) == "acl-sim check: 1 finding"
    assert alone(npu, npu.compile(CLEAN, flags=("-O0",)), **here) == (0, "acl-sim check: no findings\n")
    assert list(tmp_path.iterdir()) == []


def test_alone_a_touch_is_reported(npu: Npu) -> None:
    program = npu.compile(DEPENDS, flags=("-O0",))
    line = next(n for n, text in enumerate(DEPENDS.splitlines(), 1) if "printf" in text)
    status, err = alone(npu, program)
    assert status == 0
    assert f"program.cpp:{line}: error: the host touches 64 bytes of host memory at " in err
    assert last(err) == "acl-sim check: 1 finding"
    assert alone(npu, program, ACL_SIM_CHECK_STOP="1")[0] == 86


def test_alone_with_suppressions(npu: Npu, tmp_path: Path) -> None:
    listed = tmp_path / "list"
    listed.write_text("M105 * known\n")
    err = alone(npu, npu.compile(BROKEN, flags=("-O0",)), ACL_SIM_CHECK_SUPPRESS=str(listed))[1]
    assert err == "acl-sim check: no findings (1 suppressed)\n"


# ---- Python hosts


def script(tmp_path: Path) -> Path:
    path = tmp_path / "host.py"
    path.write_text(SCRIPT)
    return path


def expected_python_places(path: Path) -> list[tuple[str, str]]:
    return [("M105", f"{path}:8"), ("M107", f"{path}:9")]


def test_a_python_program(check: Check, npu: Npu, tmp_path: Path) -> None:
    path = script(tmp_path)
    checked = check(path, "--json", "report.json", "--", str(npu.prefix / "lib64" / "libascendcl.so"))
    assert checked.status == 86
    findings = json.loads(Path("report.json").read_text())["runs"][0]["findings"]
    places = [(found["id"], f"{found['at']['file']}:{found['at']['line']}") for found in findings]
    assert places == expected_python_places(path)
    assert findings[0]["other"]["at"] == {"file": str(path), "line": 7}


def test_a_python_program_alone(npu: Npu, tmp_path: Path) -> None:
    status, err = alone(npu, script(tmp_path), str(npu.prefix / "lib64" / "libascendcl.so"))
    assert status == 0
    for rule, place in expected_python_places(tmp_path / "host.py"):
        assert f"{place}: " in err
        assert f"[{rule} " in err
    assert last(err) == "acl-sim check: 2 findings"


# ---- rules and checkers


def test_the_declarations_are_read_as_they_are() -> None:
    load_rules()
    assert {rule.id: rule for rule in declared_rules()} == RULES


def test_every_event_is_told_and_heard() -> None:
    root = Path(hooks.__file__).parents[2]
    sources = {path: path.read_text() for package in ("acl_sim", "aclnn") for path in (root / package).rglob("*.py")}
    checks = Path(hooks.__file__).parent
    heard = "".join(text for path, text in sources.items() if checks in path.parents and path.name != "hooks.py")
    told = "".join(sources.values())
    assert [name for name in hooks.events() if f"    def {name}(self" not in heard] == []
    assert [name for name in hooks.events() if f'hooks.emit("{name}"' not in told] == []


@pytest.mark.parametrize("name", ["M105", "m105", "double-free"])
def test_explain(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", name]) == 0
    out = capsys.readouterr().out
    assert out == page_text(RULES["M105"])
    assert "aclrtFree(block); //! M105" in out


def test_a_broken_checker_changes_nothing(acl: ctypes.CDLL, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    class Broken(hooks.Checker):
        def called(self, call: str, arguments: tuple[Any, ...]) -> None:
            raise RuntimeError("a bug")

    monkeypatch.setitem(hooks.active, "called", [])
    hooks.attach(Broken())
    assert [acl.aclInit(None), acl.aclFinalize()] == [0, 0]
    err = capsys.readouterr().err
    assert err.count("internal error in the checker") == 1
    assert "RuntimeError: a bug" in err


@pytest.mark.parametrize("page", ["checking.md", "ci.md"])
def test_the_pages_name_options_and_variables_that_exist(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    root = Path(hooks.__file__).parents[2]
    text = (root / "docs" / page).read_text(encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
    ours = re.sub(r".*(cmake|ctest).*|-- --its arguments", "", text)
    used = set(re.findall(r"[ `](--[a-z][a-z-]*)", ours))
    assert used
    assert used <= known
    sources = "".join(path.read_text() for package in ("acl_sim", "aclnn") for path in (root / package).rglob("*.py"))
    assert [name for name in set(re.findall(r"ACL_SIM_\w+", text)) if f'"{name}"' not in sources] == []

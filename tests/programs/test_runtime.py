"""Every chapter of the runtime in C: what each call answers and does, whatever the order in which tasks run."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest

from acl_sim.pytest_plugin import Npu

DIRECTORY = Path(__file__).parent / "runtime"
CHAPTERS = [
    "callback",
    "capture",
    "configuration",
    "context",
    "copy",
    "data_types",
    "device",
    "error_reporting",
    "event",
    "hostile",
    "host_memory",
    "initialization",
    "memory",
    "memory_value",
    "model_report",
    "shared_event",
    "single_operator",
    "stream",
    "task_group",
    "threads",
    "version",
    "virtual_memory",
]
SCHEDULES = ["deferred", "eager", "shuffled:1"]
STRICT = ("-Wall", "-Wextra", "-Werror", "-Wno-deprecated-declarations")

pytestmark = pytest.mark.npu(devices=2)


def build(npu: Npu, name: str, *sanitizers: str) -> Path:
    return npu.compile(DIRECTORY / f"{name}.c", std="c99", sanitize=sanitizers, flags=STRICT)


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter(npu: Npu, tmp_path: Path, chapter: str, schedule: str) -> None:
    npu.run(build(npu, chapter), str(tmp_path), env={"ACL_SIM_SCHEDULE": schedule})


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter_with_sanitizers(npu: Npu, tmp_path: Path, chapter: str) -> None:
    options = {"UBSAN_OPTIONS": "halt_on_error=1"}
    npu.run(build(npu, chapter, "address", "undefined"), str(tmp_path), env=options)


@pytest.mark.parametrize("schedule", ["deferred", "eager"])
def test_schedule(npu: Npu, schedule: str) -> None:
    npu.run(build(npu, "schedule"), schedule, env={"ACL_SIM_SCHEDULE": schedule})


def test_capacity(npu: Npu) -> None:
    npu.run(build(npu, "capacity"))


def test_thread_sanitizer(npu: Npu) -> None:
    npu.run(build(npu, "threads", "thread"), env={"TSAN_OPTIONS": "halt_on_error=1"})


STAMP = r"\d{4}-\d\d-\d\d-\d\d:\d\d:\d\d\.\d{3}\.\d{3}"


def test_message_layout(npu: Npu) -> None:
    lines = npu.run(build(npu, "error_reporting"), "print").stdout.splitlines()
    assert len(lines) == 5
    assert re.fullmatch(rf"\[PID: \d+\] {STAMP} Invalid_Argument_Null_Pointer\(EH0002\): .*devPtr.*", lines[0])
    assert re.fullmatch(rf"\[PID: \d+\] {STAMP} Invalid_Argument\(EE1003\): .*deviceId.* 7654321,.*", lines[1])
    assert lines[2] == "        TraceBack (most recent call last):"
    assert re.fullmatch(r" {8}\S.* 7654322,.*", lines[3])
    assert re.fullmatch(r" {8}\S.* 79,.*", lines[4])


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("read", r"is offset 123 of allocation #2 \(1000 bytes on device 0, allocated at host_touch\.c:LINE "),
        ("write", r"is offset 7 of allocation #2 \(1000 bytes on device 0, allocated at host_touch\.c:LINE "),
        ("memcpy", r"is offset \d+ of allocation #2 \(1000 bytes on device 0, allocated at host_touch\.c:LINE "),
        ("past", r"is offset 1048576 of allocation #2 \(1000 bytes"),
        ("freed", r"is offset 5 of the FREED allocation #2 \(1000 bytes on device 0, allocated at host_touch\.c:LINE "),
        ("nowhere", "is an address of device 0 inside no allocation"),
        ("null", None),
    ],
)
def test_host_touch(npu: Npu, how: str, expected: str | None) -> None:
    source = (DIRECTORY / "host_touch.c").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(source, 1) if "the line that is named" in text)
    result = npu.run(build(npu, "host_touch"), how, check=False)
    assert result.returncode == -signal.SIGSEGV
    if expected is None:
        assert "acl-sim" not in result.stderr  # not our business
    else:
        assert re.search(f"host code touched device memory.*{expected}".replace("LINE", str(line)), result.stderr)


def test_host_touch_under_address_sanitizer(npu: Npu) -> None:
    result = npu.run(build(npu, "host_touch", "address"), "read", check=False)
    assert "is offset 123 of allocation #2" in result.stderr
    assert "AddressSanitizer: SEGV" in result.stderr  # its report follows ours


LINE = rf"\[%s\] %s\(\d+,program\):{STAMP} \[[\w.]+:\d+\]\d+ %s"
APP = r'main:.*/log\.c:\d+: "%s"'
FROM_ABOVE = {0: "DEBUG detail 1", 1: "INFO note two", 2: "WARNING care 3.0", 3: "ERROR alarm é"}


def check_log(text: str, lowest: int, refusals: bool = True) -> None:
    """The lines of log.c from severity `lowest` on, each in CANN's layout."""
    lines = text.splitlines()
    for severity, expected in FROM_ABOVE.items():
        if severity >= lowest:
            level, _, message = expected.partition(" ")
            assert re.fullmatch(LINE % (level, "APP", APP % message), lines.pop(0))
    if lowest <= 3:
        cut = lines.pop(0)
        assert len(cut.encode()) + 1 == 1024
        assert cut.endswith("x...[truncated]")
    if refusals:
        assert re.fullmatch(LINE % ("ERROR", "ASCENDCL", "aclrtSetDevice: .*107001.*"), lines.pop(0))
    assert lines == []


@pytest.mark.parametrize("level", [0, 1, 2, 3, None])
def test_log_to_stdout(npu: Npu, level: int | None) -> None:
    env = {"ASCEND_SLOG_PRINT_TO_STDOUT": "1", "LC_ALL": "C"}
    if level is not None:
        env["ASCEND_GLOBAL_LOG_LEVEL"] = str(level)
    check_log(npu.run(build(npu, "log"), env=env).stdout, 3 if level is None else level)


@pytest.mark.parametrize(
    ("modules", "lowest", "refusals"),
    [
        ("APP=0", 0, True),
        ("APP=4", 4, True),
        ("APP=1:ASCENDCL=4", 1, False),
        ("RUNTIME=0", 2, True),
        ("APP=0:nonsense", 2, True),
        ("APP=7", 2, True),
    ],
)
def test_log_level_of_a_module(npu: Npu, modules: str, lowest: int, refusals: bool) -> None:
    env = {"ASCEND_LOG_PRINT_TO_STDOUT": "1", "ASCEND_GLOBAL_LOG_LEVEL": "2", "ASCEND_MODULE_LOG_LEVEL": modules}
    check_log(npu.run(build(npu, "log"), env=env).stdout, lowest, refusals)


@pytest.mark.parametrize("variable", ["ASCEND_PROCESS_LOG_PATH", "ASCEND_WORK_PATH"])
def test_log_to_a_file(npu: Npu, tmp_path: Path, variable: str) -> None:
    result = npu.run(build(npu, "log"), env={variable: str(tmp_path / "new")})
    assert result.stdout == ""
    (file,) = (tmp_path / "new" / "debug" / "plog").iterdir()
    assert re.fullmatch(r"plog-\d+_\d+\.log", file.name)
    check_log(file.read_text(encoding="utf-8"), 3)


def test_log_that_cannot_be_written(npu: Npu) -> None:
    npu.run(build(npu, "log"), env={"ASCEND_PROCESS_LOG_PATH": "/proc/nowhere"})  # the calls answer as always


def test_no_log_by_default(npu: Npu) -> None:
    assert npu.run(build(npu, "log"), env={"ASCEND_GLOBAL_LOG_LEVEL": "4"}).stdout == ""


COUNT_DEVICES = """\
#include <stdio.h>
#include "acl/acl.h"
int main(void)
{
    uint32_t count = 99;
    if (aclrtGetDeviceCount(&count) != 0) return 1;
    printf("%u:", count);
    for (uint32_t i = 0; i < count; i++) {
        int64_t physical = -1;
        if (aclrtSetDevice((int32_t)i) != 0) return 2;
        if (aclrtGetDeviceInfo(i, ACL_DEV_ATTR_PHY_CHIP_ID, &physical) != 0) return 3;
        printf(" %d", (int)physical);
    }
    return aclrtSetDevice((int32_t)count) == 107001 ? 0 : 4;
}
"""


@pytest.mark.parametrize(
    ("devices", "visible", "expected"),
    [
        ("3", None, "3: 0 1 2"),
        ("4", "1,3", "2: 1 3"),
        ("4", "2", "1: 2"),
        ("4", "0,9,1", "1: 0"),  # the list ends at the first id that does not exist
        ("4", "1,x,2", "1: 1"),
        ("4", "0 ,1", "1: 0"),
        ("4", "1,1,2", "0:"),  # ids must ascend
        ("4", "2,1", "0:"),
        ("4", "", "0:"),
        ("4", "-1", "0:"),
    ],
)
def test_visible_devices(npu: Npu, devices: str, visible: str | None, expected: str) -> None:
    env = {"ACL_SIM_DEVICES": devices}
    if visible is not None:
        env["ASCEND_RT_VISIBLE_DEVICES"] = visible
    program = npu.compile(COUNT_DEVICES, "c", std="c99", flags=STRICT)
    assert npu.run(program, env=env).stdout == expected


def test_a_wait_that_could_never_end(npu: Npu) -> None:
    """Deferred only: under other schedules the host functions run before anybody waits for them."""
    npu.run(build(npu, "deadlock"), timeout=20)

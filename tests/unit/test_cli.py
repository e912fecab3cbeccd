"""The command line: what it runs, what it says of it, and what it refuses."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import dummy_toolkit
import pytest

from acl_sim import toolkit
from acl_sim.cli import COMMANDS, main
from acl_sim.environment import OWN_DIRECTORIES

OPERATOR = """#include "acl/acl.h"
#include "aclnn_add.h"
int main(int count, char **words) {
    aclInit(); aclrtMalloc();
    for (int i = 0; i < 2; i++) { aclnnAddGetWorkspaceSize(); aclnnAdd(); }
    return count - 1;
}
"""
RUNTIME_ONLY = '#include "acl/acl.h"\nint main() { return aclInit(); }\n'
PREPARED_ONLY = '#include "acl/acl.h"\nint main() { return aclnnAddGetWorkspaceSize(); }\n'
NOTHING = "int main() { return 0; }\n"
CRASH = '#include "acl/acl.h"\nint main() { aclInit(); aclrtMalloc(); *(volatile int *)0 = 1; }\n'
FORK = """#include "acl/acl.h"
#include <sys/wait.h>
#include <unistd.h>
int main() { if (fork() == 0) { aclrtMalloc(); _exit(0); } wait(0); return aclInit(); }
"""
ECHO = """#include <stdio.h>
#include <stdlib.h>
int main(int count, char **words) {
    for (int c; (c = getchar()) != EOF;) putchar(c);
    for (int i = 1; i < count; i++) printf("[%s]", words[i]);
    printf("%s %s %s", getenv("ACL_SIM_SOC"), getenv("ACL_SIM_DEVICES"), getenv("ACL_SIM_SCHEDULE"));
}
"""

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dummy_toolkit.toolkit(tmp_path_factory.mktemp("cli") / "cann tree")


@pytest.fixture
def cli(built: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Cli:
    """Runs acl-sim on the dummy toolkit: exit status, and both streams with those of the programs it ran."""
    monkeypatch.setattr(toolkit, "ensure_built", lambda force=False: built)
    monkeypatch.setattr(toolkit, "prefix", lambda: built)
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith(("ACL_SIM_", "ASCEND_")) or (name in OWN_DIRECTORIES and name != "PATH"):
            monkeypatch.delenv(name)

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(list(arguments))
        except SystemExit as exit_:
            status = int(str(exit_.code))
        out, err = capfd.readouterr()
        return status, out, err

    return run


def write(name: str, text: str) -> str:
    Path(name).write_text(text)
    return name


def on_dummy(built: Path) -> str:
    """Python code that is acl-sim with the dummy toolkit, for tests that need a process of their own."""
    return f"""if True:
        import pathlib, sys
        from acl_sim import cli, toolkit
        toolkit.ensure_built = lambda force: pathlib.Path({str(built)!r})
        sys.exit(cli.main())"""


def last(stderr: str) -> str:
    """The closing line without the time it took."""
    line = stderr.splitlines()[-1]
    head, _, seconds = line.rpartition("; ")
    assert seconds.endswith(" s")
    assert float(seconds[:-2]) < 60
    return head


class TestRun:
    def test_names_operators_and_counts_runtime_calls(self, cli: Cli) -> None:
        status, out, err = cli("run", write("a.cpp", OPERATOR))
        assert (status, out) == (0, "")
        assert last(err) == "acl-sim: ran aclnnAdd x2; 2 runtime calls; Ascend910B1"

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (RUNTIME_ONLY, "ran no operator; 1 runtime call; Ascend910B1"),
            (
                PREPARED_ONLY,
                "ran no operator (aclnnAdd x1 prepared, never launched); 0 runtime calls; Ascend910B1",
            ),
            (NOTHING, "no call reached the simulator"),
            (CRASH, "ran no operator; 2 runtime calls; Ascend910B1; killed by SIGSEGV"),
            (FORK, "ran no operator; 2 runtime calls; Ascend910B1"),
        ],
        ids=["runtime-only", "prepared-only", "nothing", "crash", "fork"],
    )
    def test_is_honest_about_what_ran(self, cli: Cli, text: str, said: str) -> None:
        _, _, err = cli("run", write("a.cpp", text))
        assert last(err) == f"acl-sim: {said}"

    def test_many_operators_are_cut_short(self) -> None:
        from acl_sim.call_counts import CallCounts
        from acl_sim.cli.run import summary
        from acl_sim.program import Outcome

        calls = {f"aclnnOp{i:02}": 20 - i for i in range(11)}
        exported = frozenset([*calls, *(name + "GetWorkspaceSize" for name in calls)])
        line = summary(Outcome(0, 0.125, CallCounts(calls, calls, exported)), "Ascend310P3")
        assert line.startswith("ran aclnnOp00 x20, aclnnOp01 x19, ")
        assert line.endswith("aclnnOp07 x13, 3 more; 0 runtime calls; Ascend310P3; 0.12 s")

    def test_exit_status_passes_through(self, cli: Cli) -> None:
        assert cli("run", write("a.c", OPERATOR), "--", "one", "two", "three")[0] == 3

    def test_death_by_signal_is_128_and_its_number(self, cli: Cli) -> None:
        assert cli("run", write("a.c", CRASH))[0] == 128 + signal.SIGSEGV

    def test_signals_without_a_name(self, cli: Cli) -> None:
        number = signal.SIGRTMIN + 3
        text = f"#include <signal.h>\nint main(void) {{ return raise({number}); }}\n"
        status, _, err = cli("run", write("a.c", text))
        assert status == 128 + number
        assert last(err) == f"acl-sim: no call reached the simulator; killed by signal {number}"

    def test_arguments_streams_and_machine_reach_the_program(self, built: Path, tmp_path: Path) -> None:
        write(str(tmp_path / "echo.c"), ECHO)
        options = ["--product", "910B4", "--devices", "3", "--schedule", "shuffled:7", "--quiet"]
        command = [
            sys.executable,
            "-c",
            on_dummy(built),
            "run",
            "echo.c",
            *options,
            "--",
            "a b",
            "--quiet",
            "--",
        ]
        run = subprocess.run(command, input="piped\n", cwd=tmp_path, capture_output=True, text=True)
        assert run.stdout == "piped\n[a b][--quiet][--]Ascend910B4 3 shuffled:7"
        assert run.stderr == ""

    def test_compiled_programs_find_the_library_by_themselves(self, cli: Cli, built: Path) -> None:
        status, _, err = cli("run", write("a.cpp", OPERATOR), "--keep")
        kept = Path(err.splitlines()[0].removeprefix("acl-sim: kept "))
        assert status == 0
        subprocess.run([kept], env={}, check=True)
        shutil.rmtree(kept.parent)

    def test_scratch_files_go(self, cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        (tmp_path / "scratch").mkdir()
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
        assert cli("run", write("a.cpp", OPERATOR))[0] == 0
        assert list((tmp_path / "scratch").iterdir()) == []

    def test_a_binary_finds_the_library_through_the_environment(self, cli: Cli, built: Path) -> None:
        write("a.cpp", OPERATOR)
        flags = [
            f"-I{built}/include",
            f"-I{built}/include/aclnnop",
            f"-L{built}/lib64",
            "-lascendcl",
            "-lopapi",
        ]
        subprocess.run(["g++", "a.cpp", "-o", "a.out", *flags], check=True)
        status, _, err = cli("run", "a.out")
        assert (status, last(err)) == (0, "acl-sim: ran aclnnAdd x2; 2 runtime calls; Ascend910B1")

    def test_a_script_runs_in_this_python(self, cli: Cli) -> None:
        script = "import ctypes, sys\nctypes.CDLL('libascendcl.so').aclInit()\n"
        script += "print(sys.executable, sys.argv[1:])\n"
        status, out, err = cli("run", write("s.py", script), "--", "x")
        assert (status, out) == (0, f"{sys.executable} ['x']\n")
        assert last(err) == "acl-sim: ran no operator; 1 runtime call; Ascend910B1"

    def test_several_sources_make_one_program(self, cli: Cli) -> None:
        write("one.cpp", 'extern "C" int two(void);\nint main() { return two(); }\n')
        write("two.cpp", 'extern "C" int two(void) { return 7; }\n')
        assert cli("run", "one.cpp", "two.cpp")[0] == 7

    def test_flags_and_standard_reach_the_compiler(self, cli: Cli) -> None:
        write("s.cpp", "int main() { return ONE + TWO + (__cplusplus == 202002L ? 0 : 100); }\n")
        assert cli("run", "s.cpp", "--std", "c++20", "--cxxflags=-DONE=1 -Wall", "-X-DTWO=2")[0] == 3

    def test_named_compilers_are_used(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CXX", "g++ -DSTATUS=5")
        monkeypatch.setenv("CC", "gcc -DSTATUS=6")
        assert cli("run", write("a.cpp", "int main() { return STATUS; }\n"))[0] == 5
        assert cli("run", write("a.c", "int main(void) { return STATUS; }\n"))[0] == 6
        monkeypatch.setenv("CC", "no-such-compiler")
        status, _, err = cli("run", "a.c")
        assert (status, err) == (
            2,
            "acl-sim: cannot run the compiler 'no-such-compiler': No such file or directory; set CC or CXX\n",
        )

    def test_a_failed_build_shows_the_compiler_and_one_line(self, cli: Cli) -> None:
        status, out, err = cli("run", write("a.cpp", "int main() { return nothing; }\n"))
        assert (status, out) == (2, "")
        assert "a.cpp:1:21: error" in err
        assert err.splitlines()[-1] == "acl-sim: a.cpp did not compile: g++ exited with 1"

    def test_environment_chooses_the_product_too(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ACL_SIM_SOC", "Ascend310P3")
        assert last(cli("run", write("a.cpp", RUNTIME_ONLY))[2]).endswith("; Ascend310P3")

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["absent.cpp"], "absent.cpp: no such program or source file"),
            (
                ["a.cpp", "data"],
                "data: give several sources, or one program; arguments of the program go after --",
            ),
            (["a.cpp", "--product", "910B5"], "no product '910B5'; did you mean Ascend910B"),
            (
                ["a.cpp", "--devices", "0"],
                "argument --devices: '0' is no number of devices (see acl-sim run --help)",
            ),
            (["a.cpp", "--schedule", "later"], "'later' is none of deferred, eager, shuffled:SEED"),
            (["a.cpp", "--schedule", "shuffled"], "'shuffled' is none of deferred, eager, shuffled:SEED"),
            (["data"], "cannot run "),
        ],
    )
    def test_refuses_in_one_line(self, cli: Cli, arguments: list[str], said: str) -> None:
        write("a.cpp", NOTHING)
        write("data", "not a program")
        status, out, err = cli("run", *arguments)
        assert (status, out) == (2, "")
        assert err.startswith("acl-sim: ")
        assert said in err
        assert err.count("\n") == 1

    @pytest.mark.parametrize(
        ("number", "whole_group"),
        [(signal.SIGINT, True), (signal.SIGTERM, False)],
        ids=["interrupt", "terminate"],
    )
    def test_signals_are_the_programs(
        self, built: Path, tmp_path: Path, number: signal.Signals, whole_group: bool
    ) -> None:
        """A terminal interrupts the whole group, kill only the command; the program decides what happens."""
        source = write(
            str(tmp_path / "wait.c"),
            "#include <signal.h>\n#include <unistd.h>\n#include <stdio.h>\n"
            "static void on(int n) { _exit(40 + n); }\n"
            "int main(void) {\n"
            '    signal(SIGINT, on); signal(SIGTERM, on); puts("ready"); fflush(stdout); for (;;) pause();\n'
            "}\n",
        )
        command = [sys.executable, "-c", on_dummy(built), "run", source]
        run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        assert run.stdout is not None
        assert run.stdout.readline() == b"ready\n"
        (os.killpg if whole_group else os.kill)(run.pid, number)
        _, err = run.communicate(timeout=30)
        assert run.returncode == 40 + number
        assert b"no call reached the simulator" in err


class TestEnv:
    @pytest.mark.parametrize(
        ("shell", "dialect", "use"),
        [
            ("sh", "sh", 'eval "$TEXT"'),
            ("bash", "sh", 'eval "$TEXT"'),
            ("zsh", "sh", 'eval "$TEXT"'),
            ("tcsh", "csh", 'eval "$TEXT"'),
            ("fish", "fish", "eval $TEXT"),
        ],
    )
    def test_the_shell_understands_it(self, shell: str, dialect: str, use: str) -> None:
        from acl_sim.cli.env import render

        if shutil.which(shell) is None:
            pytest.skip(f"{shell} is not installed")
        wanted = {"ASCEND_HOME_PATH": "/a b/it's!\\x$HOME`", "LD_LIBRARY_PATH": "/a/lib64:/b lib"}
        text = render(wanted, dialect)
        script = {"csh": text.replace("\n", " "), "fish": text}.get(dialect, text)
        script += "\nprintenv ASCEND_HOME_PATH\nprintenv LD_LIBRARY_PATH\n"
        run = subprocess.run([shell], input=script, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True)
        assert run.stdout.splitlines()[-2:] == list(wanted.values()), run.stderr

    def test_prepends_once(self, cli: Cli, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LD_LIBRARY_PATH", f"/real/lib64::{built}/lib64:/x:")
        status, out, _ = cli("env", "--shell", "json")
        variables = json.loads(out)
        assert status == 0
        assert variables["LD_LIBRARY_PATH"] == f"{built}/lib64:/real/lib64:/x"
        assert variables["PATH"].split(":")[0] == f"{built}/bin"
        assert variables["ASCEND_OPP_PATH"] == f"{built}/opp"

    def test_says_what_set_env_would_export(self, cli: Cli, built: Path) -> None:
        source = f". '{built}/set_env.sh'\nexec env -0"
        start = {"PATH": "/usr/bin:/bin"}
        exported = subprocess.run(["sh", "-c", source], env=start, capture_output=True, text=True, check=True).stdout
        after = dict(line.split("=", 1) for line in exported.split("\0") if line)
        variables = json.loads(cli("env", "--shell", "json")[1])
        variables["PATH"] = f"{built}/bin:/usr/bin:/bin"
        assert {name: after.get(name) for name in variables} == {n: os.path.normpath(v) for n, v in variables.items()}


class TestConfig:
    def test_answers_in_the_order_asked(self, cli: Cli, built: Path) -> None:
        from acl_sim import __version__

        status, out, _ = cli("config", "--libdir", "--version", "--prefix", "--includedir", "--cmakedir")
        assert status == 0
        answers = [f"{built}/lib64", __version__, str(built), f"{built}/include", f"{built}/lib64/cmake"]
        assert out.splitlines() == answers

    def test_flags_build_a_program(self, cli: Cli) -> None:
        write("a.cpp", OPERATOR)
        flags = cli("config", "--cflags", "--libs")[1]
        command = f"g++ a.cpp -o a.out {flags}".replace("\n", " ")
        subprocess.run(["sh", "-c", command], check=True)
        subprocess.run(["./a.out"], env={}, check=True)

    def test_without_a_question_it_refuses(self, cli: Cli) -> None:
        assert cli("config")[0] == 2


class TestMain:
    def test_help_lists_every_command(self, cli: Cli) -> None:
        status, out, _ = cli("--help")
        assert status == 0
        assert all(f"\n  {name} " in out for name in COMMANDS)

    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_command_has_help(self, cli: Cli, command: str) -> None:
        status, out, _ = cli(command, "--help")
        assert status == 0
        assert out.startswith(f"usage: acl-sim {command} ")

    def test_unknown_commands_and_options(self, cli: Cli) -> None:
        assert cli("rum") == (2, "", f"acl-sim: no command 'rum'; there are: {', '.join(COMMANDS)}\n")
        assert cli("env", "--shel") == (
            2,
            "",
            "acl-sim: argument --shell: expected one argument (see acl-sim env --help)\n",
        )
        assert cli("env", "--", "x") == (
            2,
            "",
            "acl-sim: unexpected arguments after -- (see acl-sim env --help)\n",
        )
        assert cli()[0] == 2

    def test_python_dash_m_is_the_same_command(self) -> None:
        run = subprocess.run([sys.executable, "-m", "acl_sim.cli", "--version"], capture_output=True, text=True)
        assert (run.returncode, run.stdout.split()[0]) == (0, "acl-sim")

    def test_starting_imports_neither_numpy_nor_cffi(self) -> None:
        code = "import sys, acl_sim.cli.run, acl_sim.cli.env; print({'numpy', 'cffi'} & set(sys.modules))"
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert run.stdout == "set()\n"

    def test_a_toolkit_that_cannot_be_built_is_one_line(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        from acl_sim.build.compiler import BuildError

        def refuse(force: bool = False) -> Path:
            raise BuildError("no C compiler")

        monkeypatch.setattr(toolkit, "ensure_built", refuse)
        assert cli("env") == (2, "", "acl-sim: the toolkit tree cannot be built: no C compiler\n")

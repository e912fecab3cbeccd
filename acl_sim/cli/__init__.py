"""The command `acl-sim`: one module per subcommand, imported when it is asked for, so that each starts fast.

A subcommand's module has `add_arguments(parser)` and `main(options) -> exit status`; its docstring is the
help.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from typing import NoReturn

COMMANDS = {
    "run": "compile a C or C++ program and run it on the simulator, or run a binary or a Python script",
    "check": "run a program under every checker and report what it does wrong",
    "explain": "explain a rule of the checkers",
    "env": "print the shell commands that make any CANN build use the simulator",
    "config": "print paths and flags for build systems",
    "doctor": "check this installation and say how to mend it",
    "coverage": "list what is simulated",
    "build": "build the toolkit tree now instead of on first use",
    "dev": "work on acl-sim itself: start a new operator",
}

USAGE_ERROR = 2


def main(argv: list[str] | None = None) -> int:
    """Runs one subcommand; every refusal is one line on stderr and exit status 2."""
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(_help())
        return 0 if arguments else USAGE_ERROR
    if arguments[0] in ("-V", "--version"):
        from acl_sim import __version__

        print(f"acl-sim {__version__}")
        return 0
    if arguments[0] not in COMMANDS:
        return _refuse(f"no command {arguments[0]!r}; there are: {', '.join(COMMANDS)}")
    return _run_command(arguments[0], arguments[1:])


def _run_command(name: str, arguments: list[str]) -> int:
    from acl_sim.program import Problem

    command = importlib.import_module(f"acl_sim.cli.{name}")
    parser = _Parser(
        prog=f"acl-sim {name}",
        description=command.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_arguments(parser)
    own, program_arguments = _split(arguments)
    if program_arguments and name not in ("run", "check"):
        parser.error("unexpected arguments after --")
    options = parser.parse_args(own, argparse.Namespace(program_arguments=program_arguments))
    try:
        status: int = command.main(options)
        sys.stdout.flush()
        return status
    except Problem as problem:
        return _refuse(str(problem))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """What stands before and after the first `--`."""
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.exit(_refuse(f"{message} (see {self.prog} --help)"))


def _refuse(message: str) -> int:
    print(f"acl-sim: {message}", file=sys.stderr)
    return USAGE_ERROR


def _help() -> str:
    width = max(map(len, COMMANDS))
    commands = "\n".join(f"  {name:{width}}  {text}" for name, text in COMMANDS.items())
    return (
        "usage: acl-sim COMMAND [options]\n\n"
        "Runs and tests AscendCL and aclnn programs on a CPU. It says nothing about the speed of an NPU.\n\n"
        f"{commands}\n\nacl-sim COMMAND --help tells more; acl-sim --version prints the version."
    )

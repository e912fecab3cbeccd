"""Print paths and flags of the toolkit tree for build systems that ask a program.

    g++ $(acl-sim config --cflags) app.cpp $(acl-sim config --libs)
    cmake -DCMAKE_PREFIX_PATH="$(acl-sim config --cmakedir)" ..

Several questions are answered in the order they were asked, one a line.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable
from pathlib import Path

from acl_sim import __version__
from acl_sim.program import Problem, compile_flags, link_flags, toolkit_tree

QUESTIONS: dict[str, tuple[str, Callable[[Path], str]]] = {
    "prefix": ("root of the tree, what ASCEND_HOME_PATH names", str),
    "includedir": ("C headers", lambda prefix: str(prefix / "include")),
    "libdir": ("libraries", lambda prefix: str(prefix / "lib64")),
    "cflags": ("compiler flags", lambda prefix: shlex.join(compile_flags(prefix))),
    "libs": ("linker flags", lambda prefix: shlex.join(link_flags(prefix))),
    "cmakedir": ("what CMAKE_PREFIX_PATH needs", lambda prefix: str(prefix / "lib64" / "cmake")),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for name, (text, _) in QUESTIONS.items():
        parser.add_argument(f"--{name}", action="append_const", dest="questions", const=name, help=text)
    parser.add_argument("--version", action="append_const", dest="questions", const="version", help="of acl-sim")


def main(options: argparse.Namespace) -> int:
    if not options.questions:
        raise Problem("config needs a question, such as --cflags (see acl-sim config --help)")
    for name in options.questions:
        print(__version__ if name == "version" else QUESTIONS[name][1](toolkit_tree()))
    return 0

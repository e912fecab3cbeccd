"""Print the commands that make any CANN build or program of this shell use the simulator.

    eval "$(acl-sim env)"                   # sh, bash, zsh
    eval "`acl-sim env --shell csh`"        # csh, tcsh
    acl-sim env --shell fish | source       # fish

Directories go to the front of search paths, once, however often it is done.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex

from acl_sim.environment import tree_variables
from acl_sim.program import toolkit_tree


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--shell", choices=["sh", "csh", "fish", "json"], default="sh", help="the language to print")


def main(options: argparse.Namespace) -> int:
    print(render(tree_variables(toolkit_tree(), os.environ), options.shell))
    return 0


def render(variables: dict[str, str], shell: str) -> str:
    """`variables` as commands of `shell`, or as a JSON object."""
    if shell == "json":
        return json.dumps(variables, indent=2)
    if shell == "csh":
        return "\n".join(f"setenv {name} {_csh(value)};" for name, value in variables.items())
    if shell == "fish":
        return "\n".join(f"set -gx {name} {_fish(value)}" for name, value in variables.items())
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables.items())


def _csh(value: str) -> str:
    """csh substitutes history even inside single quotes."""
    return shlex.quote(value).replace("!", "\\!")


def _fish(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"

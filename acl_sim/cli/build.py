"""Build the toolkit tree now; other commands do it when it is missing or out of date."""

from __future__ import annotations

import argparse

from acl_sim.program import toolkit_tree


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="build even when the tree is up to date")


def main(options: argparse.Namespace) -> int:
    print(toolkit_tree(force=options.force))
    return 0

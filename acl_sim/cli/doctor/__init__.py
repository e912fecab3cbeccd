"""Check this installation. What is not ok comes with its fix; the exit status is 1 when something failed."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

from acl_sim import toolkit
from acl_sim.cli.doctor import frameworks, installation, surroundings
from acl_sim.cli.doctor.row import Row


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print only what is not ok")


def main(options: argparse.Namespace) -> int:
    failed = False
    for row in rows():
        failed |= row.status == "fail"
        if row.status != "ok" or not options.quiet:
            print(f"{row.status:4}  {row.what:12}  {row.found}", flush=True)
            if row.fix:
                print(f"{'':18}  fix: {row.fix}", flush=True)
    return int(failed)


def rows() -> Iterator[Row]:
    """All rows: what everything rests on first, what is optional last."""
    prefix = toolkit.prefix()
    yield installation.python()
    yield installation.modules()
    yield installation.python_c_api()
    yield installation.host_compiler()
    yield installation.library(prefix)
    yield installation.simulator(prefix)
    yield surroundings.loader(prefix, os.environ.get("LD_LIBRARY_PATH", ""))
    yield surroundings.variables(prefix, os.environ)
    yield frameworks.torch()

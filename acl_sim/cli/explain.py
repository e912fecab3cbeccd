"""Explain a rule: what it says, where that is documented, a program that breaks it and one that does not.

acl-sim explain M104
acl-sim explain use-after-free
acl-sim explain            # all rules, a line each
"""

from __future__ import annotations

import argparse

from acl_sim.program import Problem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", nargs="?", metavar="ID", help="identifier or slug; without one, all rules are listed")


def main(options: argparse.Namespace) -> int:
    from acl_sim.checks.page import declared_rules, page_text

    if options.rule is None:
        for rule in declared_rules():
            print(f"{rule.id}  {rule.severity:8}{rule.slug:32}{rule.says}")
        return 0
    wanted = next((rule for rule in declared_rules() if options.rule in (rule.id, rule.id.lower(), rule.slug)), None)
    if wanted is None:
        raise Problem(f"no rule {options.rule!r}; `acl-sim explain` lists them")
    print(page_text(wanted), end="")
    return 0

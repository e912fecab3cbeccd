"""Checkers: rules about host programs, and what watches them. One file below `rules` is one family."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def load_rules() -> list[str]:
    """Imports every family, which declares its rules; returns the modules' names."""
    from pathlib import Path  # not above: every program imports this package for its hooks

    families = (path.stem for path in Path(__file__).with_name("rules").glob("*.py"))
    names = sorted(f"acl_sim.checks.rules.{family}" for family in families if family != "__init__")
    for name in names:
        import_module(name)
    return names


def enable() -> None:
    """Checks this process; ACL_SIM_CHECK_WITHOUT names families to leave out."""
    import atexit
    import os

    from acl_sim.checks import at_exit, hooks
    from acl_sim.checks.finding import findings_path
    from acl_sim.native import lib

    lib.acl_sim_call_at_exit()
    lib.acl_sim_findings(os.fsencode(findings_path()))
    atexit.register(at_exit.finish)  # of a Python host; our own Python is never finalised
    attach_all(os.environ.get("ACL_SIM_CHECK_WITHOUT", "").split(","))
    if not os.environ.get("ACL_SIM_FINDINGS"):  # nobody else will report
        hooks.attach(at_exit.Report())


def attach_all(without: Sequence[str] = ()) -> None:
    """Attaches the checkers of all families but those named; `Class.event` leaves out a single listener."""
    import sys

    from acl_sim.checks import hooks
    from acl_sim.checks.finding import advises
    from acl_sim.checks.history import history
    from acl_sim.checks.refusals import refusals
    from acl_sim.checks.trace import Trace

    hooks.attach(Trace())
    hooks.attach(history)
    hooks.attach(refusals)
    for name in load_rules():
        if name.rsplit(".", 1)[1] in without:
            continue
        for value in list(vars(sys.modules[name]).values()):
            is_own = isinstance(value, type) and issubclass(value, hooks.Checker) and value.__module__ == name
            if is_own and (advises() or not value.is_advice):
                hooks.attach(value(), without)

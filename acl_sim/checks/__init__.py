"""Checkers: rules about host programs, and what watches them. One file below `rules` is one family."""

from __future__ import annotations

from importlib import import_module


def load_rules() -> list[str]:
    """Imports every family, which declares its rules; returns the modules' names."""
    from pathlib import Path  # not above: every program imports this package for its hooks

    families = (path.stem for path in Path(__file__).with_name("rules").glob("*.py"))
    names = sorted(f"acl_sim.checks.rules.{family}" for family in families if family != "__init__")
    for name in names:
        import_module(name)
    return names


def enable() -> None:
    """Attaches all checkers; ACL_SIM_CHECK_WITHOUT names families to leave out."""
    import atexit
    import os
    import sys

    from acl_sim.checks import at_exit, hooks
    from acl_sim.checks.finding import advises, findings_path
    from acl_sim.checks.history import history
    from acl_sim.checks.refusals import refusals
    from acl_sim.checks.trace import Trace
    from acl_sim.native import lib

    without = os.environ.get("ACL_SIM_CHECK_WITHOUT", "").split(",")
    lib.acl_sim_call_at_exit()
    lib.acl_sim_findings(os.fsencode(findings_path()))
    atexit.register(at_exit.finish)  # of a Python host; our own Python is never finalised
    hooks.attach(Trace())
    hooks.attach(history)
    hooks.attach(refusals)
    for name in load_rules():
        if name.rsplit(".", 1)[1] in without:
            continue
        for value in list(vars(sys.modules[name]).values()):
            is_own = isinstance(value, type) and issubclass(value, hooks.Checker) and value.__module__ == name
            if is_own and (advises() or not value.is_advice):
                hooks.attach(value())
    if not os.environ.get("ACL_SIM_FINDINGS"):  # nobody else will report
        hooks.attach(at_exit.Report())

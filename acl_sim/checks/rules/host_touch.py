"""The host dereferences device memory. It dies of that, so the native layer writes the finding (fault_finding.c)."""

from __future__ import annotations

from acl_sim.checks.finding import ERROR, rule
from acl_sim.checks.hooks import Checker
from acl_sim.native import lib

TOUCH = rule(
    "M101", "host-touch", ERROR,
    "Host code must not read or write device memory.",
    "AscendCL: aclrtMalloc, aclrtMemcpy",
    "Copy with aclrtMemcpy between device memory and memory of the host.",
)  # fmt: skip


class HostTouch(Checker):
    def __init__(self) -> None:
        lib.acl_sim_report_faults()

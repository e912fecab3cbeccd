"""The host dereferences device memory. It dies of that, so the native layer writes the finding (fault_finding.c)."""

from __future__ import annotations

import os

from acl_sim.checks.finding import ERROR, findings_path, rule
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
        if os.environ.get("ACL_SIM_FINDINGS"):  # else nobody will read it: the diagnosis on stderr has to do
            lib.acl_sim_report_faults(os.fsencode(findings_path()))

"""What frameworks tell the profiler. Nothing is ever collected here, and without collection records are dropped."""

from __future__ import annotations

from acl_sim.entry import entry
from acl_sim.outputs import read_bytes


@entry
def MsprofRegisterCallback(moduleId: int, handle: int) -> None:
    """The callback would hear of collections that start."""


@entry
def MsprofReportApi(nonPersistantFlag: int, api: int) -> None: ...


@entry
def MsprofReportCompactInfo(nonPersistantFlag: int, data: int, length: int) -> None: ...


@entry
def MsprofReportAdditionalInfo(nonPersistantFlag: int, data: int, length: int) -> None: ...


@entry(failed=0)
def MsprofGetHashId(hashInfo: int, length: int) -> int:
    from hashlib import blake2b

    text = read_bytes("hashInfo", hashInfo, length) if length else b""
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "little")


@entry
def MsprofSysCycleTime() -> int:
    from time import perf_counter_ns

    return perf_counter_ns()

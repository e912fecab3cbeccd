"""What a check of `acl-sim doctor` answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One thing looked at. `status` is ok, warn or fail; `fix` says what to do and is empty only for ok."""

    status: str
    what: str
    found: str
    fix: str = ""


def ok(what: str, found: str) -> Row:
    return Row("ok", what, found)


def warn(what: str, found: str, fix: str) -> Row:
    return Row("warn", what, found, fix)


def fail(what: str, found: str, fix: str) -> Row:
    return Row("fail", what, found, fix)

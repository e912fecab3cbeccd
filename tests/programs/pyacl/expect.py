"""What the Python programs share: expectations that go on after a failure, so that one run shows them all."""

from __future__ import annotations

import sys
from typing import Any

import acl

_failures: list[str] = []


def expect(got: Any, wanted: Any) -> Any:
    """Compares an answer; returns it."""
    if got != wanted:
        line = sys._getframe(1).f_lineno
        _failures.append(f"line {line}: got {got!r}, wanted {wanted!r}; {acl.get_recent_err_msg()}")
    return got


def ok(answer: Any) -> Any:
    """The values of a call that must succeed, without its status."""
    *values, ret = answer if isinstance(answer, tuple) else (answer,)
    if ret != 0:
        line = sys._getframe(1).f_lineno
        _failures.append(f"line {line}: status {ret}; {acl.get_recent_err_msg()}")
    return values[0] if len(values) == 1 else tuple(values)


def raises(kind: type[Exception], text: str, function: Any, *arguments: Any) -> None:
    """The call must raise `kind`, with `text` in its message."""
    try:
        got: Any = function(*arguments)
    except kind as error:
        got = str(error)
        if text in got:
            return
    _failures.append(f"line {sys._getframe(1).f_lineno}: got {got!r}, wanted {kind.__name__} with {text!r}")


def finish() -> None:
    """Ends the program: with status 1 when an expectation failed."""
    print("\n".join(_failures), file=sys.stderr)
    sys.exit(bool(_failures))

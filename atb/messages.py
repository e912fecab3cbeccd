"""What ATB's functions say when they refuse a call."""

from __future__ import annotations

from acl_sim.messages import ATB_PARAMETER, Refusal
from atb import status


class AtbRefusal(Refusal):
    """Answered with one of ATB's statuses; its line in the log is of the module that ATB logs as."""

    module = "OP"


def invalid(parameter: str, value: object, expected: str, answer: int = status.INVALID_PARAM) -> AtbRefusal:
    """A value that ATB rejects: `expected` is the rest of a sentence, such as "must be 0 or 1"."""
    return AtbRefusal(answer, ATB_PARAMETER, f"Parameter {parameter} {expected}, but it is {value}.")


def not_now(reason: str, answer: int = status.INVALID_PARAM) -> AtbRefusal:
    """A call that does not fit the present state."""
    return AtbRefusal(answer, ATB_PARAMETER, reason)

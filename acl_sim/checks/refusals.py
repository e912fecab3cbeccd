"""Calls that answered an error, for the finding that comes next: it may be what the program did not look at."""

from __future__ import annotations

from acl_sim import status
from acl_sim.checks.finding import Side
from acl_sim.checks.hooks import Checker
from acl_sim.checks.site import Site, here
from acl_sim.messages import Refusal

_HARMLESS = (status.REPEAT_INITIALIZE, status.REPEAT_FINALIZE)  # programs take these for a success
_QUESTIONS = ("Get", "Query")  # what calls that only ask have in their names: programs expect a no


class Refusals(Checker):
    """Keeps the first refused call since the last finding: those that follow are often its consequences."""

    def __init__(self) -> None:
        self._first: Side | None = None
        self._more = 0
        self._told: Site | None = None  # where the last finding was made

    def refused(self, call: str, refusal: Refusal) -> None:
        if here() == self._told:  # of the refusal's own cause
            return
        if refusal.status in _HARMLESS or (call.startswith("aclrt") and any(word in call for word in _QUESTIONS)):
            return
        if self._first is not None:
            self._more += 1
        else:
            self._first = Side(f"{call} answered {refusal.status} ({refusal.text.rstrip('.')})", here())

    def take(self, site: Site) -> Side | None:
        """The refused call that a finding at the site should name; it is named once."""
        first, more = self._first, self._more
        self._first, self._more, self._told = None, 0, site
        if first is None or first.site == site:
            return None
        others = f" and {more} more call{'s' * (more > 1)} failed since" if more else ""
        return Side(f"before, {first.what}{others}", first.site)


refusals = Refusals()

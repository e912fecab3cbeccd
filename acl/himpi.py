"""acl.himpi: not simulated; a function raises NotImplementedError with its name when it is called."""

from __future__ import annotations

from acl._chapter import refused

__getattr__ = refused("acl.himpi", "there is no media hardware")

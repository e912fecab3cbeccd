"""acl.mdl: not simulated; a function raises NotImplementedError with its name when it is called."""

from __future__ import annotations

from acl._chapter import refused

__getattr__ = refused("acl.mdl", "offline models need files that only the graph compiler makes")

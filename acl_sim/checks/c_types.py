"""What the host program calls the classes of our objects."""

from __future__ import annotations

_NAMES = {
    "Stream": "aclrtStream",
    "Event": "aclrtEvent",
    "Context": "aclrtContext",
    "Executor": "aclOpExecutor",
    "Model": "aclmdlRI",
    "PhysicalMemory": "aclrtDrvMemHandle",
}


def c_type(kind: type) -> str:
    """The type of the handles of a class, in C or, for those of ATB, in C++."""
    if kind.__module__.startswith("atb."):
        return "atb::Context" if kind.__name__ == "Context" else "atb::Operation"
    return _NAMES.get(kind.__name__, f"acl{kind.__name__}")

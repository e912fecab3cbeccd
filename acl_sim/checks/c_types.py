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


def c_type(class_name: str) -> str:
    """The C type of the handles of a class."""
    return _NAMES.get(class_name, f"acl{class_name}")

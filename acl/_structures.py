"""The structures of include/acl/ that pyACL answers as dicts."""

from __future__ import annotations

import ctypes
from typing import Any


class MemLocation(ctypes.Structure):
    """aclrtMemLocation."""

    _fields_ = (("id", ctypes.c_uint32), ("type", ctypes.c_int32))


class PtrAttributes(ctypes.Structure):
    """aclrtPtrAttributes."""

    _fields_ = (("location", MemLocation), ("pageSize", ctypes.c_uint32), ("rsv", ctypes.c_uint32 * 4))


class UtilizationInfo(ctypes.Structure):
    """aclrtUtilizationInfo, under the names of pyACL's dict."""

    _fields_ = (
        ("cube_utilization", ctypes.c_int32),
        ("vector_utilization", ctypes.c_int32),
        ("aicpu_utilization", ctypes.c_int32),
        ("memory_utilization", ctypes.c_int32),
        ("utilization_extend", ctypes.c_void_p),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, ctypes.Structure):
        return as_dict(value)
    if isinstance(value, ctypes.Array):
        return list(value)
    return 0 if value is None else value


def as_dict(structure: ctypes.Structure) -> dict[str, Any]:
    """Its fields by name: integers, lists for arrays, dicts for structures."""
    return {field[0]: _plain(getattr(structure, field[0])) for field in structure._fields_}

"""The functions of tensor descriptors that take lists."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

from acl._binding import bind


def _dims(values: Sequence[int]) -> ctypes.Array[ctypes.c_int64]:
    return (ctypes.c_int64 * len(values))(*values)


def create_tensor_desc(data_type: int, shape: Sequence[int], format: int, /) -> int:
    """The descriptor of a tensor; 0 when the arguments describe none."""
    create = bind("aclCreateTensorDesc", "acl.create_tensor_desc")
    desc: int = create(data_type, len(shape), _dims(shape), format)
    return desc


def set_tensor_shape(desc: int, dims: Sequence[int], /) -> int:
    """Sets the shape that the data have; returns ret."""
    ret: int = bind("aclSetTensorShape", "acl.set_tensor_shape")(desc, len(dims), _dims(dims))
    return ret


def set_tensor_storage_shape(desc: int, dims: Sequence[int], /) -> int:
    """Sets the shape of the storage; returns ret."""
    ret: int = bind("aclSetTensorStorageShape", "acl.set_tensor_storage_shape")(desc, len(dims), _dims(dims))
    return ret


def set_tensor_shape_range(desc: int, dims_range: Sequence[Sequence[int]], /) -> int:
    """Sets the least and the greatest size of every dimension; returns ret."""
    pairs = (ctypes.c_int64 * (2 * len(dims_range)))(*(size for least, most in dims_range for size in (least, most)))
    ret: int = bind("aclSetTensorShapeRange", "acl.set_tensor_shape_range")(desc, len(dims_range), pairs)
    return ret

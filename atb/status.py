"""Statuses, by their names in include/atb/types.h without the prefix ERROR_."""

from __future__ import annotations

INVALID_PARAM = 1
INVALID_GRAPH = 2
INTERNAL_ERROR = 3
RT_FAIL = 4
INVALID_IN_TENSOR_NUM = 5
INVALID_TENSOR_DTYPE = 6
INVALID_TENSOR_FORMAT = 7
INVALID_TENSOR_DIM = 8
INVALID_TENSOR_SIZE = 9
OPERATION_NULL_RUNNER = 10
GRAPH_INFERSHAPE_FUNC_FAIL = 11
CANN_ERROR = 12
INVALID_TENSOR_INI_MATCH = 13
INVALID_TENSOR_DIM_NUM = 16
INVALID_OPERATION_ADDR = 24
OUT_OF_DEVICE_MEMORY = 26
OUT_OF_HOST_MEMORY = 27

NAMES = {code: f"ERROR_{name}" for name, code in list(globals().items()) if name.isupper() and isinstance(code, int)}

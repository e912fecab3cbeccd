"""aclDataType: names, sizes, and what stands for each in numpy.

bfloat16 and the 8-bit floats have no numpy type: their arrays hold the bits as uint16 and uint8, and kernels see them
widened to float32.
"""

from __future__ import annotations


class DType:
    """One element type. `bits` is the size of an element; `numpy` its storage type's name, None where there is none."""

    __slots__ = ("bits", "code", "name", "numpy")

    def __init__(self, code: int, name: str, bits: int, numpy: str | None = None) -> None:
        self.code = code
        self.name = name
        self.bits = bits
        self.numpy = numpy

    def __str__(self) -> str:
        return self.name

    def bytes_of(self, elements: int) -> int:
        """Bytes that so many elements take; 4-bit types pack two to a byte."""
        return (elements * self.bits + 7) // 8


FLOAT = DType(0, "FLOAT", 32, "float32")
FLOAT16 = DType(1, "FLOAT16", 16, "float16")
INT8 = DType(2, "INT8", 8, "int8")
INT32 = DType(3, "INT32", 32, "int32")
UINT8 = DType(4, "UINT8", 8, "uint8")
INT16 = DType(6, "INT16", 16, "int16")
UINT16 = DType(7, "UINT16", 16, "uint16")
UINT32 = DType(8, "UINT32", 32, "uint32")
INT64 = DType(9, "INT64", 64, "int64")
UINT64 = DType(10, "UINT64", 64, "uint64")
DOUBLE = DType(11, "DOUBLE", 64, "float64")
BOOL = DType(12, "BOOL", 8, "bool")
STRING = DType(13, "STRING", 0)
COMPLEX64 = DType(16, "COMPLEX64", 64, "complex64")
COMPLEX128 = DType(17, "COMPLEX128", 128, "complex128")
BF16 = DType(27, "BF16", 16, "uint16")
INT4 = DType(29, "INT4", 4)
UINT1 = DType(30, "UINT1", 1)
COMPLEX32 = DType(33, "COMPLEX32", 32)
HIFLOAT8 = DType(34, "HIFLOAT8", 8, "uint8")
FLOAT8_E5M2 = DType(35, "FLOAT8_E5M2", 8, "uint8")
FLOAT8_E4M3FN = DType(36, "FLOAT8_E4M3FN", 8, "uint8")
FLOAT8_E8M0 = DType(37, "FLOAT8_E8M0", 8)
FLOAT6_E3M2 = DType(38, "FLOAT6_E3M2", 6)
FLOAT6_E2M3 = DType(39, "FLOAT6_E2M3", 6)
FLOAT4_E2M1 = DType(40, "FLOAT4_E2M1", 4)
FLOAT4_E1M2 = DType(41, "FLOAT4_E1M2", 4)
EIGHT = (HIFLOAT8, FLOAT8_E5M2, FLOAT8_E4M3FN)  # 8-bit floats that kernels compute with
UNDEFINED = DType(-1, "DT_UNDEFINED", 0)

BY_CODE = {dtype.code: dtype for dtype in list(globals().values()) if isinstance(dtype, DType)}


def dtype_of(code: int) -> DType:
    """The type of an aclDataType value; one that CANN does not define is kept by its number, for messages."""
    return BY_CODE.get(code) or BY_CODE.setdefault(code, DType(code, f"aclDataType({code})", 0))

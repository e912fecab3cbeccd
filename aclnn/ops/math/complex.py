"""aclnnComplex."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Invalid, Operator, Out
from aclnn.dtypes import DOUBLE, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX
from aclnn.shapes import broadcast

op = Operator(
    "Complex",
    In("real", (FLOAT, DOUBLE)),
    In("imag", like="real"),
    Out("out", COMPLEX, shape=broadcast("real", "imag")),
    summary="The complex numbers with the given real and imaginary parts.",
    page="math/complex/docs/aclnnComplex",
    families=(*MAIN, "310P", "910"),
    limits=(Invalid("out", "must be the complex type of real", lambda a: a.out.dtype.bits == 2 * a.real.dtype.bits),),
)


@op.kernel
def kernel(real: Array, imag: Array) -> Array:
    return real + 1j * imag.astype(np.complex128 if imag.dtype == np.float64 else np.complex64)

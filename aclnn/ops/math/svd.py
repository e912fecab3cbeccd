"""aclnnSvd."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, Out
from aclnn.dtypes import DOUBLE, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX
from aclnn.shapes import Shape
from aclnn.shared.limits import rank_limit


def _vectors(name: str, axis: int) -> Limit:
    """Singular vectors as columns: as many as rows with fullMatrices, else as many as singular values."""

    def holds(a: Arguments) -> bool:
        rows = a.input.shape[axis]
        columns = rows if a.fullMatrices else min(a.input.shape[-2:])
        return not a.computeUV or getattr(a, name).shape == (*a.input.shape[:-2], rows, columns)

    return Invalid(name, "must have the shape of the singular vectors", holds)


op = Operator(
    "Svd",
    In("input", (FLOAT, DOUBLE, *COMPLEX)),
    Attribute("fullMatrices", "const bool"),
    Attribute("computeUV", "const bool"),
    Out(
        "sigma",
        like="input",
        shape=Shape("the singular values", lambda a: (*a.input.shape[:-2], min(a.input.shape[-2:]))),
    ),
    Out("u", like="input"),
    Out("v", like="input"),
    summary="Singular values in descending order, and the singular vectors as columns of u and v.",
    page="math/svd/docs/aclnnSvd",
    families=MAIN,
    limits=(
        rank_limit("input", 2),
        Invalid("input", "must not be empty", lambda a: a.input.size > 0),
        _vectors("u", -2),
        _vectors("v", -1),
    ),
)


@op.kernel
def kernel(input: Array, fullMatrices: bool, computeUV: bool) -> tuple[Array, Array | None, Array | None]:
    if not computeUV:
        return np.linalg.svd(input, compute_uv=False), None, None
    u, sigma, adjoint = np.linalg.svd(input, full_matrices=fullMatrices)
    return sigma, u, np.conj(np.swapaxes(adjoint, -1, -2))

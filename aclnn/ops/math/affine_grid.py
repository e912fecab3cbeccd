"""aclnnAffineGrid."""

from __future__ import annotations

from aclnn.declare import FLOATS, Arguments, Attribute, In, IntArray, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape
from aclnn.shared.limits import rank_limit

MOST = 100_000  # of what size may say


def _size_fits(a: Arguments) -> bool:
    return all(0 < length <= MOST for length in (a.size[0], *a.size[2:]))


def _theta_fits(a: Arguments) -> bool:
    spatial = len(a.size) - 2
    return bool(a.theta.shape == (a.size[0], spatial, spatial + 1))


op = Operator(
    "AffineGrid",
    In("theta", FLOATS),
    IntArray("size"),
    Attribute("alignCorners", "bool"),
    Out(
        "out",
        like="theta",
        shape=Shape(
            "a position for each element of images of `size`", lambda a: (a.size[0], *a.size[2:], len(a.size) - 2)
        ),
    ),
    summary="Where in an image, from -1 to 1, each element of its affine transform comes from.",
    page="math/affine_grid/docs/aclnnAffineGrid",
    families=("A2", "A3", "910"),
    limits=(
        rank_limit("theta", 3, 3),
        Invalid("size", "must have 4 or 5 elements", lambda a: len(a.size) in (4, 5)),
        Invalid("size", f"must be from 1 to {MOST} but for C", _size_fits),
        Invalid("theta", "must have a matrix for each image, of its dimensions and one more column", _theta_fits),
    ),
)


def _positions(length: int, corners: bool) -> Array:
    """From -1 to 1 along a dimension, at the corners or in the middles of the elements."""
    if length == 1:
        return np.zeros(1, np.float32)
    places = np.linspace(-1, 1, length, dtype=np.float32)
    return places if corners else places * np.float32((length - 1) / length)


@op.kernel
def kernel(theta: Array, size: Dims, alignCorners: bool) -> Array:
    spans = [_positions(length, alignCorners) for length in size[2:]]
    columns = [*reversed(np.meshgrid(*spans, indexing="ij")), np.ones(size[2:], np.float32)]
    base = np.stack(columns, -1)
    return np.einsum("...c,nrc->n...r", base, theta)

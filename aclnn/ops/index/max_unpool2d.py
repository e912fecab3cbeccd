"""aclnnMaxUnpool2d and aclnnMaxUnpool3d."""

from __future__ import annotations

from math import prod

from aclnn.declare import MAIN, Arguments, In, IntArray, Invalid, Limit, Operator, Out, Parameter
from aclnn.dtypes import DOUBLE, FLOAT, FLOAT16, INT32, INT64, UINT8
from aclnn.lazy import Array, np
from aclnn.promotion import SIGNED
from aclnn.shapes import Shape
from aclnn.shared.indices import checked
from aclnn.shared.limits import rank_limit, same_shape

TYPES = (FLOAT, FLOAT16, DOUBLE, UINT8, *SIGNED)


def _unpool(spatial: int, out: str, more: tuple[Parameter, ...], limits: tuple[Limit, ...]) -> Operator:
    """The operator over so many dimensions, with attributes that it only checks."""

    def has_room(a: Arguments) -> bool:
        return bool(prod(a.outputSize) >= prod(a.self.shape[-spatial:]))

    wanted = Shape(
        "`self` with `outputSize` as its last dimensions", lambda a: (*a.self.shape[:-spatial], *a.outputSize)
    )
    op = Operator(
        f"MaxUnpool{spatial}d",
        In("self", TYPES),
        In("indices", (INT32, INT64)),
        IntArray("outputSize"),
        *more,
        Out(out, like="self", shape=wanted),
        summary="Zeros, with each element of self at the place that its index names among the last dimensions.",
        page=f"index/scatter_elements/docs/aclnnMaxUnpool{spatial}d",
        header=f"aclnn_max_unpool{spatial}d.h",
        families=MAIN,
        limits=(
            rank_limit("self", spatial + 1, spatial + 2),
            same_shape("indices", "self"),
            Invalid("outputSize", f"must have {spatial} elements", lambda a: len(a.outputSize) == spatial),
            Invalid("outputSize", "must not have fewer places than self", has_room),
            *limits,
        ),
    )

    @op.kernel
    def kernel(self: Array, indices: Array, outputSize: tuple[int, ...]) -> Array:
        images, size = prod(self.shape[:-spatial]), prod(outputSize)
        result = np.zeros((images, size), self.dtype)
        places = checked(indices, size, "indices").reshape(images, -1)
        result[np.arange(images)[:, None], places] = self.reshape(images, -1)
        return result.reshape(*self.shape[:-spatial], *outputSize)

    return op


of_images = _unpool(2, "out", (), ())
of_volumes = _unpool(
    3,
    "outRef",
    (IntArray("stride"), IntArray("padding")),
    (
        Invalid("stride", "must have 3 elements of at least 1", lambda a: len(a.stride) == 3 and min(a.stride) > 0),
        Invalid("padding", "must have 3 elements", lambda a: len(a.padding) == 3),
        Invalid("self", "must not be empty but along N", lambda a: 0 not in a.self.shape[-4:]),
    ),
)

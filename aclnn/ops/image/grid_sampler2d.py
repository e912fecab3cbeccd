"""aclnnGridSampler2D, aclnnGridSampler3D and their gradients."""

from __future__ import annotations

from math import prod
from typing import Any

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, BoolArray, In, Invalid, Limit, Operator, Out
from aclnn.dtypes import DOUBLE, FLOAT, FLOAT16
from aclnn.lazy import Array
from aclnn.shapes import Dims, Shape, shape_of
from aclnn.shared.grid_sampling import BICUBIC, Sampling
from aclnn.shared.limits import channels_first, lacks, rank_limit

TYPES = (*FLOATS, DOUBLE)
ATTRIBUTES = (
    Attribute("interpolationMode", "int64_t"),
    Attribute("paddingMode", "int64_t"),
    Attribute("alignCorners", "bool"),
)


def _limits(spatial: int) -> tuple[Limit, ...]:
    rank = spatial + 2
    modes = "must be 0 (bilinear), 1 (nearest)" + (" or 2 (bicubic)" if spatial == 2 else "")

    def grid_fits(a: Arguments) -> bool:
        return bool(a.grid.shape[0] == a.input.shape[0] and a.grid.shape[-1] == spatial)

    return (
        rank_limit("input", rank, rank),
        rank_limit("grid", rank, rank),
        Invalid("interpolationMode", modes, lambda a: 0 <= a.interpolationMode <= (BICUBIC if spatial == 2 else 1)),
        Invalid("paddingMode", "must be 0 (zeros), 1 (border) or 2 (reflection)", lambda a: 0 <= a.paddingMode <= 2),
        Invalid("grid", f"must have the images of input, and {spatial} coordinates a position", grid_fits),
        Invalid("input", "must not have empty images", lambda a: 0 not in a.input.shape[2:]),
        Invalid("input", "must have fewer places than INT32 can number", lambda a: prod(a.input.shape[2:]) < 2**31),
    )


def _out(a: Arguments) -> Dims:
    return (*a.input.shape[:2], *a.grid.shape[1:-1])


def _operator(name: str, spatial: int, limits: tuple[Limit, ...], **declared: Any) -> Operator:
    op = Operator(
        name,
        In("input", TYPES),
        In("grid", like="input"),
        *ATTRIBUTES,
        Out("out", like="input", shape=Shape("the channels of `input` at the positions of `grid`", _out)),
        page=f"image/grid_sample/docs/aclnn{name}",
        limits=(*_limits(spatial), *limits),
        **declared,
    )

    @op.kernel
    def kernel(
        input: Array, grid: Array, interpolationMode: int, paddingMode: int, alignCorners: bool, call: Arguments
    ) -> Array:
        sampling = Sampling(input.shape, grid, interpolationMode, paddingMode, alignCorners)
        return sampling.sampled(input, call.out.shape[2:])

    return op


def _gradient(name: str, spatial: int, limits: tuple[Limit, ...], **declared: Any) -> Operator:
    op = Operator(
        name,
        In("gradOutput", like="input"),
        In("input", TYPES),
        In("grid", like="input"),
        *ATTRIBUTES,
        BoolArray("outputMask"),
        Out("inputGrad", like="input", shape=shape_of("input")),
        Out("gridGrad", like="input", shape=shape_of("grid")),
        families=(*MAIN, "910"),
        limits=(
            *_limits(spatial),
            Invalid("gradOutput", "must have the shape of the samples", lambda a: a.gradOutput.shape == _out(a)),
            Invalid("outputMask", "must have 2 elements", lambda a: len(a.outputMask) == 2),
            *limits,
        ),
        **declared,
    )

    @op.kernel
    def kernel(
        gradOutput: Array, input: Array, grid: Array, interpolationMode: int, paddingMode: int, alignCorners: bool,
        outputMask: tuple[bool, bool],
    ) -> tuple[Array | None, Array | None]:  # fmt: skip
        sampling = Sampling(input.shape, grid, interpolationMode, paddingMode, alignCorners)
        of_input = sampling.image_gradient(gradOutput) if outputMask[0] else None
        return of_input, sampling.grid_gradient(gradOutput, input, grid.shape) if outputMask[1] else None

    return op


def _bicubic_fits(a: Arguments) -> bool:
    return bool(a.interpolationMode != BICUBIC or a.input.dtype in (FLOAT, FLOAT16))


of_images = _operator(
    "GridSampler2D",
    2,
    (
        Invalid(
            "interpolationMode", "must not be 2 on this product", lambda a: a.interpolationMode != BICUBIC, ("910",)
        ),
        Invalid("input", "must have the data type FLOAT or FLOAT16 for bicubic", _bicubic_fits),
    ),
    summary="Images at the positions that a grid gives.",
    header="aclnn_grid_sampler2d.h",
    families=(*MAIN, "310P", "310B", "910"),
)
of_volumes = _operator(
    "GridSampler3D",
    3,
    (channels_first("input"),),
    summary="Volumes at the positions that a grid gives.",
    header="aclnn_grid_sampler3d.h",
    families=(*MAIN, "910"),
)
backward_of_images = _gradient(
    "GridSampler2DBackward",
    2,
    (lacks("input", (DOUBLE,), ("910",)),),
    summary="The gradients of aclnnGridSampler2D with respect to images and grid.",
    page="image/grid_sampler2_d_grad/docs/aclnnGridSampler2DBackward",
    header="aclnn_grid_sampler2d_backward.h",
)
backward_of_volumes = _gradient(
    "GridSampler3DBackward",
    3,
    (channels_first("input"),),
    summary="The gradients of aclnnGridSampler3D with respect to volumes and grid.",
    page="image/grid_sampler3_d_grad/docs/aclnnGridSampler3DBackward",
    header="aclnn_grid_sampler3d_backward.h",
)

"""Short declarations of the backward forms of elementwise operators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aclnn.declare import In, Operator, Out
from aclnn.dtypes import DType
from aclnn.parameters import Parameter
from aclnn.promotion import promoted
from aclnn.shapes import broadcast, shape_of
from aclnn.shared.limits import same_shape


def gradient(
    name: str,
    dtypes: Iterable[DType],
    *attributes: Parameter,
    of: str = "self",
    result: str = "gradInput",
    const: bool = False,
    alike: bool = False,
    broadcasts: bool = True,
    limits: tuple[Any, ...] = (),
    **declared: Any,
) -> Operator:
    """An operator of the gradient of a result and either that result or what it was computed from.

    of: that other tensor. alike: all types must be the same; otherwise one is derived, castable to the result's.
    broadcasts: whether the shapes may differ. const: as for Out.
    """
    types = tuple(dtypes)
    out = shape_of("gradOutput") if not broadcasts else broadcast("gradOutput", of)
    return Operator(
        name,
        In("gradOutput", types),
        In(of, like="gradOutput") if alike else In(of, types),
        *attributes,
        Out(result, like="gradOutput", shape=out, const=const) if alike else Out(result, types, "", out, const),
        computes=promoted("gradOutput", of),
        limits=limits if broadcasts else (same_shape(of, "gradOutput"), *limits),
        **declared,
    )

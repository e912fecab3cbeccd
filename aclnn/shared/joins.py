"""What operators that join a list of tensors have in common: the type that the tensors are computed in."""

from __future__ import annotations

from acl_sim.messages import aclnn_invalid
from aclnn.declare import Arguments
from aclnn.dtypes import DType
from aclnn.promotion import Computation, promote


def promoted_list(name: str) -> Computation:
    """The derived type of all tensors of a list, which the result's type must be castable from."""

    def of(a: Arguments) -> DType:
        found: DType | None = None
        for index, tensor in enumerate(getattr(a, name)):
            if tensor is None:
                continue
            derived = tensor.dtype if found is None else promote(found, tensor.dtype)
            if derived is None:
                raise aclnn_invalid(f"{name}[{index}]", tensor, f"must have a data type that derives one with {found}")
            found = derived
        if found is None:
            raise aclnn_invalid(name, "empty", "must have tensors")
        return found

    return Computation(f"the derived type of all of `{name}`", (name,), of)

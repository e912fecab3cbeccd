"""Operators whose caller says, by an aclBoolArray outputMask, which of the outputs to compute."""

from __future__ import annotations

from collections.abc import Sequence

from acl_sim import status
from aclnn.declare import Arguments, Invalid, Limit
from aclnn.lazy import Array


def mask_limits(outputs: Sequence[str]) -> tuple[Limit, ...]:
    """The mask must have an element for each output; those it asks for must be there (161001)."""

    def is_given(index: int, name: str) -> Limit:
        return Limit(
            name,
            f"must not be null where outputMask[{index}] is true",
            lambda a: not a.outputMask[index] or getattr(a, name) is not None,
            status=status.NN_PARAM_NULLPTR,
        )

    count = len(outputs)
    return (
        Invalid("outputMask", f"must have {count} elements", lambda a: len(a.outputMask) == count),
        *(is_given(index, name) for index, name in enumerate(outputs)),
    )


def masked(call: Arguments, outputs: Sequence[str], results: Sequence[Array]) -> tuple[Array | None, ...]:
    """The results that are asked for, in the shapes of their outputs; None for the others."""
    targets = [getattr(call, name) for name in outputs]
    return tuple(
        result.reshape(target.shape) if asked and target is not None else None
        for result, target, asked in zip(results, targets, call.outputMask)
    )

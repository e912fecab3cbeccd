"""Targets that are numbers of classes: which class and which weight each row has."""

from __future__ import annotations

from aclnn.declare import Arguments, Invalid, Limit
from aclnn.lazy import Array, np
from aclnn.shared.indices import checked


def class_limits(logits: str, target: str, weight: str) -> tuple[Limit, ...]:
    """Rows of classes, a target for each, and a weight for each class."""

    def targets_fit(a: Arguments) -> bool:
        return bool(getattr(a, target).shape == getattr(a, logits).shape[:-1])

    def weights_fit(a: Arguments) -> bool:
        given = getattr(a, weight)
        return given is None or given.shape == getattr(a, logits).shape[-1:]

    return (
        Invalid(logits, "must have 1 or 2 dimensions", lambda a: len(getattr(a, logits).shape) in (1, 2)),
        Invalid(target, f"must have the shape of {logits} without its classes", targets_fit),
        Invalid(weight, f"must have one element for each class of {logits}", weights_fit),
    )


def chosen(targets: Array, weight: Array | None, count: int, ignored: int) -> tuple[Array, Array]:
    """The class of each row, 0 for ignored ones, and its weight, 0 for ignored ones.

    Raises the Refusal of a faulting kernel (507015, at the next synchronise) for a target that is no class.
    """
    kept = targets != ignored
    classes = checked(np.where(kept, targets, 0), count, "target")
    weights = np.ones(count, np.float32) if weight is None else weight
    return classes, np.where(kept, weights[classes], 0).astype(weights.dtype)

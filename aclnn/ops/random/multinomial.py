"""aclnnMultinomial, aclnnMultinomialTensor."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import DOUBLE, INT64
from aclnn.lazy import Array, np
from aclnn.shared.randomness import generator, on_device

_MOST = 1 << 24  # categories: more have no number of their own in float32

op = Operator(
    "Multinomial",
    In("self", (*FLOATS, DOUBLE)),
    Attribute("numsamples", "int64_t"),
    Attribute("replacement", "bool"),
    Attribute("seed", "int64_t"),
    Attribute("offset", "int64_t"),
    Out("out", (INT64,)),
    summary="Positions in each row, each drawn as often as the row's weights say.",
    page="random/stateless_sample_multinomial/docs/aclnnMultinomial",
    families=(*MAIN, "310P", "910"),
    limits=(
        Invalid("self", "must have 1 or 2 dimensions", lambda a: len(a.self.shape) in (1, 2)),
        Invalid("out", "must have as many dimensions as self", lambda a: len(a.out.shape) == len(a.self.shape)),
        Invalid("out", "must have numsamples as its last dimension", lambda a: a.out.shape[-1] == a.numsamples),
        Invalid("out", "must have as many rows as self", lambda a: a.out.shape[:-1] == a.self.shape[:-1]),
        Invalid("numsamples", "must be greater than 0", lambda a: a.numsamples > 0),
        Invalid(
            "numsamples",
            "must be at most the length of self's rows without replacement",
            lambda a: a.replacement or a.numsamples <= a.self.shape[-1],
        ),
        Invalid("self", f"must have at most {_MOST} columns", lambda a: a.self.shape[-1] <= _MOST),
    ),
)
on_device(op, "MultinomialTensor", "random/stateless_sample_multinomial/docs/aclnnMultinomialTensor")


@op.kernel
def kernel(
    self: Array,
    numsamples: int,
    replacement: bool,
    seed: int | Array,
    offset: int | Array,
    added: int = 0,
) -> Array:
    chance = generator(seed, offset, added)
    if not replacement:  # as exponential waiting times: who comes first, second, ...
        with np.errstate(divide="ignore"):
            times = chance.standard_exponential(self.shape) / self
        return np.argsort(times, axis=-1, kind="stable")[..., :numsamples]
    reached = np.cumsum(self, axis=-1, dtype=np.float64)
    drawn = chance.random((*self.shape[:-1], numsamples)) * reached[..., -1:]
    rows = zip(reached.reshape(-1, self.shape[-1]), drawn.reshape(-1, numsamples))
    return np.stack([np.searchsorted(row[:-1], points, side="right") for row, points in rows]).reshape(drawn.shape)

"""aclnnRecurrentGatedDeltaRule: linear attention whose state forgets and is corrected token by token."""

from __future__ import annotations

from acl_sim.messages import device_fault
from aclnn.declare import MAIN, Arguments, Attribute, In, InPlace, Invalid, Limit, Operator, OptionalIn, Out
from aclnn.dtypes import BF16, FLOAT, INT32
from aclnn.lazy import Array, np
from aclnn.shared.indices import checked
from aclnn.shared.limits import rank_limit

MOST_HEADS, WIDEST, LONGEST = 256, 512, 8


def _shaped(name: str, words: str, *axes: tuple[str, int]) -> Limit:
    """A tensor must have the lengths of axes of other tensors; a null one has none."""

    def holds(a: Arguments) -> bool:
        tensor = getattr(a, name)
        return tensor is None or tensor.shape == tuple(getattr(a, other).shape[axis] for other, axis in axes)

    return Invalid(name, f"must have the shape {words}", holds)


def _heads_fit(a: Arguments) -> bool:
    few, many = a.query.shape[1], a.value.shape[1]
    return bool(0 < few <= many <= MOST_HEADS and many % few == 0)


op = Operator(
    "RecurrentGatedDeltaRule",
    In("query", (BF16,)),
    In("key", (BF16,)),
    In("value", (BF16,)),
    In("beta", (BF16,)),
    InPlace("stateRef", (BF16, FLOAT)),
    In("actualSeqLengths", (INT32,)),
    In("ssmStateIndices", (INT32,)),
    OptionalIn("g", (FLOAT,)),
    OptionalIn("gk", (FLOAT,)),
    In("numAcceptedTokens", (INT32,)),
    Attribute("scaleValue", "float"),
    Out("out", (BF16,)),
    summary="A gated state for each token, corrected towards value along key, and what query reads from it.",
    page="attention/recurrent_gated_delta_rule/docs/aclnnRecurrentGatedDeltaRule",
    families=MAIN,
    limits=(
        *(rank_limit(name, 3, 3) for name in ("query", "value")),
        rank_limit("stateRef", 4, 4),
        rank_limit("actualSeqLengths", 1, 1),
        Invalid("query", "must not be empty", lambda a: a.query.size > 0),
        Invalid("value", "must not be empty", lambda a: a.value.size > 0),
        Invalid("query", f"must have a D of at most {WIDEST}", lambda a: a.query.shape[2] <= WIDEST),
        Invalid("value", f"must have a D of at most {WIDEST}", lambda a: a.value.shape[2] <= WIDEST),
        Invalid("value", f"must have a multiple of query's heads, at most {MOST_HEADS}", _heads_fit),
        _shaped("key", "of query", ("query", 0), ("query", 1), ("query", 2)),
        Invalid("value", "must have the tokens of query", lambda a: a.value.shape[0] == a.query.shape[0]),
        _shaped("beta", "[T, Nv]", ("value", 0), ("value", 1)),
        _shaped("stateRef", "[blocks, Nv, Dv, Dk]", ("stateRef", 0), ("value", 1), ("value", 2), ("query", 2)),
        Invalid("stateRef", "must have a block for each token", lambda a: a.stateRef.shape[0] >= a.query.shape[0]),
        Invalid("actualSeqLengths", "must not be empty", lambda a: a.actualSeqLengths.size > 0),
        _shaped("ssmStateIndices", "[T]", ("query", 0)),
        _shaped("g", "[T, Nv]", ("value", 0), ("value", 1)),
        _shaped("gk", "[T, Nv, Dk]", ("value", 0), ("value", 1), ("query", 2)),
        _shaped("numAcceptedTokens", "of actualSeqLengths", ("actualSeqLengths", 0)),
        _shaped("out", "of value", ("value", 0), ("value", 1), ("value", 2)),
    ),
)


def _sequences(lengths: Array, accepted: Array, tokens: int) -> list[tuple[int, int, int]]:
    """First token, end, and the token whose state a sequence goes on from; wrong numbers are a device fault."""
    ends = np.cumsum(lengths)
    if lengths.min() < 1 or lengths.max() > LONGEST or ends[-1] != tokens:
        raise device_fault(f"actualSeqLengths is {lengths.tolist()}: 1 to {LONGEST} each, {tokens} together, expected.")
    if accepted.min() < 1 or (accepted > lengths).any():
        raise device_fault(f"numAcceptedTokens is {accepted.tolist()}: 1 to actualSeqLengths expected.")
    starts = ends - lengths
    return [(int(a), int(b), int(a + n - 1)) for a, b, n in zip(starts, ends, accepted)]


@op.kernel
def kernel(
    query: Array, key: Array, value: Array, beta: Array, stateRef: Array, actualSeqLengths: Array,
    ssmStateIndices: Array, g: Array | None, gk: Array | None, numAcceptedTokens: Array, scaleValue: float,
) -> tuple[Array, Array]:  # fmt: skip
    """In FLOAT throughout a sequence; a state is rounded where it is stored."""
    states, out = np.array(stateRef, np.float32), np.empty(value.shape, np.float32)
    blocks = checked(ssmStateIndices, states.shape[0], "ssmStateIndices")
    share = value.shape[1] // query.shape[1]
    for start, end, origin in _sequences(actualSeqLengths, numAcceptedTokens, query.shape[0]):
        state = np.array(stateRef[blocks[origin]], np.float32)
        for token in range(start, end):
            q, k = (np.repeat(x[token], share, axis=0)[:, None] for x in (query * np.float32(scaleValue), key))
            if g is not None:
                state = state * np.exp(g[token])[:, None, None]
            if gk is not None:
                state = state * np.exp(gk[token])[:, None]
            correction = value[token][..., None] - (state * k).sum(axis=-1, keepdims=True)
            state = state + beta[token][:, None, None] * correction * k
            out[token] = (state * q).sum(axis=-1)
            states[blocks[token]] = state
    return states, out

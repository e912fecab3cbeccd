"""RopeOperation: rotary position embedding of query and key, y = x*cos + rotate(x)*sin.

A row of cos is the unit: query and key are [tokens, units, row], and all units of a token take the same row of cos.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acl_sim.messages import device_fault
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT32, UINT32
from aclnn.ops.posembedding import rotary
from aclnn.tensor import Tensor, contiguous_strides
from atb import status
from atb.declare import NOT_950, Combination, Field, Limit, Operation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from atb.tensors import Desc

MODES = {2: rotary.HALF, 4: rotary.QUARTER}  # by rotaryCoeff; a whole row of it pairs neighbours
TYPES = {False: ((FLOAT16, FLOAT16), (FLOAT16, FLOAT), (BF16, BF16)), True: ((FLOAT16, FLOAT16), (BF16, BF16))}


def _tokens(x: Desc) -> int:
    return x.shape[0] if len(x.shape) == 2 else x.shape[0] * x.shape[1]


def _hidden(x: Desc) -> int:
    return x.shape[1] if len(x.shape) == 2 else x.shape[2] * x.shape[3]


def _has_ranks(a: Any) -> bool:
    ranks = [len(x.shape) for x in (a.query, a.key, a.cos, a.sin, a.seqlen)]
    return all(rank in (2, 4) for rank in ranks[:2]) and ranks[2:] == [2, 2, 1]


class RopeOperation(Operation):
    """Rotary position embedding of query and key."""

    name = "RopeOperation"
    param_type = "infer::RopeParam"
    fields = (Field("rotaryCoeff"), Field("cosFormat"), Field("rsv", "reserved"))
    created = (
        Limit(
            "cosFormat", "must be 0 on this product", lambda a: a.param.cosFormat == 0, status.INVALID_PARAM, ("950",)
        ),
    )
    limits = (
        Limit(
            "query",
            "must have 2 or 4 dimensions, like key; cos and sin 2, seqlen 1",
            _has_ranks,
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "key",
            "must have as many tokens as query",
            lambda a: _tokens(a.key) == _tokens(a.query),
            status.INVALID_TENSOR_SIZE,
        ),
        Limit(
            "cos",
            "must have rows of at most 4096 elements",
            lambda a: max(a.cos.shape[1], a.sin.shape[1]) <= 4096,
            status.INVALID_TENSOR_DIM,
            NOT_950,
        ),
        Limit("sin", "must have the shape of cos", lambda a: a.sin.shape == a.cos.shape, status.INVALID_TENSOR_SIZE),
        Limit(
            "query",
            "must have a hidden size that is a multiple of that of key",
            lambda a: _hidden(a.query) % _hidden(a.key) == 0,
            status.INVALID_TENSOR_SIZE,
        ),
        Limit(
            "key",
            "must have a hidden size that is a multiple of a row of cos",
            lambda a: _hidden(a.key) % a.cos.shape[1] == 0,
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "rotaryCoeff",
            "must be 2, 4 or the length of a row of cos",
            lambda a: a.param.rotaryCoeff in (2, 4, a.cos.shape[1]),
            status.INVALID_PARAM,
        ),
        Limit(
            "rotaryCoeff",
            "must divide the length of a row of cos",
            lambda a: a.cos.shape[1] % a.param.rotaryCoeff == 0,
            status.INVALID_PARAM,
        ),
        Limit("cosFormat", "must be 0 or 1", lambda a: a.param.cosFormat in (0, 1), status.INVALID_PARAM),
    )
    prepared = (
        Limit(
            "query",
            "must have a hidden size that is a multiple of 16, like key",
            lambda a: _hidden(a.query) % 16 == _hidden(a.key) % 16 == 0,
            status.RT_FAIL,
            NOT_950,
        ),
        Limit(
            "cos",
            "must have a row for each token",
            lambda a: a.param.cosFormat == 1 or a.cos.shape[0] >= _tokens(a.query),
            status.INVALID_TENSOR_SIZE,
        ),
    )

    inputs = ("query", "key", "cos", "sin", "seqlen")
    outputs = ("ropeQ", "ropeK")

    @property
    def reads(self) -> tuple[str, ...]:
        """With cosFormat 0 programs may leave seqlen unfilled."""
        return self.inputs if self.param.cosFormat else self.inputs[:4]

    @property
    def combinations(self) -> tuple[Combination, ...]:
        pairs = TYPES[self.family == "950"]
        return tuple(
            Combination((x, x, table, table, seqlen), (x, x)) for x, table in pairs for seqlen in (INT32, UINT32)
        )

    def infer(self, call: Any) -> list[Desc]:
        return [call.query, call.key]

    def run(self, call: Any) -> None:
        mode = MODES.get(self.param.rotaryCoeff, rotary.INTERLEAVE)
        is_half = call.query.dtype == call.cos.dtype == FLOAT16 and self.family != "950"
        for x, y in ((call.query, call.ropeQ), (call.key, call.ropeK)):
            unit = call.cos.shape[1]
            shape = (_tokens(x), _hidden(x) // unit, unit)
            tensors = (_view(x, shape), _view(call.cos), _view(call.sin), _view(y, shape))
            if is_half or self.param.cosFormat:
                _embed(mode, *tensors, call.seqlen if self.param.cosFormat else None, is_half)
            else:
                cos, sin = (_view(table, (shape[0], 1, unit)) for table in tensors[1:3])
                rotary.run_forward(mode, tensors[0], cos, sin, tensors[3])


def _view(tensor: Tensor, shape: tuple[int, ...] = ()) -> Tensor:
    """The first elements of a contiguous tensor in another shape."""
    shape = shape or tensor.shape
    return Tensor(shape, tensor.dtype, contiguous_strides(shape), 0, tensor.format, shape, tensor.address)


def _embed(mode: int, x: Tensor, cos: Tensor, sin: Tensor, y: Tensor, seqlen: Tensor | None, is_half: bool) -> None:
    """In numpy. On products before 950 the device multiplies and adds FLOAT16 in FLOAT16 if cos is FLOAT16 too."""
    import numpy as np

    from aclnn.access import store, widen

    rows = _rows(x.shape[0], cos.shape[0], seqlen)
    computed = np.float16 if is_half else np.float32
    data, *tables = (widen(tensor).astype(computed) for tensor in (x, cos, sin))
    store(y, rotary.embed(mode, data, *(table[rows][:, None] for table in tables)))


def _rows(tokens: int, length: int, seqlen: Tensor | None) -> NDArray[Any]:
    """Which row of cos each token takes: its own, or its position in its sequence."""
    import numpy as np

    from aclnn.access import storage

    if seqlen is None:
        return np.arange(tokens)
    lengths = storage(seqlen).astype(np.int64)
    if lengths.sum() != tokens or lengths.min() < 0 or lengths.max() > length:
        raise device_fault(
            f"RopeOperation: seqlen is {lengths.tolist()}; with cosFormat 1 its sum must be {tokens}, and no "
            f"sequence may be longer than the {length} rows of cos."
        )
    return np.concatenate([np.arange(count) for count in lengths])

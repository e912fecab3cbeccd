"""Mixtures of experts: gating, routing and what puts tokens together again, against loops in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from array_calls import OPERATORS, arguments_of, assert_accepted, assert_refused, given, results
from harness import Array, Session
from quantisation_oracle import drawn, is_rounded
from torch_calls import needs_torch, torch
from values import agrees, widened

SHORTS = ["f32", "f16", "bf16"]
TYPES = pytest.mark.parametrize("short", SHORTS)
PRODUCTS = pytest.mark.parametrize("product", ["A2", "950"])


def _is(bits: Array | None, short: str, exact: Array, slack: float = 3e-6) -> None:
    assert bits is not None
    assert bits.shape == exact.shape
    assert agrees(bits, short, exact, slack)


def _same(found: Array | None, wanted: Any) -> None:
    assert found is not None
    np.testing.assert_array_equal(found, wanted)


def _apart(shape: tuple[int, ...], short: str) -> Array:
    """Numbers that differ by enough in every row for the order not to depend on rounding."""
    generator = np.random.default_rng(5)
    rows = [generator.permutation(shape[-1]) * 0.25 - 2 for _ in range(int(np.prod(shape[:-1])))]
    return given(short, np.reshape(rows, shape))


@TYPES
@PRODUCTS
@pytest.mark.parametrize(("select", "norm"), [(0, 0), (1, 1), (1, 0)])
@pytest.mark.parametrize("biased", [False, True])
@pytest.mark.parametrize("step", [1, 2])
def test_moe_gating_top_k(session: Session, short: str, select: int, norm: int, biased: bool, step: int) -> None:
    x = _apart((3, 12), short)
    bias = given(short, np.arange(12) % 5 * 1.5) if biased else np.zeros(12)
    weights = np.exp(x) / np.exp(x).sum(-1, keepdims=True) if norm == 0 else 1 / (1 + np.exp(-x))
    wanted_y, wanted_index = [], []
    for row in weights:
        scored = row + bias
        groups = [sorted(scored[at : at + 3])[-(select + 1) :] for at in range(0, 12, 3)]
        best = sorted(range(4), key=lambda g: -sum(groups[g]))[:2]
        allowed = [e for e in range(12) if e // 3 in best]
        chosen = sorted(allowed, key=lambda e: -scored[e])[:4]
        y = row[chosen]
        wanted_y.append(2.5 * (y / (y.sum() + 1e-20) if norm == 1 else y))
        wanted_index.append(chosen)
    y, index, out = results(
        session, "MoeGatingTopK", x=(short, x, step), biasOptional=(short, bias) if biased else None, k=4, kGroup=2,
        groupCount=4, groupSelectMode=select, renorm=0, normType=norm, outFlag=norm == 1, routedScalingFactor=2.5,
        eps=1e-20, yOut=(short, (3, 4)), expertIdxOut=("i32", (3, 4)), outOut=("f32", (3, 12)),
    )  # fmt: skip
    _same(index, wanted_index)
    _is(y, short, np.array(wanted_y))
    _is(out, "f32", weights if norm == 1 else np.full((3, 12), 7.0))


@needs_torch
@TYPES
@pytest.mark.parametrize("shape", [(3, 6), (2, 3, 6)])
@pytest.mark.parametrize("stops", [False, True])
@pytest.mark.parametrize("k", [1, 4])
def test_moe_gating_top_k_softmax(session: Session, short: str, shape: tuple[int, ...], stops: bool, k: int) -> None:
    x = _apart(shape, short)
    finished = np.random.default_rng(2).integers(0, 2, shape[:-1]).astype(bool)
    wanted = torch.topk(torch.softmax(torch.tensor(x), -1), k)
    index = wanted.indices.numpy()
    rows = torch.arange(index.size).reshape(k, -1).T.reshape(index.shape).numpy()
    y, experts, columns = results(
        session, "MoeGatingTopKSoftmax", x=(short, x), finishedOptional=("bool", finished) if stops else None, k=k,
        yOut=(short, index.shape), expertIdxOut=("i32", index.shape), rowIdxOut=("i32", index.shape),
    )  # fmt: skip
    _is(y, short, wanted.values.numpy())
    _same(experts, np.where(finished[..., None], 6, index) if stops else index)
    _same(columns, rows)


@needs_torch
@TYPES
@pytest.mark.parametrize(("renorm", "flag"), [(0, False), (0, True), (1, True)])
def test_moe_gating_top_k_softmax_v2(session: Session, short: str, renorm: int, flag: bool) -> None:
    x = torch.tensor(_apart((3, 6), short))
    softmax = torch.softmax(x, -1)
    wanted = torch.topk(x if renorm else softmax, 3)
    values = torch.softmax(wanted.values, -1) if renorm else wanted.values
    gives = flag and not renorm
    y, experts, out = results(
        session, "MoeGatingTopKSoftmaxV2", x=(short, x.numpy()), k=3, renorm=renorm, outputSoftmaxResultFlag=flag,
        yOut=(short, (3, 3)), expertIdxOut=("i32", (3, 3)), softmaxResultOutOptional=("f32", (3, 6) if gives else (0,)),
    )  # fmt: skip
    _is(y, short, values.numpy())
    _same(experts, wanted.indices.numpy())
    if gives:
        _is(out, "f32", softmax.numpy())


def test_moe_compute_expert_tokens(session: Session) -> None:
    (ends,) = results(
        session, "MoeComputeExpertTokens", sortedExperts=("i32", [0, 0, 2, 2, 2, 3]), numExperts=5, out=("i32", (5,))
    )
    _same(ends, [2, 2, 5, 6, 6])


def _chosen(rows: int, k: int, count: int) -> Array:
    return np.random.default_rng(7).integers(0, count, (rows, k))


@TYPES
@pytest.mark.parametrize("active", [2, 4, 9])
def test_moe_init_routing(session: Session, short: str, active: int) -> None:
    x, experts = drawn(1, (4, 5), short), _chosen(4, 3, 6)
    numbers = np.arange(12).reshape(3, 4).T
    pairs = sorted(zip(experts.ravel(), range(12), numbers.ravel()))
    kept = min(4, active) * 3
    where = np.zeros(12, int)
    for place, (_, _, number) in enumerate(pairs):
        where[number] = place
    rows, found, order = results(
        session, "MoeInitRouting", x=(short, x, 2), rowIdx=("i32", numbers), expertIdx=("i32", experts),
        activeNum=active, expandedXOut=(short, (kept, 5)), expandedRowIdxOut=("i32", (12,)),
        expandedExpertIdxOut=("i32", (12,)),
    )  # fmt: skip
    assert rows is not None
    _same(widened(rows, short), [x[number % 4] for _, _, number in pairs[:kept]])
    _same(found, where)
    _same(order, [expert for expert, _, _ in pairs])


@pytest.mark.parametrize(
    ("product", "index", "short"),  # 310P has no BF16
    [*(row for short in SHORTS for row in (("A2", "i32", short), ("950", "i64", short))),
     *(("310P", "i32", short) for short in SHORTS if short != "bf16")],
)  # fmt: skip
@pytest.mark.parametrize(("active", "flag"), [(0, 0), (5, 1), (0, 2)])
def test_moe_init_routing_v2(session: Session, product: str, short: str, index: str, active: int, flag: int) -> None:
    x, experts = drawn(1, (4, 5), short), _chosen(4, 3, 6)
    order = [at for _, at in sorted((expert, at) for at, expert in enumerate(experts.ravel()))]
    kept = active or 12
    counts = [int((experts == expert).sum()) for expert in range(6)]
    rows, found, tokens, _ = results(
        session, "MoeInitRoutingV2", x=(short, x), expertIdx=(index, experts), activeNum=active, expertCapacity=0,
        expertNum=6, dropPadMode=0, expertTokensCountOrCumsumFlag=flag, expertTokensBeforeCapacityFlag=False,
        expandedXOut=(short, (kept, 5)), expandedRowIdxOut=("i32", (12,)),
        expertTokensCountOrCumsumOut=("i32", (6,)) if flag else None,
    )  # fmt: skip
    assert rows is not None
    _same(widened(rows, short), [x[at // 3] for at in order[:kept]])
    _same(found, [order.index(at) for at in range(12)])
    if flag:
        _same(tokens, counts if flag == 2 else np.cumsum(counts))


@pytest.mark.parametrize("capacity", [1, 2, 4])
def test_moe_init_routing_v2_drops_and_pads(session: Session, capacity: int) -> None:
    x, experts = drawn(1, (4, 5), "f16"), _chosen(4, 2, 3)
    table, where, used = np.zeros((3, capacity, 5)), [], [0, 0, 0]
    for at, expert in enumerate(experts.ravel()):
        where.append(expert * capacity + used[expert] if used[expert] < capacity else -1)
        if used[expert] < capacity:
            table[expert, used[expert]] = x[at // 2]
        used[expert] += 1
    rows, found, _, before = results(
        session, "MoeInitRoutingV2", x=("f16", x), expertIdx=("i32", experts), activeNum=0, expertCapacity=capacity,
        expertNum=3, dropPadMode=1, expertTokensCountOrCumsumFlag=0, expertTokensBeforeCapacityFlag=True,
        expandedXOut=("f16", (3, capacity, 5)), expandedRowIdxOut=("i32", (8,)),
        expertTokensBeforeCapacityOut=("i32", (3,)),
    )  # fmt: skip
    assert rows is not None
    _same(widened(rows, "f16"), table)
    _same(found, where)
    _same(before, used)


@pytest.mark.parametrize("short", ["f32", "f16", "bf16", "i8"])
@pytest.mark.parametrize("index_type", [0, 1])
@pytest.mark.parametrize("kind", [1, 2])
@pytest.mark.parametrize("span", [None, (2, 5)])
def test_moe_init_routing_v3(
    session: Session, short: str, index_type: int, kind: int, span: tuple[int, int] | None
) -> None:
    x, experts, scale = drawn(1, (4, 5), short, -90, 90), _chosen(4, 3, 6), drawn(2, (4,), "f32")
    start, end = span or (0, 6)
    order = [at for e, at in sorted((e, at) for at, e in enumerate(experts.ravel())) if start <= e < end]
    count = len(order)
    counts = [int((experts == expert).sum()) for expert in range(start, end)]
    rows, found, tokens, scales = results(
        session, "MoeInitRoutingV3", x=(short, x), expertIdx=("i32", experts), scaleOptional=("f32", scale),
        activeNum=12, expertCapacity=0, expertNum=6, dropPadMode=0, expertTokensNumType=kind, expertTokensNumFlag=True,
        quantMode=-1, activeExpertRangeOptional=span, rowIdxType=index_type, expandedXOut=(short, (12, 5)),
        expandedRowIdxOut=("i32", (12,)), expandedScaleOut=("f32", (12,)),
        expertTokensCountOrCumsumOut=("i64", (6, 2) if kind == 2 else (end - start,)),
    )  # fmt: skip
    assert rows is not None
    assert found is not None
    assert scales is not None
    _same(widened(rows, short), [*(x[at // 3] for at in order), *np.full((12 - count, 5), 7)])
    _same(scales, np.float32([*(scale[at // 3] for at in order), *[7] * (12 - count)]))
    if index_type == 1:
        _same(found[:count], order)
    else:
        _same(found, [order.index(at) if at in order else -1 for at in range(12)])
    if kind == 1:
        _same(tokens, counts)
    else:
        pairs = [(start + at, n) for at, n in enumerate(counts) if n]
        _same(tokens, [*pairs, *[(0, 0)] * (len(pairs) < 6), *[(7, 7)] * (5 - len(pairs))][:6])


@TYPES
@pytest.mark.parametrize("smooths", [False, True])
def test_moe_init_routing_v3_quantises(session: Session, short: str, smooths: bool) -> None:
    x, experts, scale = drawn(1, (4, 5), short), _chosen(4, 3, 6), drawn(2, (4, 5), "f32", 0.5, 2)
    order = [at for e, at in sorted((e, at) for at, e in enumerate(experts.ravel())) if 1 <= e < 5]
    count = len(order)
    values = np.array([x[at // 3] * (scale[experts.ravel()[at] - 1] if smooths else 1) for at in order])
    scales = np.abs(values).max(-1) / 127
    rows, _, _, found = results(
        session, "MoeInitRoutingV3", x=(short, x), expertIdx=("i32", experts),
        scaleOptional=("f32", scale) if smooths else None, activeNum=12, expertCapacity=0, expertNum=6, dropPadMode=0,
        expertTokensNumType=1, expertTokensNumFlag=True, quantMode=1, activeExpertRangeOptional=(1, 5), rowIdxType=0,
        expandedXOut=("i8", (12, 5)), expandedRowIdxOut=("i32", (12,)), expandedScaleOut=("f32", (12,)),
        expertTokensCountOrCumsumOut=("i64", (4,)),
    )  # fmt: skip
    assert rows is not None
    assert found is not None
    is_rounded(rows[:count], "i8", values / scales[:, None])
    np.testing.assert_allclose(found[:count], scales, 1e-6)


def _finalized(
    table: Array, where: Array, addends: list[Array], bias: Array | None, scales: Array | None, experts: Array
) -> Array:
    rows, k = experts.shape
    out = sum(addends, np.zeros((rows, table.shape[-1])))
    flat = table.reshape(-1, table.shape[-1])
    for i in range(rows):
        for j in range(k):
            value = np.zeros(flat.shape[1]) if where[i, j] < 0 else flat[where[i, j]]
            value = value + (0 if bias is None else bias[experts[i, j]])
            out[i] += value * (1 if scales is None else scales[i, j])
    return out


@TYPES
@pytest.mark.parametrize("mode", [0, 1, 2, 3])
@pytest.mark.parametrize("full", [False, True])
def test_moe_finalize_routing_v2(session: Session, short: str, mode: int, full: bool) -> None:
    k = 2 if full else 1
    shape = (3, 2, 8) if mode % 2 else (4 * k, 8)
    table, experts = drawn(1, shape, short), _chosen(4, k, 3)
    generator = np.random.default_rng(3)
    where = generator.integers(-1, 6, (4, k)) if mode % 2 else generator.permutation(4 * k).reshape(4, k)
    x1, x2, bias, scales = (drawn(9, s, short) for s in ((4, 8), (4, 8), (3, 8), (4, k)))
    exact = _finalized(
        table, where, [x1, x2] if full else [], bias if full else None, scales if full else None, experts
    )
    more: dict[str, Any] = {
        "x1Optional": (short, x1), "x2Optional": (short, x2), "biasOptional": (short, bias),
        "scalesOptional": (short, scales), "expertIdxOptional": ("i32", experts),
    }  # fmt: skip
    (out,) = results(
        session, "MoeFinalizeRoutingV2", expandedX=(short, table),
        expandedRowIdx=("i32", (where.T if mode < 2 else where).ravel()), dropPadMode=mode, out=(short, (4, 8)),
        **(more if full else {}),
    )  # fmt: skip
    _is(out, short, exact, 1e-5)


@TYPES
@pytest.mark.parametrize("second", [False, True])
def test_moe_finalize_routing(session: Session, short: str, second: bool) -> None:
    table, experts, where = drawn(1, (8, 5), short), _chosen(4, 2, 3), np.random.default_rng(3).permutation(8)
    x1, x2, bias, scales = (drawn(n, s, short) for n, s in enumerate([(4, 5), (4, 5), (3, 5), (4, 2)]))
    exact = _finalized(table, where.reshape(2, 4).T, [x1, x2] if second else [x1], bias, scales, experts)
    (out,) = results(
        session, "MoeFinalizeRouting", expandedX=(short, table), x1=(short, x1),
        x2Optional=(short, x2) if second else None, bias=(short, bias), scales=(short, scales),
        expandedRowIdx=("i32", where), expandedExpertIdx=("i32", experts), out=(short, (4, 5)),
    )  # fmt: skip
    _is(out, short, exact, 1e-5)


@TYPES
@pytest.mark.parametrize("index", ["i32", "i64"])
@pytest.mark.parametrize(("kept", "rows"), [(0, 12), (5, 5), (40, 12), (-2, 10)])
def test_moe_token_permute(session: Session, short: str, index: str, kept: int, rows: int) -> None:
    tokens, experts = drawn(1, (4, 5), short), _chosen(4, 3, 6)
    order = np.argsort(experts.ravel(), kind="stable")
    permuted, places = results(
        session, "MoeTokenPermute", tokens=(short, tokens, 3), indices=(index, experts), numOutTokens=kept,
        paddedMode=False, permuteTokensOut=(short, (rows, 5)), sortedIndicesOut=("i32", (12,)),
    )  # fmt: skip
    assert permuted is not None
    _same(widened(permuted, short), tokens[order[:rows] // 3])
    _same(places, np.argsort(order))


@needs_torch
@TYPES
@pytest.mark.parametrize("rows", [12, 9])
def test_moe_tokens_and_gradients(session: Session, short: str, rows: int) -> None:
    """What autograd gives for the products of gathered rows; rows behind the kept ones count nothing."""
    places = np.random.default_rng(4).permutation(12)
    permuted = torch.tensor(drawn(1, (rows, 5), short), requires_grad=True)
    probs = torch.tensor(drawn(2, (4, 3), short), requires_grad=True)
    grad = drawn(3, (4, 5), short)
    padded = torch.cat([permuted, torch.zeros(12 - rows, 5, dtype=torch.float64)])
    exact = (padded[places].reshape(4, 3, 5) * probs[..., None]).sum(1)
    exact.backward(torch.tensor(grad))
    table, weights = permuted.detach().numpy(), probs.detach().numpy()
    (out,) = results(
        session, "MoeTokenUnpermute", permutedTokens=(short, table), sortedIndices=("i32", places),
        probsOptional=(short, weights), paddedMode=False, out=(short, (4, 5)),
    )  # fmt: skip
    _is(out, short, exact.detach().numpy(), 1e-5)
    assert permuted.grad is not None
    assert probs.grad is not None
    tokens_grad, probs_grad = results(
        session, "MoeTokenUnpermuteGrad", permuteTokens=(short, table), unpermutedTokensGrad=(short, grad),
        sortedIndices=("i32", places), probsOptional=(short, weights), paddedMode=False,
        permutedTokensGradOut=(short, (rows, 5)), probsGradOut=(short, (4, 3)),
    )  # fmt: skip
    _is(tokens_grad, short, permuted.grad.numpy(), 1e-5)
    _is(probs_grad, short, probs.grad.numpy(), 1e-5)
    (summed,) = results(
        session, "MoeTokenPermuteGrad", permutedOutputGrad=(short, table), sortedIndices=("i32", places), numTopk=3,
        paddedMode=False, out=(short, (4, 5)),
    )  # fmt: skip
    _is(summed, short, padded.detach().numpy()[places].reshape(4, 3, 5).sum(1), 1e-5)


@pytest.mark.parametrize("short", ["f16", "bf16"])
def test_moe_unpermute_without_weights(session: Session, short: str) -> None:
    places, table = np.array([2, 0, 1]), drawn(1, (3, 5), short)
    (out,) = results(
        session, "MoeTokenUnpermute", permutedTokens=(short, table), sortedIndices=("i32", places), paddedMode=False,
        out=(short, (3, 5)),
    )  # fmt: skip
    _is(out, short, table[places])
    grad, _ = results(
        session, "MoeTokenUnpermuteGrad", permuteTokens=(short, table), unpermutedTokensGrad=(short, table),
        sortedIndices=("i32", places), paddedMode=False, permutedTokensGradOut=(short, (3, 5)),
        probsGradOut=(short, (0,)),
    )  # fmt: skip
    _is(grad, short, table[np.argsort(places)])


@pytest.mark.parametrize("short", ["f16", "bf16", "i8"])
@pytest.mark.parametrize("index", ["i32", "i64"])
@pytest.mark.parametrize("scales", [False, True])
def test_moe_re_routing(session: Session, short: str, index: str, scales: bool) -> None:
    counts = np.array([[1, 2, 0], [3, 0, 1]])
    owners = [(rank, expert) for rank in range(2) for expert in range(3) for _ in range(counts[rank, expert])]
    order = sorted(range(7), key=lambda at: (owners[at][1], owners[at][0], at))
    tokens, scale = drawn(1, (7, 4), short, -90, 90), drawn(2, (7,), "f32")
    rows, found, where, total = results(
        session, "MoeReRouting", tokens=(short, tokens), expertTokenNumPerRank=(index, counts),
        perTokenScalesOptional=("f32", scale) if scales else None, expertTokenNumType=1, idxType=0,
        permuteTokensOut=(short, (7, 4)), permutePerTokenScalesOut=("f32", (7,)), permuteTokenIdxOut=("i32", (7,)),
        expertTokenNumOut=(index, (3,)),
    )  # fmt: skip
    assert rows is not None
    _same(widened(rows, short), tokens[order])
    _same(found, np.float32(scale[order] if scales else [7] * 7))
    _same(where, order)
    _same(total, [4, 2, 1])


H, F, B, I = "f16", "f32", "bf16", "i32"  # noqa: E741 - short names of types
_GATING: dict[str, Any] = {
    "x": (H, (2, 8)), "biasOptional": (H, (8,)), "k": 3, "kGroup": 1, "groupCount": 2, "groupSelectMode": 0,
    "renorm": 0, "normType": 0, "outFlag": False, "routedScalingFactor": 1.0, "eps": 0.0, "yOut": (H, (2, 3)),
    "expertIdxOut": (I, (2, 3)), "outOut": (F, (2, 8)),
}  # fmt: skip
_SOFTMAX: dict[str, Any] = {
    "x": (H, (2, 8)), "finishedOptional": ("bool", (2,)), "k": 3, "yOut": (H, (2, 3)), "expertIdxOut": (I, (2, 3)),
}  # fmt: skip
_TOKENS: dict[str, Any] = {
    "permutedTokens": (H, (4, 5)), "sortedIndices": (I, (4,)), "probsOptional": (H, (2, 2)), "paddedMode": False,
    "out": (H, (2, 5)),
}  # fmt: skip
_BASES: dict[str, dict[str, Any]] = {
    "MoeGatingTopK": _GATING,
    "MoeGatingTopKSoftmax": _SOFTMAX | {"rowIdxOut": (I, (2, 3))},
    "MoeGatingTopKSoftmaxV2": _SOFTMAX | {
        "renorm": 0, "outputSoftmaxResultFlag": True, "softmaxResultOutOptional": (F, (2, 8)),
    },
    "MoeComputeExpertTokens": {"sortedExperts": (I, (4,)), "numExperts": 3, "out": (I, (3,))},
    "MoeInitRouting": {
        "x": (H, (4, 5)), "rowIdx": (I, (4, 2)), "expertIdx": (I, (4, 2)), "activeNum": 3, "expandedXOut": (H, (6, 5)),
        "expandedRowIdxOut": (I, (8,)), "expandedExpertIdxOut": (I, (8,)),
    },
    "MoeInitRoutingV2": {
        "x": (H, (4, 5)), "expertIdx": (I, (4, 2)), "activeNum": 0, "expertCapacity": 2, "expertNum": 3,
        "dropPadMode": 0, "expertTokensCountOrCumsumFlag": 1, "expertTokensBeforeCapacityFlag": False,
        "expandedXOut": (H, (8, 5)), "expandedRowIdxOut": (I, (8,)), "expertTokensCountOrCumsumOut": (I, (3,)),
    },
    "MoeInitRoutingV3": {
        "x": (H, (4, 5)), "expertIdx": (I, (4, 2)), "activeNum": 8, "expertCapacity": 0, "expertNum": 3,
        "dropPadMode": 0, "expertTokensNumType": 1, "expertTokensNumFlag": True, "quantMode": -1, "rowIdxType": 0,
        "expandedXOut": (H, (8, 5)), "expandedRowIdxOut": (I, (8,)), "expertTokensCountOrCumsumOut": ("i64", (3,)),
        "expandedScaleOut": (F, (8,)),
    },
    "MoeFinalizeRoutingV2": {
        "expandedX": (H, (4, 32)), "expandedRowIdx": (I, (4,)), "scalesOptional": (H, (2, 2)), "dropPadMode": 2,
        "out": (H, (2, 32)),
    },
    "MoeFinalizeRouting": {
        "expandedX": (H, (4, 5)), "x1": (H, (2, 5)), "bias": (H, (3, 5)), "scales": (H, (2, 2)),
        "expandedRowIdx": (I, (4,)), "expandedExpertIdx": (I, (2, 2)), "out": (H, (2, 5)),
    },
    "MoeTokenPermute": {
        "tokens": (H, (4, 5)), "indices": (I, (4, 2)), "numOutTokens": 0, "paddedMode": False,
        "permuteTokensOut": (H, (8, 5)), "sortedIndicesOut": (I, (8,)),
    },
    "MoeTokenPermuteGrad": {
        "permutedOutputGrad": (H, (8, 5)), "sortedIndices": (I, (8,)), "numTopk": 2, "paddedMode": False,
        "out": (H, (4, 5)),
    },
    "MoeTokenUnpermute": _TOKENS,
    "MoeTokenUnpermuteGrad": {
        "permuteTokens": (H, (4, 5)), "unpermutedTokensGrad": (H, (2, 5)), "sortedIndices": (I, (4,)),
        "probsOptional": (H, (2, 2)), "paddedMode": False, "permutedTokensGradOut": (H, (4, 5)),
        "probsGradOut": (H, (2, 2)),
    },
    "MoeReRouting": {
        "tokens": (H, (7, 4)), "expertTokenNumPerRank": (I, (2, 3)), "expertTokenNumType": 1, "idxType": 0,
        "permuteTokensOut": (H, (7, 4)), "permutePerTokenScalesOut": (F, (7,)), "permuteTokenIdxOut": (I, (7,)),
        "expertTokenNumOut": (I, (3,)),
    },
}  # fmt: skip
_REFUSED: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("A2", "MoeGatingTopK", {"x": (H, (2, 2, 4))}, 561002, "x"),
    ("A2", "MoeGatingTopK", {"biasOptional": (H, (2,))}, 561002, "biasOptional"),
    ("A2", "MoeGatingTopK", {"biasOptional": (F, (8,))}, 161002, "biasOptional"),
    ("A2", "MoeGatingTopK", {"groupSelectMode": 2}, 561002, "groupSelectMode"),
    ("A2", "MoeGatingTopK", {"normType": 2}, 561002, "normType"),
    ("A2", "MoeGatingTopK", {"renorm": 1}, 561002, "renorm"),
    ("A2", "MoeGatingTopK", {"groupCount": 3}, 561002, "groupCount"),
    ("A2", "MoeGatingTopK", {"groupCount": 8, "groupSelectMode": 1}, 561002, "groupCount"),
    ("A2", "MoeGatingTopK", {"kGroup": 3}, 561002, "kGroup"),
    ("A2", "MoeGatingTopK", {"k": 5}, 561002, "k"),
    ("A2", "MoeGatingTopK", {"yOut": (H, (2, 4))}, 161002, "yOut"),
    ("310P", "MoeGatingTopK", {}, 561003, "product"),
    ("A2", "MoeGatingTopKSoftmax", {"x": (H, (8,))}, 561002, "x"),
    ("A2", "MoeGatingTopKSoftmax", {"finishedOptional": ("bool", (3,))}, 561002, "finishedOptional"),
    ("A2", "MoeGatingTopKSoftmax", {"k": -1}, 561002, "k"),
    ("A2", "MoeGatingTopKSoftmax", {"k": 9}, 561002, "k"),
    ("A2", "MoeGatingTopKSoftmax", {"x": (H, (2, 1500)), "k": 1025}, 561002, "k"),
    ("950", "MoeGatingTopKSoftmax", {"x": (H, (2, 2049))}, 561002, "x"),
    ("A2", "MoeGatingTopKSoftmaxV2", {"renorm": 2}, 561002, "renorm"),
    ("A2", "MoeGatingTopKSoftmaxV2", {"softmaxResultOutOptional": None}, 561002, "softmaxResultOutOptional"),
    ("A2", "MoeGatingTopKSoftmaxV2", {"softmaxResultOutOptional": (F, (2, 3))}, 561002, "softmaxResultOutOptional"),
    ("A2", "MoeComputeExpertTokens", {"sortedExperts": (I, (2, 2))}, 561002, "sortedExperts"),
    ("A2", "MoeComputeExpertTokens", {"numExperts": 0}, 561002, "numExperts"),
    ("A2", "MoeComputeExpertTokens", {"numExperts": 2049}, 561002, "numExperts"),
    ("A2", "MoeInitRouting", {"x": (H, (4,))}, 561002, "x"),
    ("A2", "MoeInitRouting", {"rowIdx": (I, (8,))}, 561002, "rowIdx"),
    ("A2", "MoeInitRouting", {"expertIdx": (I, (4, 3))}, 561002, "expertIdx"),
    ("A2", "MoeInitRouting", {"activeNum": -1}, 561002, "activeNum"),
    ("A2", "MoeInitRouting", {"expandedXOut": (H, (8, 5))}, 561002, "expandedXOut"),
    ("A2", "MoeInitRouting", {"expandedExpertIdxOut": (I, (6,))}, 561002, "expandedExpertIdxOut"),
    ("A2", "MoeInitRoutingV2", {"expertIdx": ("i64", (4, 2))}, 161002, "expertIdx"),
    ("A2", "MoeInitRoutingV2", {"expertIdx": (I, (4,))}, 561002, "expertIdx"),
    ("A2", "MoeInitRoutingV2", {"expertIdx": (I, (3, 2))}, 561002, "expertIdx"),
    ("A2", "MoeInitRoutingV2", {"activeNum": -1}, 561002, "activeNum"),
    ("A2", "MoeInitRoutingV2", {"expertNum": 0}, 561002, "expertNum"),
    ("A2", "MoeInitRoutingV2", {"dropPadMode": 2}, 561002, "dropPadMode"),
    ("310P", "MoeInitRoutingV2", {"dropPadMode": 1}, 561002, "dropPadMode"),
    ("A2", "MoeInitRoutingV2", {"dropPadMode": 1, "expertCapacity": 5}, 561002, "expertCapacity"),
    ("A2", "MoeInitRoutingV2", {"expertTokensCountOrCumsumFlag": 3}, 561002, "expertTokensCountOrCumsumFlag"),
    ("A2", "MoeInitRoutingV2", {"expertTokensCountOrCumsumOut": None}, 561002, "expertTokensCountOrCumsumOut"),
    ("A2", "MoeInitRoutingV2", {"expandedXOut": (H, (7, 5))}, 561002, "expandedXOut"),
    ("A2", "MoeInitRoutingV3", {"activeNum": 7}, 561002, "activeNum"),
    ("A2", "MoeInitRoutingV3", {"dropPadMode": 1}, 561002, "dropPadMode"),
    ("A2", "MoeInitRoutingV3", {"expertTokensNumType": 0}, 561002, "expertTokensNumType"),
    ("A2", "MoeInitRoutingV3", {"expertTokensNumFlag": False}, 561002, "expertTokensNumFlag"),
    ("A2", "MoeInitRoutingV3", {"expertNum": 10241}, 561002, "expertNum"),
    ("A2", "MoeInitRoutingV3", {"quantMode": 0}, 561002, "quantMode"),
    ("A2", "MoeInitRoutingV3", {"quantMode": 1}, 561002, "expandedXOut"),
    ("A2", "MoeInitRoutingV3", {"rowIdxType": 2}, 561002, "rowIdxType"),
    ("A2", "MoeInitRoutingV3", {"activeExpertRangeOptional": (1, 4)}, 561002, "activeExpertRangeOptional"),
    ("A2", "MoeInitRoutingV3", {"offsetOptional": (F, (3,))}, 561002, "offsetOptional"),
    ("A2", "MoeInitRoutingV3", {"scaleOptional": (F, (3,))}, 561002, "scaleOptional"),
    ("A2", "MoeInitRoutingV3", {"expertTokensCountOrCumsumOut": ("i64", (2,))}, 561002, "expertTokensCountOrCumsumOut"),
    ("A2", "MoeFinalizeRoutingV2", {"scalesOptional": (F, (2, 2))}, 161002, "scalesOptional"),
    ("A2", "MoeFinalizeRoutingV2", {"dropPadMode": 4}, 561002, "dropPadMode"),
    ("A2", "MoeFinalizeRoutingV2", {"dropPadMode": 3}, 561002, "expandedX"),
    ("A2", "MoeFinalizeRoutingV2", {"expandedRowIdx": (I, (3,))}, 561002, "expandedRowIdx"),
    ("A2", "MoeFinalizeRoutingV2", {"expandedX": (H, (5, 32))}, 561002, "expandedX"),
    ("A2", "MoeFinalizeRoutingV2", {"x2Optional": (H, (2, 32))}, 561002, "x2Optional"),
    ("A2", "MoeFinalizeRoutingV2", {"x1Optional": (H, (2, 16))}, 561002, "x1Optional"),
    ("A2", "MoeFinalizeRoutingV2", {"biasOptional": (H, (3, 32))}, 561002, "expertIdxOptional"),
    ("310P", "MoeFinalizeRoutingV2", {"dropPadMode": 0}, 561002, "dropPadMode"),
    ("310P", "MoeFinalizeRoutingV2", {"x1Optional": (H, (2, 32))}, 561002, "x1Optional"),
    ("310P", "MoeFinalizeRoutingV2", {"expandedX": (H, (4, 16)), "out": (H, (2, 16))}, 561002, "expandedX"),
    ("A2", "MoeFinalizeRouting", {"x1": (H, (2, 4))}, 161002, "x1"),
    ("A2", "MoeFinalizeRouting", {"expandedX": (H, (3, 5))}, 161002, "expandedX"),
    ("A2", "MoeFinalizeRouting", {"bias": (H, (5,))}, 161002, "bias"),
    ("A2", "MoeFinalizeRouting", {"expandedExpertIdx": (I, (4,))}, 161002, "expandedExpertIdx"),
    ("950", "MoeFinalizeRouting", {}, 561003, "product"),
    ("A2", "MoeTokenPermute", {"paddedMode": True}, 161002, "paddedMode"),
    ("A2", "MoeTokenPermute", {"indices": (I, (3, 2))}, 161002, "indices"),
    ("A2", "MoeTokenPermute", {"indices": (I, (4, 513))}, 161002, "indices"),
    ("A2", "MoeTokenPermute", {"permuteTokensOut": (H, (8, 4))}, 161002, "permuteTokensOut"),
    ("A2", "MoeTokenPermuteGrad", {"paddedMode": True}, 161002, "paddedMode"),
    ("A2", "MoeTokenPermuteGrad", {"numTopk": 3}, 161002, "numTopk"),
    ("A2", "MoeTokenPermuteGrad", {"numTopk": 0}, 161002, "numTopk"),
    ("A2", "MoeTokenPermuteGrad", {"numTopk": 513}, 161002, "numTopk"),
    ("A2", "MoeTokenUnpermute", {"paddedMode": True}, 161002, "paddedMode"),
    ("A2", "MoeTokenUnpermute", {"restoreShapeOptional": (2, 5)}, 161002, "restoreShapeOptional"),
    ("A2", "MoeTokenUnpermute", {"probsOptional": (H, (2, 3))}, 161002, "probsOptional"),
    ("A2", "MoeTokenUnpermute", {"out": (H, (4, 5))}, 161002, "out"),
    ("A2", "MoeTokenUnpermuteGrad", {"unpermutedTokensGrad": (H, (4, 5))}, 161002, "unpermutedTokensGrad"),
    ("A2", "MoeTokenUnpermuteGrad", {"probsGradOut": (F, (2, 2))}, 161002, "probsGradOut"),
    ("A2", "MoeReRouting", {"tokens": (H, (7,)), "permuteTokensOut": (H, (7,))}, 561002, "tokens"),
    ("A2", "MoeReRouting", {"expertTokenNumType": 0}, 561002, "expertTokenNumType"),
    ("A2", "MoeReRouting", {"idxType": 1}, 561002, "idxType"),
    ("A2", "MoeReRouting", {"perTokenScalesOptional": (F, (6,))}, 561002, "perTokenScalesOptional"),
]


@pytest.mark.parametrize("name", _BASES)
def test_accepted(session: Session, name: str) -> None:
    assert_accepted(session, name, **_BASES[name])


@pytest.mark.parametrize(("product", "name", "changed", "status", "parameter"), _REFUSED)
def test_refused(session: Session, name: str, changed: dict[str, Any], status: int, parameter: str) -> None:
    assert_refused(session, name, parameter, status, **{**_BASES[name], **changed})


@pytest.mark.parametrize(
    ("name", "changed", "parameter"),
    [
        ("MoeInitRoutingV2", {"expertIdx": (I, [[0, 1], [2, 3], [0, 0], [0, 0]])}, "expertIdx"),
        ("MoeFinalizeRoutingV2", {"expandedRowIdx": (I, [0, 1, -1, 2])}, "expandedRowIdx"),
        ("MoeFinalizeRoutingV2", {"expandedRowIdx": (I, [0, 1, 4, 2])}, "expandedRowIdx"),
        ("MoeTokenUnpermute", {"sortedIndices": (I, [0, 1, 4, 2])}, "sortedIndices"),
        ("MoeReRouting", {"expertTokenNumPerRank": (I, [[4, 1, 1], [1, 1, 1]])}, "expertTokenNumPerRank"),
    ],
)
def test_faults(session: Session, name: str, changed: dict[str, Any], parameter: str) -> None:
    """Indices that only the device sees fail at the next synchronise."""
    operator = OPERATORS[name]
    status, _, executor = session.plan(operator.c_name, *arguments_of(session, operator, _BASES[name] | changed))
    assert status == 0, session.message()
    assert getattr(session.acl, operator.c_name)(None, 0, executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 507015
    assert parameter in session.message()

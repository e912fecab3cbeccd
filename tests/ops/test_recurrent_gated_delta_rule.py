"""aclnnRecurrentGatedDeltaRule against its formula in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from harness import Session
from torch_calls import Call, assert_close, draw, needs_torch, torch

pytestmark = needs_torch


def _arguments(short: Any = None, gates: str = "both") -> dict[str, Any]:
    """Three sequences of 1, 2 and 3 tokens; two heads of keys for four of values."""
    rng = np.random.default_rng(5)
    bf16 = torch.bfloat16
    values = {
        "query": draw(rng, (6, 2, 8), bf16, -1, 1),
        "key": draw(rng, (6, 2, 8), bf16, -0.5, 0.5),
        "value": draw(rng, (6, 4, 5), bf16, -1, 1),
        "beta": draw(rng, (6, 4), bf16, 0.1, 0.9),
        "stateRef": draw(rng, (9, 4, 5, 8), short or bf16, -1, 1),
        "actualSeqLengths": torch.tensor([1, 2, 3], dtype=torch.int32),
        "ssmStateIndices": torch.tensor([7, 0, 3, 2, 8, 5], dtype=torch.int32),
        "numAcceptedTokens": torch.tensor([1, 2, 1], dtype=torch.int32),
        "scaleValue": 0.25,
        "out": torch.empty(6, 4, 5, dtype=bf16),
    }
    if gates != "none":
        values["g"] = draw(rng, (6, 4), torch.float32, -1, 0)
    if gates == "both":
        values["gk"] = draw(rng, (6, 4, 8), torch.float32, -1, 0)
    return values


def _formula(values: dict[str, Any]) -> tuple[Any, Any]:
    states, out = values["stateRef"].double().clone(), torch.zeros(6, 4, 5, dtype=torch.float64)
    indices, start = values["ssmStateIndices"].tolist(), 0
    for length, accepted in zip(values["actualSeqLengths"].tolist(), values["numAcceptedTokens"].tolist()):
        for head in range(4):
            state = values["stateRef"][indices[start + accepted - 1], head].double()
            for t in range(start, start + length):
                q, k = (values[name][t, head // 2].double() for name in ("query", "key"))
                v, beta = values["value"][t, head].double(), values["beta"][t, head].double()
                decay = torch.ones(8, dtype=torch.float64)
                if "g" in values:
                    decay = decay * torch.exp(values["g"][t, head].double())
                if "gk" in values:
                    decay = decay * torch.exp(values["gk"][t, head].double())
                state = state * decay
                state = state + beta * torch.outer(v - state @ k, k)
                out[t, head] = state @ q * 0.25
                states[indices[t], head] = state
        start += length
    return states, out


@pytest.mark.parametrize("gates", ["none", "one", "both"])
@pytest.mark.parametrize("wide", [False, True])
def test_states_and_output(session: Session, gates: str, wide: bool) -> None:
    values = _arguments(torch.float32 if wide else None, gates)
    states, out = Call(session, "RecurrentGatedDeltaRule", np.random.default_rng(1), **values).run()
    exact_states, exact = _formula(values)
    assert_close(states, exact_states, 1.0, 1e-5)
    assert_close(out, exact, 1.0, 1e-5)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("key", (6, 2, 7)), ("value", (5, 4, 5)), ("value", (6, 3, 5)), ("beta", (6, 3)), ("stateRef", (9, 4, 8, 5)),
        ("stateRef", (5, 4, 5, 8)), ("ssmStateIndices", (5,)), ("g", (6, 2)), ("gk", (6, 4, 5)),
        ("numAcceptedTokens", (2,)), ("out", (6, 4, 8)), ("query", (6, 2)), ("query", (6, 0, 8)),
    ],
)  # fmt: skip
def test_refused(session: Session, name: str, shape: tuple[int, ...]) -> None:
    values = _arguments()
    wrong = torch.zeros(shape, dtype=values[name].dtype)
    assert Call(session, "RecurrentGatedDeltaRule", **{**values, name: wrong}).plan() == 161002
    assert "Parameter " in session.message()


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("ssmStateIndices", [7, 0, 3, 2, 9, 5]),
        ("actualSeqLengths", [1, 2, 2]),
        ("numAcceptedTokens", [1, 3, 1]),
        ("numAcceptedTokens", [0, 1, 1]),
    ],
)
def test_numbers_that_fault(session: Session, name: str, numbers: list[int]) -> None:
    call = Call(session, "RecurrentGatedDeltaRule", **{**_arguments(), name: torch.tensor(numbers, dtype=torch.int32)})
    status, _, executor = session.plan(call.operator.c_name, *call.arguments)
    assert status == 0
    assert session.acl.aclnnRecurrentGatedDeltaRule(None, 0, executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 507015
    assert name in session.message()

"""aclnnGroupedMatmulV3 against torch's products in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from harness import Session
from torch_calls import DTYPES, Call, assert_close, draw, needs_torch, torch

pytestmark = needs_torch

SHORT = pytest.mark.parametrize("short", ["f32", "f16", "bf16"])


def _drawn(short: str, *shapes: tuple[int, ...]) -> list[Any]:
    rng = np.random.default_rng(1)
    return [draw(rng, shape, DTYPES[short], -1, 1) for shape in shapes]


def _run(session: Session, **values: Any) -> list[Any]:
    result = Call(
        session, "GroupedMatmulV3", np.random.default_rng(2), **{"splitItem": 0, "groupType": -1, **values}
    ).run()
    return list(result)


def _bias(short: str, *shapes: tuple[int, ...]) -> list[Any]:
    return _drawn("f16" if short == "f16" else "f32", *shapes)


@SHORT
def test_pairs(session: Session, short: str) -> None:
    x, weight = _drawn(short, (3, 4), (2, 5, 6)), _drawn(short, (4, 7), (6, 2))
    bias = _bias(short, (7,), (2,))
    y = [torch.empty(3, 7, dtype=DTYPES[short]), torch.empty(2, 5, 2, dtype=DTYPES[short])]
    for one, left, right, b in zip(_run(session, x=x, weight=weight, biasOptional=bias, y=y), x, weight, bias):
        assert_close(one, left.double() @ right.double() + b.double(), 1.0, 1e-5)


@SHORT
@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("split", [0, 3])
def test_groups_of_rows(session: Session, short: str, listed: bool, split: int) -> None:
    """One x whose rows are split; an empty group, and rows that belong to none, which become 0."""
    (x,), (weight,), (bias,) = _drawn(short, (8, 4)), _drawn(short, (3, 4, 5)), _bias(short, (3, 5))
    ends = [3, 3, 7]
    exact = torch.zeros(8, 5, dtype=torch.float64)
    for group, (start, end) in enumerate(zip([0, *ends], ends)):
        exact[start:end] = x[start:end].double() @ weight[group].double() + bias[group].double()
    heights = [8] if split == 3 else [3, 0, 5]
    y = [torch.empty(n, 5, dtype=x.dtype) for n in heights]
    result = _run(
        session, x=[x], weight=list(weight) if listed else [weight], biasOptional=list(bias) if listed else [bias],
        groupListOptional=torch.tensor(ends), splitItem=split, groupType=0, y=y,
    )  # fmt: skip
    assert_close(torch.cat(result), exact, 1.0, 1e-5)


def test_rows_of_a_list_in_one_output(session: Session) -> None:
    x, weight = _drawn("f32", (2, 4), (3, 4)), _drawn("f32", (4, 5), (4, 5))
    (result,) = _run(session, x=x, weight=weight, splitItem=2, groupType=0, y=[torch.empty(5, 5)])
    assert_close(result, torch.cat([a.double() @ b.double() for a, b in zip(x, weight)]), 1.0, 1e-6)


@SHORT
def test_groups_of_columns(session: Session, short: str) -> None:
    (x,), (weight,) = _drawn(short, (3, 8)), _drawn(short, (8, 5))
    ends = [2, 2, 8]
    y = [torch.empty(3, 3, 5, dtype=x.dtype)]
    (result,) = _run(
        session, x=[x], weight=[weight], groupListOptional=torch.tensor(ends), splitItem=3, groupType=2, y=y
    )
    parts = [x[:, a:b].double() @ weight[a:b].double() for a, b in zip([0, *ends], ends)]
    assert_close(result, torch.stack(parts), 1.0, 1e-5)


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        ({"groupType": 1}, "groupType"),
        ({"splitItem": 4}, "splitItem"),
        ({"groupType": -1}, "groupType"),
        ({"x": [(8, 4)] * 2}, "x"),
        ({"x": [(8, 3)]}, "weight"),
        ({"weight": [(4, 5)] * 2}, "groupListOptional"),
        ({"biasOptional": [(3, 4)]}, "biasOptional"),
        ({"groupListOptional": None}, "groupListOptional"),
        ({"y": [(7, 5)]}, "y"),
        ({"antiquantScaleOptional": [(3, 5)]}, "antiquantScaleOptional"),
    ],
)
def test_refused(session: Session, changes: dict[str, Any], parameter: str) -> None:
    values = {
        "x": [(8, 4)], "weight": [(3, 4, 5)], "groupListOptional": torch.tensor([1, 2, 8]), "y": [(8, 5)],
        "splitItem": 3, "groupType": 0, **changes,
    }  # fmt: skip
    for name, value in values.items():
        if isinstance(value, list):
            values[name] = [torch.zeros(shape, dtype=torch.float16) for shape in value]
    assert Call(session, "GroupedMatmulV3", **values).plan() == 161002
    assert f"Parameter {parameter} " in session.message()


@pytest.mark.parametrize("ends", [[3, 2, 8], [1, 2, 9], [-1, 2, 3]])
def test_ends_that_fault(session: Session, ends: list[int]) -> None:
    call = Call(
        session, "GroupedMatmulV3", x=[torch.zeros(8, 4)], weight=[torch.zeros(3, 4, 5)], y=[torch.zeros(8, 5)],
        groupListOptional=torch.tensor(ends), splitItem=3, groupType=0,
    )  # fmt: skip
    status, _, executor = session.plan(call.operator.c_name, *call.arguments)
    assert status == 0
    assert session.acl.aclnnGroupedMatmulV3(None, 0, executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 507015
    assert "groupListOptional" in session.message()

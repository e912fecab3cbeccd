"""PagedAttentionOperation: requests in a paged cache, what the host must have, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from atb_cases import Case, In, Out, given, run_cases
from atb_golden import GOLDEN

FIELDS = {"headNum": 4, "kvHeadNum": 2, "qkScale": 0.25}
GENERATOR = np.random.default_rng(3)
LENGTHS = [33, 1, 20]


def _half(*shape: int) -> In:
    return given("float16", GENERATOR.uniform(-1, 1, shape))


def _inputs(*more: In, requests: int = 3, layout: str = "BSND") -> list[In]:
    shape = (8, 16, 2, 32) if layout == "BSND" else (8, 2, 16, 32)
    table = given("int32", np.array([[5, 0, 2], [7, 7, 7], [1, 3, 4]]))
    return [_half(requests, 4, 32), _half(*shape), _half(*shape), table, given("int32", np.array(LENGTHS)), *more]


def _status(driver: Path, fields: dict[str, Any], inputs: list[In], product: str = "Ascend910B1") -> tuple[str, int]:
    (result,) = run_cases(
        driver, [Case("PagedAttentionOperation", fields, inputs, [Out("float16", (3, 4, 32))])], product
    )
    return result.stage, result.status


@pytest.mark.parametrize(
    ("fields", "inputs"),
    [
        ({}, _inputs()),
        ({"inputLayout": 1}, _inputs(layout="BNSD")),
        ({"maskType": 1}, _inputs(_half(3, 1, 40))),
        ({"maskType": 2}, _inputs(_half(4, 1, 40))),
        ({"maskType": 2}, _inputs(_half(3, 4, 1, 40))),
        ({"scaleType": 1}, _inputs(given("float", np.array([1.0, 1.5, 2.0])))),
        ({"batchRunStatusEnable": True}, _inputs(given("int32", np.array([1, 0, 1])), requests=2)),
    ],
)
def test_each_request_attends_to_its_own_blocks(driver: Path, fields: dict[str, Any], inputs: list[In]) -> None:
    fields = {**FIELDS, **fields}
    shape = inputs[0].shape
    (result,) = run_cases(driver, [Case("PagedAttentionOperation", fields, inputs, [Out("float16", shape)])])
    assert result.stage == "-"
    (wanted,) = GOLDEN["PagedAttentionOperation"](
        fields, *(x.data.astype(np.float64) for x in inputs if x.data is not None)
    )
    assert np.abs(result.outputs[0] - wanted).max() < 2e-3


def test_the_lengths_must_be_on_the_host(driver: Path) -> None:
    inputs = _inputs()
    inputs[4] = In("int32", None, (3,))
    assert _status(driver, FIELDS, inputs) == ("S", 1)


def test_a_block_that_the_cache_lacks_is_a_fault_of_the_device(driver: Path) -> None:
    inputs = _inputs()
    inputs[3] = given("int32", np.full((3, 3), 8))
    assert _status(driver, FIELDS, inputs) == ("D", 507015)


def test_more_tokens_than_the_table_has_blocks_for_are_a_fault_of_the_device(driver: Path) -> None:
    inputs = _inputs()
    inputs[4] = given("int32", np.array([49, 1, 1]))
    assert _status(driver, FIELDS, inputs) == ("D", 507015)


@pytest.mark.parametrize(
    ("expected", "fields", "inputs", "product"),
    [
        (("C", 1), {"kvHeadNum": 3}, _inputs(), "Ascend910B1"),
        (("C", 1), {"calcType": 1}, _inputs(), "Ascend910B1"),
        (("C", 1), {}, _inputs(), "Ascend310P3"),
        (("C", 1), {"qkScale": 2.0}, _inputs(), "Ascend950PR_9599"),
        (("S", 1), {"maskType": 1}, _inputs(_half(3, 1, 32)), "Ascend910B1"),
        (("S", 1), {"kvHeadNum": 4}, _inputs(), "Ascend910B1"),
        (("-", 0), {}, _inputs(), "Ascend950PR_9599"),
    ],
)  # fmt: skip
def test_what_is_refused(
    driver: Path, expected: tuple[str, int], fields: dict[str, Any], inputs: list[In], product: str
) -> None:
    assert _status(driver, {**FIELDS, **fields}, inputs, product) == expected

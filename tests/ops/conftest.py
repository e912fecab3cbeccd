"""A session on the product that a test names (`product` fixture), A2 unless it does."""

from __future__ import annotations

import ctypes

import pytest
from harness import Session

PRODUCTS = {"A2": "Ascend910B1", "A3": "Ascend910_9392", "950": "Ascend950PR_9599", "310P": "Ascend310P3"}


@pytest.fixture
def product() -> str:
    return "A2"


@pytest.fixture
def session(
    library: ctypes.CDLL, product: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Session:
    monkeypatch.setenv("ACL_SIM_SOC", PRODUCTS[product])
    acl: ctypes.CDLL = request.getfixturevalue("acl")
    return Session(acl)

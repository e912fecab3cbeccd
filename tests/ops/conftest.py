"""A session on the product that a test names (`product` fixture), A2 unless it does."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import numpy as np
import pytest
from harness import Array, Session

PRODUCTS = {"A2": "Ascend910B1", "A3": "Ascend910_9392", "950": "Ascend950PR_9599", "310P": "Ascend310P3"}


@pytest.fixture
def product() -> str:
    return "A2"


@pytest.fixture(params=["native", "reference"])
def kernels(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Runs a test once with native kernels where operators have them, and once with their numpy references."""
    chosen: str = request.param
    monkeypatch.setenv("ACL_SIM_KERNELS", chosen)
    return chosen


@pytest.fixture
def session(
    library: ctypes.CDLL, product: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Session:
    monkeypatch.setenv("ACL_SIM_SOC", PRODUCTS[product])
    acl: ctypes.CDLL = request.getfixturevalue("acl")
    return Session(acl)


@pytest.fixture(scope="module", params=["f32", "f16", "bf16"])
def golden(request: pytest.FixtureRequest) -> tuple[str, dict[str, Array]]:
    """A type and the arrays of every golden case in it."""
    from rope_rows import GOLDEN

    with np.load(GOLDEN / f"rope_golden_{request.param}.npz") as arrays:
        return request.param, dict(arrays)


@pytest.fixture
def portable() -> Iterator[None]:
    """For tests that forbid kernels what not every processor has."""
    from acl_sim.native import lib

    if not lib.acl_sim_allow_avx2(1):
        pytest.skip("this processor has no AVX2")
    yield
    lib.acl_sim_allow_avx2(1)

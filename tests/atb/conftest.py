"""The program that runs operations, built once."""

from __future__ import annotations

from pathlib import Path

import pytest
from atb_cases import build_driver


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_driver(tmp_path_factory.mktemp("driver"))

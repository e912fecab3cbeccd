"""The product data are complete, right where the platform files are public, and refused when they are not."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from acl_sim.build import compiler, socs

DATA = compiler.PACKAGE / "socs"

# long name, short name, NpuArch, AI cores, vector cores, AICPU, unified buffer, L2, L0C, MHz
PLATFORM_FILES = """
Ascend950DT_950x   Ascend950    3510   8 16 5 253952  33554432 262144 1650
Ascend950DT_9591   Ascend950    3510  36 72 6 253952 134217728 262144 1800
Ascend950PR_950z   Ascend950    3510   4  8 5 253952  16777216 262144 1650
Ascend950PR_9599   Ascend950    3510  36 72 6 253952 134217728 262144 1800
Ascend310B1        Ascend310B   3002   1  1 4 253952   4194304 131072 1224
Ascend310B2        Ascend310B   3002   1  1 4 253952   4194304 131072 1224
Ascend310B3        Ascend310B   3002   1  1 4 253952   4194304 131072 1224
Ascend310B4        Ascend310B   3002   1  1 4 253952   4194304 131072  500
Ascend310P1        Ascend310P   2002  10  8 8 262144  16777216 262144 1060
Ascend310P3        Ascend310P   2002   8  7 7 262144  16777216 262144 1060
Ascend310P5        Ascend310P   2002   8  7 8 262144  16777216 262144  800
Ascend310P7        Ascend310P   2002   8  7 8 262144  16777216 262144  550
Ascend910A         Ascend910    1001  32  0 4 262144  33554432 262144 1000
Ascend910B         Ascend910    1001  30  0 6 262144  33554432 262144  900
Ascend910B1        Ascend910B   2201  24 48 6 196608 201326592 131072 1850
Ascend910B2        Ascend910B   2201  24 48 6 196608 201326592 131072 1800
Ascend910B2C       Ascend910B   2201  24 48 6 196608 201326592 131072 1800
Ascend910B3        Ascend910B   2201  20 40 6 196608 201326592 131072 1800
Ascend910B4-1      Ascend910B   2201  20 40 6 196608 176160768 131072 1500
Ascend910B4        Ascend910B   2201  20 40 6 196608 100663296 131072 1500
Ascend910PremiumA  Ascend910    1001  32  0 4 262144  33554432 262144 1220
Ascend910ProA      Ascend910    1001  32  0 4 262144  33554432 262144 1100
Ascend910ProB      Ascend910    1001  30  0 4 262144  33554432 262144 1150
Ascend910_9362     Ascend910_93 2201  20 40 6 196608 176160768 131072 1500
Ascend910_9363     Ascend910_93 2201  20 40 6 196608 176160768 131072 1500
Ascend910_9372     Ascend910_93 2201  20 40 6 196608 201326592 131072 1800
Ascend910_9381     Ascend910_93 2201  24 48 6 196608 201326592 131072 1800
Ascend910_9382     Ascend910_93 2201  24 48 6 196608 201326592 131072 1800
Ascend910_9391     Ascend910_93 2201  24 48 6 196608 201326592 131072 1850
Ascend910_9392     Ascend910_93 2201  24 48 6 196608 201326592 131072 1850
"""
COLUMNS = [
    *("short_name", "npu_arch", "ai_cores", "vector_cores", "aicpu_cores"),
    *("ub_bytes", "l2_bytes", "l0c_bytes", "cube_mhz"),
]

GOOD = """family = "F"
short_name = "AscendF"
marketing = "F series"
smi_name = "F1"
aic_version = "AIC-F"
npu_arch = 1
ai_cores = 1
cube_cores = 1
vector_cores = 1
aicpu_cores = 1
cube_mhz = 1
ub_bytes = 1
l2_bytes = 1
l0c_bytes = 1
memory_kind = "HBM"
memory_bytes = 1
devices = 1
chips_per_card = 1
assumed = ["devices"]
[[product]]
name = "AscendF1"
default = true
assumed = ["memory_bytes"]
"""


def test_every_chip_of_the_platform_files_with_its_figures() -> None:
    products = socs.load(DATA)
    rows = [line.split() for line in PLATFORM_FILES.strip().splitlines()]
    assert sorted(products) == sorted(row[0] for row in rows)
    for name, *figures in rows:
        assert [str(products[name][column]) for column in COLUMNS] == figures, name
        if products[name]["npu_arch"] not in (1001, 2002):  # those leave the cube count blank
            assert products[name]["cube_cores"] == products[name]["ai_cores"]
            assert "cube_cores" not in products[name]["assumed"]  # type: ignore[operator]
        else:
            assert "cube_cores" in products[name]["assumed"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "gib", "devices"),
    [
        ("Ascend910B1", 64, 8),
        ("Ascend910B4", 32, 8),
        ("Ascend910B4-1", 64, 8),
        ("Ascend910_9392", 64, 16),
        ("Ascend950PR_9599", 128, 8),
        ("Ascend950DT_9591", 144, 8),
        ("Ascend310P3", 24, 8),
        ("Ascend910A", 32, 8),
    ],
)
def test_memory_and_devices(name: str, gib: int, devices: int) -> None:
    product = socs.load(DATA)[name]
    assert (product["memory_bytes"], product["devices"]) == (gib << 30, devices)


def test_the_module_holds_what_was_read(tmp_path: Path) -> None:
    (tmp_path / "_socs.py").write_text(socs.module_text(DATA), encoding="utf-8")
    assert runpy.run_path(str(tmp_path / "_socs.py"))["PRODUCTS"] == socs.load(DATA)


def test_a_products_own_keys_win_and_assumptions_add_up(tmp_path: Path) -> None:
    (tmp_path / "f.toml").write_text(GOOD + 'devices = 4\n[[product]]\nname = "AscendF2"\n')
    products = socs.load(tmp_path)
    assert [products[name]["devices"] for name in ("AscendF1", "AscendF2")] == [4, 1]
    assert products["AscendF1"]["assumed"] == ["devices", "memory_bytes"]
    assert products["AscendF2"]["default"] is False


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ai_cores = 1\n", "", "f.toml: AscendF1: unknown or missing keys: ai_cores"),
        ("ai_cores = 1\n", "ai_cores = 1\ncolour = 1\n", "f.toml: AscendF1: unknown or missing keys: colour"),
        ("devices = 1\n", 'devices = "8"\n', "f.toml: AscendF1: devices must be of type int, not '8'"),
        ("devices = 1\n", "devices = true\n", "f.toml: AscendF1: devices must be of type int, not True"),
        ('["memory_bytes"]', '["memory"]', "f.toml: AscendF1: assumed names unknown keys: memory"),
        ('name = "AscendF1"\n', "", "f.toml: a product needs a name of its own, not None"),
        ("default = true\n", "", "family F needs one default product, not []"),
        ("default = true\n", 'default = true\n[[product]]\nname = "AscendF1"\n', "not 'AscendF1'"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    (tmp_path / "f.toml").write_text(GOOD.replace(old, new))
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the whole text is looked at below
        socs.load(tmp_path)
    assert said in str(caught.value)

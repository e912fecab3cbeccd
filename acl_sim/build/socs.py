"""Products as data: reads socs/*.toml, checks it, and writes the Python table that is loaded at run time."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found, unused-ignore]  # needed and there on 3.10 only

FIELDS: dict[str, type] = {
    "short_name": str,
    "family": str,
    "marketing": str,
    "default": bool,
    "smi_name": str,
    "aic_version": str,
    "npu_arch": int,
    "ai_cores": int,
    "cube_cores": int,
    "vector_cores": int,
    "aicpu_cores": int,
    "cube_mhz": int,
    "ub_bytes": int,
    "l2_bytes": int,
    "l0c_bytes": int,
    "memory_kind": str,
    "memory_bytes": int,
    "devices": int,
    "chips_per_card": int,
    "assumed": list,
}


def load(directory: Path) -> dict[str, dict[str, object]]:
    """All products of `directory`/*.toml, by long name and sorted by it; ValueError says what is wrong."""
    products: dict[str, dict[str, object]] = {}
    for file in sorted(directory.glob("*.toml")):
        shared = tomllib.loads(file.read_text(encoding="utf-8"))
        for table in shared.pop("product", []):
            name = table.pop("name", None)
            if not isinstance(name, str) or name in products:
                raise ValueError(f"{file.name}: a product needs a name of its own, not {name!r}")
            products[name] = _product(f"{file.name}: {name}", shared, table)
    _check_defaults(products)
    return dict(sorted(products.items()))


def module_text(toml_dir: Path) -> str:
    """A Python module whose PRODUCTS is the checked content of `toml_dir`."""
    lines = [
        '"""Derived from acl_sim/socs/*.toml by acl_sim/build/socs.py: edit those and build again."""',
        "",
        "PRODUCTS: dict[str, dict[str, object]] = {",
    ]
    for name, product in load(toml_dir).items():
        lines.append(f'    "{name}": {{')
        lines += [f'        "{key}": {_literal(value)},' for key, value in product.items()]
        lines.append("    },")
    return "\n".join([*lines, "}", ""])


def _literal(value: object) -> str:
    """JSON writes strings and lists as a formatter of Python would, but not booleans."""
    return repr(value) if isinstance(value, bool) else json.dumps(value)


def _product(where: str, shared: dict[str, Any], table: dict[str, Any]) -> dict[str, object]:
    values = {"default": False, **shared, **table}
    values["assumed"] = sorted({*shared.get("assumed", []), *table.get("assumed", [])})
    if wrong := sorted(values.keys() ^ FIELDS.keys()):
        raise ValueError(f"{where}: unknown or missing keys: {', '.join(wrong)}")
    for key, kind in FIELDS.items():
        if type(values[key]) is not kind:
            raise ValueError(f"{where}: {key} must be of type {kind.__name__}, not {values[key]!r}")
    if strangers := [key for key in values["assumed"] if key not in FIELDS]:
        raise ValueError(f"{where}: assumed names unknown keys: {', '.join(strangers)}")
    return {key: values[key] for key in FIELDS}


def _check_defaults(products: dict[str, dict[str, object]]) -> None:
    """A family word or short name given by a user must mean exactly one chip."""
    for family in sorted({str(product["family"]) for product in products.values()}):
        defaults = [name for name, p in products.items() if p["family"] == family and p["default"]]
        if len(defaults) != 1:
            raise ValueError(f"family {family} needs one default product, not {defaults}")

"""What users call a product."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from acl_sim.product import DEFAULT, UnknownProduct, find_product
from acl_sim.program import Problem


def resolve(word: str) -> str:
    """The long name for a long name, short name or family; "Ascend" may be left out, as npu-smi does."""
    for name in (word, f"Ascend{word}"):
        try:
            return find_product(name).name
        except UnknownProduct:
            continue
    raise Problem(f"no product {word!r}; {_suggestion(word)}")


def selected(environment: Mapping[str, str]) -> str:
    """The long name of what a process with this environment simulates."""
    return resolve(environment.get("ACL_SIM_SOC") or DEFAULT)


def _suggestion(word: str) -> str:
    from acl_sim._socs import PRODUCTS

    keys = {name.casefold().removeprefix("ascend"): name for name in PRODUCTS}
    near = difflib.get_close_matches(word.casefold().removeprefix("ascend"), keys, n=3)
    return f"did you mean {', '.join(keys[key] for key in near)}?" if near else f"there are: {', '.join(PRODUCTS)}"

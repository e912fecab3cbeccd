"""Which chip is simulated: data from socs/*.toml, chosen by name, short name or family."""

from __future__ import annotations

import os
from types import SimpleNamespace

DEFAULT = "Ascend910B1"


class UnknownProduct(Exception):
    """ACL_SIM_SOC names no product."""


class Product(SimpleNamespace):
    """One chip, as a program can tell it from others. Sizes in bytes.

    No dataclass: importing dataclasses costs every program 14 ms, as much as starting Python.
    """

    name: str
    short_name: str
    family: str
    npu_arch: int
    ai_cores: int
    cube_cores: int
    vector_cores: int
    aicpu_cores: int
    ub_bytes: int
    l2_bytes: int
    memory_bytes: int
    memory_kind: str
    devices: int


def find_product(wanted: str) -> Product:
    """The default product of that family or short name, else the one of that long name; case does not matter.

    Short names go first because "Ascend910B" in everyday use is the A2 family, not the older chip of that long name.
    Raises UnknownProduct with the names that exist.
    """
    from acl_sim._socs import PRODUCTS

    key = wanted.lower()
    named = [name for name in PRODUCTS if name.lower() == key]
    for field in ("family", "short_name"):
        named = [
            name for name, data in PRODUCTS.items() if str(data[field]).lower() == key and data["default"]
        ] or named
    if not named:
        raise UnknownProduct(f"no product is called {wanted!r}; known: {', '.join(PRODUCTS)}")
    fields = {field: value for field, value in PRODUCTS[named[0]].items() if field in Product.__annotations__}
    return Product(name=named[0], **fields)


def chosen_product() -> Product:
    """What ACL_SIM_SOC asks for, else the default."""
    return find_product(os.environ.get("ACL_SIM_SOC") or DEFAULT)


def visible_devices(product: Product) -> list[int]:
    """Physical ids of the devices a program sees, renumbered from 0 in this order.

    ACL_SIM_DEVICES sets how many the machine has; ASCEND_RT_VISIBLE_DEVICES hides some. Its list ends at the first id
    that does not exist, as the runtime documents, and at whatever is neither a digit nor a comma; ids that do not
    ascend hide all devices.
    """
    count = int(os.environ.get("ACL_SIM_DEVICES") or product.devices)
    shown = os.environ.get("ASCEND_RT_VISIBLE_DEVICES")
    if shown is None:
        return list(range(count))
    visible: list[int] = []
    listed = shown[: len(shown) - len(shown.lstrip("0123456789,"))]
    for text in listed.split(","):
        if not text or int(text) >= count:
            break
        if visible and int(text) <= visible[-1]:
            return []
        visible.append(int(text))
    return visible

"""A module of pyACL whose functions follow from the C functions of its chapter: made on first use, by name."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from acl._binding import bind, refusal
from acl._library import signatures

Get = Callable[[str], Any]
List = Callable[[], list[str]]


def c_name(prefix: str, name: str) -> str:
    """acl.rt.get_mem_info is aclrtGetMemInfo: pyACL writes C's words in small letters with underscores between."""
    words = [part.capitalize() for part in name.split("_")]
    wanted = prefix + "".join(words)
    return next((known for known in signatures() if known.lower() == wanted.lower()), wanted)


def chapter(module: str, prefix: str, names: str, **irregular: str) -> tuple[Get, List]:
    """`__getattr__` and `__dir__` of the module: the functions that its documentation lists under `names`.

    prefix: what their C names begin with. irregular: the C names that do not follow from the Python ones.
    """
    documented = frozenset(names.split()) | irregular.keys()

    def get(name: str) -> Any:
        if name not in documented:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        function = bind(irregular.get(name) or c_name(prefix, name), f"{module}.{name}")
        setattr(sys.modules[module], name, function)
        return function

    def listing() -> list[str]:
        return sorted({*vars(sys.modules[module]), *documented})

    return get, listing


def refused(module: str, reason: str) -> Get:
    """`__getattr__` of a module none of whose functions is simulated: each says its name when it is called."""

    def get(name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        return refusal(f"{module}.{name}", reason)

    return get

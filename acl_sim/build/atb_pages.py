"""Writes the page of ATB's operations from their declarations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atb.declare import Limit, Operation

_HEAD = """\
<!-- Derived from atb/ops by acl_sim/build/atb_pages.py: do not edit. -->
# ATB operations

What CreateOperation, InferShape and Setup check beyond what is common to all operations (null pointers and reserved
bytes: 1; numbers of tensors: 5; dimensions: 8; bytes: 9; types and formats that do not go together: 13; BF16 on
products without it: 6). Every other parameter of `atb/infer_op_params.h`, `atb/train_op_params.h` and
`atb/common_op_params.h` can be compiled and linked; CreateOperation answers 1 and says its name.
"""

_OPERATION = """
## {name}

{summary}{products} Parameter `atb::{param}`: {fields}.

| stage | status | condition |
|---|---|---|
{rows}"""

_STAGES = (("created", "CreateOperation"), ("limits", "InferShape, Setup"), ("prepared", "Setup"))


def _row(stage: str, limit: Limit) -> str:
    from atb.declare import FAMILIES
    from atb.status import NAMES

    where = f" ({', '.join(limit.families)})" if limit.families != FAMILIES else ""
    return f"| {stage} | {limit.status} {NAMES[limit.status]} | `{limit.subject}` {limit.sentence}{where} |\n"


def _section(operation: type[Operation]) -> str:
    from atb.declare import FAMILIES

    rows = [_row(stage, limit) for kind, stage in _STAGES for limit in getattr(operation, kind)]
    fields = ", ".join(f"`{field.name}`" for field in operation.fields if field.kind != "reserved")
    summary = (operation.__doc__ or "").strip().splitlines()[0]
    products = "" if operation.families == FAMILIES else f" On {', '.join(operation.families)} alone."
    return _OPERATION.format(
        name=operation.name, summary=summary, products=products, param=operation.param_type, fields=fields or "none",
        rows="".join(rows),
    )  # fmt: skip


def atb_page_text(operations: Iterable[type[Operation]]) -> str:
    """One section an operation."""
    return _HEAD + "".join(_section(operation) for operation in operations)

"""Random numbers of a seed and an offset: the same for the same two, whatever was drawn before.

Philox, as on the device, but not the device's sequence: how it deals its numbers out to elements is not documented.
"""

from __future__ import annotations

from math import prod

from aclnn.declare import MAIN, Attribute, In, Invalid, Operator
from aclnn.dtypes import INT64, DType
from aclnn.lazy import np

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aclnn.lazy import Array

_WORD = 0xFFFF_FFFF_FFFF_FFFF


def _number(value: int | Array) -> int:
    return value if isinstance(value, int) else int(value.reshape(-1)[0])


def generator(seed: int | Array, offset: int | Array, added: int = 0) -> np.random.Generator:
    """Independent streams for seeds; offsets (with what is `added`) move along a stream far enough for any tensor.

    seed, offset: numbers, or what tensors of one element hold, as the forms of `on_device` give them.
    """
    # The counter's upper words hold the offset, so that draws from neighbouring offsets never overlap.
    counter: Any = [0, 0, (_number(offset) + added) & _WORD, 0]
    return np.random.Generator(np.random.Philox(key=_number(seed) & _WORD, counter=counter))


def on_device(
    op: Operator, name: str, page: str, dtypes: tuple[DType, ...] = (INT64,), added: str = "int64_t"
) -> Operator:
    """The form whose seed and offset are on the device, where a captured graph can be given new ones for each run.

    dtypes: of the two tensors; added: the C type of the number that is added to the offset.
    """
    return op.form(
        name,
        changed=(In("seedTensor", dtypes, field="seed"), In("offsetTensor", dtypes, field="offset")),
        after=("offset", Attribute("offset", added, field="added")),
        page=page,
        families=MAIN,
        limits=(
            *op.limits,
            Invalid("seed", "must have one element", lambda a: prod(a.seed.shape) == 1),
            Invalid("offset", "must have one element", lambda a: prod(a.offset.shape) == 1),
        ),
    )

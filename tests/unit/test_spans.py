"""The bytes that strided views touch, against a count of their elements one by one."""

from __future__ import annotations

from itertools import product

import pytest

from acl_sim.checks.ranges import overlap
from aclnn.dtypes import FLOAT, FLOAT16
from aclnn.spans import spans
from aclnn.tensor import Tensor

ADDRESS = 4096


def view(shape: tuple[int, ...], strides: tuple[int, ...], offset: int = 0, dtype: object = FLOAT) -> Tensor:
    return Tensor(shape, dtype, strides, offset, 2, shape, ADDRESS)  # type: ignore[arg-type]


def touched(tensor: Tensor) -> set[int]:
    width = tensor.dtype.bits // 8
    result: set[int] = set()
    for index in product(*map(range, tensor.shape)):
        start = ADDRESS + (tensor.offset + sum(i * s for i, s in zip(index, tensor.strides))) * width
        result.update(range(start, start + width))
    return result


@pytest.mark.parametrize(
    "tensor",
    [
        view((2, 3, 4), (12, 4, 1)),
        view((2, 3, 4), (24, 8, 1), offset=4),
        view((2, 3, 4), (1, 8, 2), dtype=FLOAT16),
        view((3, 4), (4, -1), offset=3),
        view((3, 4), (0, 1)),
        view((4, 3), (1, 1)),
        view((2, 1, 4), (8, 99, 1)),
        view((), ()),
        view((0, 4), (4, 1)),
    ],
    ids=lambda tensor: f"{tensor}{list(tensor.strides)}",
)
def test_spans_touch_what_the_elements_do(tensor: Tensor) -> None:
    runs = spans(tensor)
    assert {byte for start, size in runs for byte in range(start, start + size)} == touched(tensor)


def test_interleaved_views_share_nothing() -> None:
    rows = 1000
    query, key = view((rows, 64), (192, 1)), view((rows, 64), (192, 1), offset=64)
    assert overlap(spans(query), spans(key)) is None
    assert overlap(spans(query), spans(view((rows, 64), (192, 1), offset=63))) == (ADDRESS + 63 * 4, 4)

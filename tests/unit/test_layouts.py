"""Blocked layouts: where each element lies, by the formula of the layout."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from aclnn.layouts import PACK, UNPACK

N0 = C0 = 16


def place(layout: str, at: tuple[int, ...], plain: tuple[int, ...]) -> tuple[int, ...]:
    """Where the element at these plain indices lies."""
    if layout == "FRACTAL_NZ":
        *outer, m, n = at
        return (*outer, n // C0, m // N0, m % N0, n % C0)
    n, c, *space = at
    sizes = plain[2:]
    c1 = -(-plain[1] // C0)
    if layout == "NC1HWC0":
        return (n, c // C0, *space, c % C0)
    if layout == "NDC1HWC0":
        return (n, space[0], c // C0, *space[1:], c % C0)
    *depth, h, w = space
    row = (depth[0] if depth else 0) * c1 + c // C0
    return ((row * sizes[-2] + h) * sizes[-1] + w, n // N0, n % N0, c % C0)


@pytest.mark.parametrize(
    ("layout", "plain", "stored"),
    [
        ("FRACTAL_NZ", (2, 17, 18), (2, 2, 2, 16, 16)),
        ("NC1HWC0", (2, 17, 3, 5), (2, 2, 3, 5, 16)),
        ("FRACTAL_Z", (18, 17, 3, 5), (30, 2, 16, 16)),
        ("NDC1HWC0", (2, 17, 4, 3, 5), (2, 4, 2, 3, 5, 16)),
        ("FRACTAL_Z_3D", (18, 17, 4, 3, 5), (120, 2, 16, 16)),
    ],
)
def test_every_element_lies_where_the_layout_says(layout: str, plain: tuple[int, ...], stored: tuple[int, ...]) -> None:
    values = np.arange(1, 1 + np.prod(plain)).reshape(plain)
    packed = PACK[layout](values, stored)
    assert packed.shape == stored
    wanted = np.zeros(stored, values.dtype)
    for at in product(*map(range, plain)):
        wanted[place(layout, at, plain)] = values[at]
    np.testing.assert_array_equal(packed, wanted)
    np.testing.assert_array_equal(UNPACK[layout](packed, plain), values)

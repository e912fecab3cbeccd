"""Random numbers of a seed and an offset: the same for the same two, whatever was drawn before.

Philox, as on the device, but not the device's sequence: how it deals its numbers out to elements is not documented.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_WORD = 0xFFFF_FFFF_FFFF_FFFF


def generator(seed: int, offset: int) -> np.random.Generator:
    """Independent streams for seeds; offsets move along a stream far enough for any tensor."""
    # The counter's upper words hold the offset, so that draws from neighbouring offsets never overlap.
    counter: Any = [0, 0, offset & _WORD, 0]
    return np.random.Generator(np.random.Philox(key=seed & _WORD, counter=counter))

"""The sizes of a call of a fused operator of attention, and where the tokens of each batch are.

The parameters of these operators go by the same fields, whatever each prototype calls them; fields that one lacks count
as null.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from aclnn.declare import Arguments
from aclnn.shared.attention_layouts import Sizes, sizes
from aclnn.tensor import Tensor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

BATCHED = {"BSH": ("BSH", "BSH"), "BSND": ("BSND", "BSND"), "BNSD": ("BNSD", "BNSD"), "BNSD_BSND": ("BNSD", "BSND")}
IN_ONE_ROW = {"TND": ("TND", "TND"), "TND_NTD": ("TND", "NTD"), "NTD_TND": ("NTD", "TND")}
LAYOUTS = {
    **BATCHED, **IN_ONE_ROW,
    "BSH_NBSD": ("BSH", "NBSD"), "BSND_NBSD": ("BSND", "NBSD"), "BNSD_NBSD": ("BNSD", "NBSD"),
}  # fmt: skip
"""By inputLayout: that of the inputs and that of the output."""


def optional(a: Arguments, field: str) -> Any:
    """An argument, None where the prototype lacks it."""
    return getattr(a, field, None)


def listed(value: Any) -> tuple[Any, ...]:
    """key and value, which are a tensor or a list of them, as a tuple."""
    return value if isinstance(value, tuple) else (value,)


def per_batch(lengths: tuple[int, ...] | None, batches: int, default: int) -> list[int]:
    """One length for each batch: the only one there is, or the first ones; an empty array counts as none."""
    if not lengths:
        return [default] * batches
    return list(lengths[:1]) * batches if len(lengths) == 1 else list(lengths[:batches])


def from_ends(ends: tuple[int, ...]) -> list[slice]:
    """The parts of one row of tokens that end there."""
    return [slice(start, end) for start, end in zip((0, *ends[:-1]), ends)]


class Span(NamedTuple):
    """Tokens of a batch in memory."""

    batch: int
    tokens: slice

    @property
    def length(self) -> int:
        return int(self.tokens.stop - self.tokens.start)


class Plan:
    """The sizes of a call whose arguments are right."""

    def __init__(self, a: Arguments) -> None:
        self.given, self.wanted = LAYOUTS[a.inputLayout]
        self.heads = a.numHeads
        self.kv_heads = a.numKeyValueHeads or a.numHeads
        self.query = sizes(a.query.shape, self.given, self.heads)
        self.keys = listed(a.key)
        self.values = listed(a.value)
        self.in_one_row = "T" in self.given
        self.is_paged = optional(a, "blockTable") is not None
        self.batch = len(a.queryLengths or ()) if self.in_one_row else self.query.batch
        self.is_single = not self.in_one_row and self.query.length == 1
        self.a = a

    def _cache_width(self, cache: Tensor) -> int:
        """Elements of a row of a cache: [pages, slots, H], [pages, N, slots, D] or [pages, N, D / C, slots, C]."""
        shape = cache.shape
        if len(shape) == 5:
            return shape[2] * shape[4]
        return shape[-1] // self.kv_heads if len(shape) == 3 else shape[-1]

    def kv(self, tensor: Tensor) -> Sizes:
        """The sizes of key or value; of a cache as far as they are of a batch."""
        if self.is_paged:
            pages, slots = optional(self.a, "blockTable").shape[1], self.a.blockSize
            return Sizes(self.batch, self.kv_heads, pages * slots, self._cache_width(tensor))
        return sizes(tensor.shape, self.given, self.kv_heads)

    @property
    def value_width(self) -> int:
        return self.kv(self.values[0]).width

    def query_lengths(self) -> list[int]:
        """Of each batch."""
        if self.in_one_row:
            return [part.stop - part.start for part in from_ends(self.a.queryLengths)]
        given = None if self.is_single else optional(self.a, "queryLengths")
        return per_batch(given, self.batch, self.query.length)

    def kv_lengths(self) -> list[int]:
        """Of each batch, without a prefix."""
        given = optional(self.a, "kvLengths")
        if self.in_one_row and not self.is_paged:
            return [part.stop - part.start for part in from_ends(given)]
        if not given and len(self.keys) > 1:
            return [self.kv(key).length for key in self.keys]
        return per_batch(given, self.batch, self.kv(self.keys[0]).length)

    def prefix_length(self) -> int:
        prefix, given = optional(self.a, "keyPrefix"), optional(self.a, "prefixLength")
        if prefix is None:
            return 0
        return int(given[0]) if given else sizes(prefix.shape, self.given, self.kv_heads).length

    def query_spans(self, padding: int | None) -> Iterator[Span]:
        """Where the queries of each batch are; with padding behind them they end there."""
        if self.in_one_row:
            yield from (Span(0, part) for part in from_ends(self.a.queryLengths))
            return
        for batch, length in enumerate(self.query_lengths()):
            start = 0 if padding is None else self.query.length - padding - length
            yield Span(batch, slice(start, start + length))

    def kv_spans(self, padding: int | None) -> Iterator[Span]:
        """Where the keys of each batch are; in pages as they follow each other in the block table."""
        if self.in_one_row and not self.is_paged:
            yield from (Span(0, part) for part in from_ends(self.a.kvLengths))
            return
        for batch, length in enumerate(self.kv_lengths()):
            stored = self.kv(self.keys[batch if len(self.keys) > 1 else 0]).length
            start = 0 if padding is None else stored - padding - length
            yield Span(batch, slice(start, start + length))

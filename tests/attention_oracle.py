"""What attention gives, from torch in float64, and the ways in which tests lay out its tokens."""

from __future__ import annotations

import math
from typing import Any

from torch_calls import torch

SLACK = {"f16": 2.0**-10, "bf16": 2.0**-7}  # the weights are rounded to the type before they meet values below 1


def attention(query: Any, key: Any, value: Any, allowed: Any = None, bias: Any = None, scale: float = 0.25) -> Any:
    """[B, N, S, Dv] in float64 of [B, N, S, D] and [B, M, K, D]; allowed: True where a score counts."""
    query, key, value = (tensor.double() for tensor in (query, key, value))
    share = query.shape[1] // key.shape[1]
    key, value = (tensor.repeat_interleave(share, dim=1) for tensor in (key, value))
    mask = torch.zeros(query.shape[0], query.shape[1], query.shape[2], key.shape[2], dtype=torch.float64)
    if bias is not None:
        mask = mask + bias.double()
    if allowed is not None:
        mask = mask.masked_fill(~allowed, -math.inf)
    return torch.nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, scale=scale)


def log_sums(query: Any, key: Any, scale: float = 0.25) -> Any:
    """[B, N, S, 1]: the logarithm of the sum of exp(score)."""
    share = query.shape[1] // key.shape[1]
    scores = query.double() @ key.double().repeat_interleave(share, dim=1).transpose(-1, -2) * scale
    return torch.logsumexp(scores, dim=-1, keepdim=True)


def laid_out(tensor: Any, layout: str) -> Any:
    """[B, N, S, D] as BSH, BSND, BNSD or NBSD."""
    if layout == "BNSD":
        return tensor.contiguous()
    if layout == "NBSD":
        return tensor.permute(1, 0, 2, 3).contiguous()
    tokens = tensor.permute(0, 2, 1, 3).contiguous()
    return tokens.flatten(2) if layout == "BSH" else tokens


def in_pages(tensor: Any, lengths: list[int], slots: int, table: Any, layout: str) -> Any:
    """[B, N, S, D] scattered over pages as a row of the table for each batch has them; unused slots hold NaN."""
    _, heads, _, width = tensor.shape
    cache = torch.full((int(table.max()) + 1, heads, slots, width), math.nan, dtype=tensor.dtype)
    for batch, length in enumerate(lengths):
        for token in range(length):
            cache[table[batch, token // slots], :, token % slots] = tensor[batch, :, token]
    if layout == "BnNBsD":
        return cache
    if layout == "BnBsH":
        return cache.permute(0, 2, 1, 3).flatten(2).contiguous()
    return cache.unflatten(-1, (-1, 16)).permute(0, 1, 3, 2, 4).contiguous()  # [pages, N, D / 16, slots, 16]

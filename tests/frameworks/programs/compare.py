"""What the programs compare with."""

import torch


def ulp(values: torch.Tensor) -> torch.Tensor:
    """The distance from each value to its neighbour, in float64."""
    bits = torch.finfo(values.dtype)
    exponent = torch.floor(torch.log2(values.double().abs().clamp(min=bits.tiny)))
    return torch.exp2(exponent) * bits.eps


def assert_within_one_ulp(actual: torch.Tensor, wanted: torch.Tensor) -> None:
    """`wanted` is float32; the result may differ by one unit in the last place of its own type."""
    assert actual.device.type == "npu", actual.device
    host = actual.cpu()
    rounded = wanted.to(host.dtype)
    distance = (host.double() - rounded.double()).abs()
    assert bool((distance <= ulp(rounded)).all()), f"{host.dtype}: {distance.max()} apart"


def rotate_half(x: torch.Tensor) -> torch.Tensor:
    first, second = x.chunk(2, -1)
    return torch.cat((-second, first), -1)

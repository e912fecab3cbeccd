"""Times operators and a training step on npu:0 and on the CPU in turns; prints `name;npu seconds;cpu seconds`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

BATCH = 20  # calls between two looks at the clock


def least(call: Callable[[], object], wait: Callable[[], object], seconds: float) -> float:
    """Seconds of one call: the best of the batches that fit into the time, after one that does not count."""
    for _ in range(BATCH):
        call()
    wait()
    best, until = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < until:
        started = time.perf_counter()
        for _ in range(BATCH):
            call()
        wait()
        best = min(best, (time.perf_counter() - started) / BATCH)
    return best


def cases(torch: Any, device: str) -> dict[str, Callable[[], object]]:
    torch.manual_seed(0)
    small, other = (torch.randn(8, 8).to(device) for _ in range(2))
    wide = torch.randn(1024, 1024).to(device)
    x, target = (torch.randn(32, 256).to(device) for _ in range(2))
    model = torch.nn.Sequential(torch.nn.Linear(256, 256), torch.nn.ReLU(), torch.nn.Linear(256, 256)).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)

    def step() -> None:
        optimizer.zero_grad()
        ((model(x) - target) ** 2).mean().backward()
        optimizer.step()

    return {
        "add of 64 elements": lambda: small + other,
        "add of 1 Mi elements": lambda: wide + wide,
        "64 elements there and back": lambda: small.cpu().to(device),
        "training step, two layers of 256, batch 32": step,
    }


def main() -> None:
    import torch
    import torch_npu

    seconds = float(sys.argv[1])
    there, here = cases(torch, "npu:0"), cases(torch, "cpu")
    for name in there:
        npu = least(there[name], torch_npu.npu.synchronize, seconds)
        print(f"{name};{npu};{least(here[name], lambda: None, seconds)}", flush=True)


if __name__ == "__main__":
    main()

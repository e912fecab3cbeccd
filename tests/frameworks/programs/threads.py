"""Six Python threads train on two devices: they allocate, free, wait, count memory and empty the cache all at once.

Threads change after a microsecond, so that they meet in the middle of torch_npu's calls. It ends within LIMIT seconds.
"""

import faulthandler
import sys
import threading

import torch

LIMIT = 100
STEPS = 12

failures = []


def step(model, optimizer, rows, stream):
    with torch.npu.stream(stream):
        x = torch.ones(rows, 64).pin_memory().to(stream.device, non_blocking=True)
        loss = model(x).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        x.record_stream(torch.npu.default_stream(stream.device))
        event = torch.npu.Event()
        event.record()
    event.synchronize()
    assert stream.query()
    return loss.item()


def train(index):
    device = f"npu:{index % 2}"
    try:
        torch.npu.set_device(device)
        model = torch.nn.Linear(64, 64).to(device)
        optimizer = torch.optim.SGD(model.parameters(), 0.01)
        streams = [torch.npu.default_stream(device), torch.npu.Stream(device)]
        losses = []
        for i in range(STEPS):
            losses.append(step(model, optimizer, 1000 * (i % 7 + 1), streams[i % 2]))
            torch.npu.empty_cache()
            torch.npu.memory_stats()
        assert losses[-1] < losses[0]
    except BaseException as failure:
        failures.append(failure)


faulthandler.dump_traceback_later(LIMIT, exit=True)
sys.setswitchinterval(1e-6)
threads = [threading.Thread(target=train, args=(index,)) for index in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not failures, failures
print("ended")

"""A model of two linear layers around rotary_mul learns on a device as it does on the CPU."""

import torch
import torch_npu
from compare import rotate_half

STEPS = 50
BATCH, LENGTH, HEADS, WIDTH, FEATURES = 2, 16, 2, 64, 48


def on_cpu(x, cos, sin):
    return cos * x + sin * rotate_half(x)


class Model(torch.nn.Module):
    def __init__(self, rotate):
        super().__init__()
        self.enter = torch.nn.Linear(FEATURES, HEADS * WIDTH)
        self.leave = torch.nn.Linear(HEADS * WIDTH, FEATURES)
        self.rotate = rotate

    def forward(self, x, cos, sin):
        heads = self.enter(x).view(BATCH, LENGTH, HEADS, WIDTH)
        return self.leave(self.rotate(heads, cos, sin).flatten(2))


def losses(device, rotate):
    torch.manual_seed(0)
    model = Model(rotate).to(device)
    x, target = (torch.randn(BATCH, LENGTH, FEATURES).to(device) for _ in range(2))
    angles = torch.randn(1, LENGTH, 1, WIDTH)
    cos, sin = angles.cos().to(device), angles.sin().to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2, momentum=0.9)
    curve = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = ((model(x, cos, sin) - target) ** 2).mean()
        loss.backward()
        optimizer.step()
        curve.append(loss.item())
    return torch.tensor(curve)


wanted = losses("cpu", on_cpu)
assert wanted[-1] < 0.1 * wanted[0], "the CPU learns nothing: the comparison would say nothing"
for device in ("npu:0", "npu:1"):
    distance = (losses(device, torch_npu.npu_rotary_mul) - wanted).abs().max().item()
    print(f"{device}: at most {distance:.1e} from the CPU's loss in {STEPS} steps")
    assert distance < 1e-4

"""torch.compile in the modes that capture streams, or run operators one by one: the same numbers, run after run."""

import torch
import torch_npu
import torchair
from torchair.configs.compiler_config import CompilerConfig

RUNS = 3


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.project = torch.nn.Linear(64, 64)

    def forward(self, x, cos, sin):
        return torch_npu.npu_rotary_mul(self.project(x), cos, sin).sum(-1) * 2


def torchair_backend(**choices):
    config = CompilerConfig()
    config.mode = choices.get("mode", config.mode.value)
    config.debug.run_eagerly = choices.get("run_eagerly", False)
    return torchair.get_npu_backend(compiler_config=config)


BACKENDS = {
    "reduce-overhead": lambda: torchair_backend(mode="reduce-overhead"),
    "mode npugraph_ex": lambda: torchair_backend(mode="npugraph_ex"),
    "run_eagerly": lambda: torchair_backend(run_eagerly=True),
    "backend npugraph_ex": lambda: "npugraph_ex",
    "backend npugraphs": lambda: "npugraphs",
}

torch.manual_seed(0)
model = Model().npu()
cos, sin = torch.randn(2, 1, 1, 16, 64).npu()
for name, backend in BACKENDS.items():
    torch._dynamo.reset()
    compiled = torch.compile(model, backend=backend(), fullgraph=True)
    with torch.no_grad():
        for _ in range(RUNS):
            x = torch.randn(2, 3, 16, 64).npu()
            torch.testing.assert_close(compiled(x, cos, sin).cpu(), model(x, cos, sin).cpu(), rtol=0, atol=0, msg=name)
    print(name)

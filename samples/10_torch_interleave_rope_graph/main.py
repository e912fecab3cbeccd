"""torch_npu.npu_interleave_rope as a graph: torch.compile hands the model to torchair, which builds and runs it."""

import torch
import torch_npu
import torchair
from torchair.configs.compiler_config import CompilerConfig


class Rope(torch.nn.Module):
    def forward(self, query, cos, sin):
        return torch_npu.npu_interleave_rope(query, cos, sin)


torch.manual_seed(3)
query = torch.randn(32, 32, 1, 64, dtype=torch.float16).npu()
cos, sin = torch.randn(2, 32, 1, 1, 64, dtype=torch.float16).npu()

model = Rope().npu()
expected = model(query, cos, sin)
compiled = torch.compile(model, backend=torchair.get_npu_backend(compiler_config=CompilerConfig()))
embedded = compiled(query, cos, sin)

print(f"{tuple(embedded.shape)} {embedded.dtype} on {embedded.device}")
print(f"largest difference from the operator alone: {(embedded - expected).abs().max().item()}")

"""Attention as torch and torch_npu call it, forwards and backwards, against torch on the CPU in float64."""

import math

import torch
import torch_npu
from torch.nn.functional import scaled_dot_product_attention

SCALE = 1 / math.sqrt(32)
CLOSE = 3e-3  # FLOAT16 numbers below 4


def close(result, exact):
    difference = (result.detach().cpu().double() - exact.detach()).abs().max().item()
    assert difference < CLOSE, difference


torch.manual_seed(0)
host = [torch.randn(2, 4, 6, 32, dtype=torch.float16) for _ in range(3)]
exact_inputs = [tensor.double().requires_grad_() for tensor in host]
exact = scaled_dot_product_attention(*exact_inputs)
slope = torch.randn_like(exact)
exact.backward(slope)

for name, call in {
    "torch": lambda *inputs: scaled_dot_product_attention(*inputs),
    "torch_npu": lambda *inputs: torch_npu.npu_fusion_attention(*inputs, 4, "BNSD", scale=SCALE)[0],
}.items():
    inputs = [tensor.npu().requires_grad_() for tensor in host]
    result = call(*inputs)
    result.backward(slope.half().npu())
    close(result, exact)
    for tensor, wanted in zip(inputs, exact_inputs):
        close(tensor.grad, wanted.grad)
    print(name, "fits")

query, key, value = (tensor.npu() for tensor in host)
causal = scaled_dot_product_attention(query, key, value, is_causal=True)
close(causal, scaled_dot_product_attention(*exact_inputs, is_causal=True))

named = {"num_heads": 4, "input_layout": "BNSD"}
found, sums = torch_npu.npu_fused_infer_attention_score(query, key, value, **named, scale=SCALE, softmax_lse_flag=True)
close(found, exact)
scores = exact_inputs[0] @ exact_inputs[1].transpose(-1, -2) * SCALE
close(sums, torch.logsumexp(scores, dim=-1, keepdim=True))
later = torch_npu.npu_fused_infer_attention_score_v2(
    query, key, value, num_query_heads=4, softmax_scale=SCALE, input_layout="BNSD"
)
close(later[0], exact)
close(torch_npu.npu_prompt_flash_attention(query, key, value, **named, scale_value=SCALE, next_tokens=65535), exact)
one = query[:, :, :1].contiguous()
close(torch_npu.npu_incre_flash_attention(one, key, value, **named, scale_value=SCALE), exact[:, :, :1])

x, weight = torch.randn(3, 64).half(), torch.randint(-8, 8, (64, 48), dtype=torch.int8)
scale = torch.rand(48).half() / 64
product = torch_npu.npu_weight_quant_batchmatmul(x.npu(), weight.npu(), scale.npu())
close(product, x.double() @ (weight.double() * scale.double()))
rounded = torch._foreach_round([torch.tensor([1.5, 2.5, -0.6]).npu(), torch.tensor(3.2).npu()])
assert [tensor.tolist() for tensor in rounded] == [[2, 2, -1], 3]

"""aclFormat: names, and which of them are only another reading of plain dimensions."""

from __future__ import annotations

ND = 2
FRACTAL_NZ = 29
CHANNELS_LAST = (1, 27)  # NHWC, NDHWC
NAMES = {
    -1: "UNDEFINED", 0: "NCHW", 1: "NHWC", 2: "ND", 3: "NC1HWC0", 4: "FRACTAL_Z", 12: "NC1HWC0_C04", 16: "HWCN",
    27: "NDHWC", 29: "FRACTAL_NZ", 30: "NCDHW", 32: "NDC1HWC0", 33: "FRACTAL_Z_3D", 35: "NC", 47: "NCL",
    50: "FRACTAL_NZ_C0_16", 51: "FRACTAL_NZ_C0_32", 52: "FRACTAL_NZ_C0_2", 53: "FRACTAL_NZ_C0_4", 54: "FRACTAL_NZ_C0_8",
}  # fmt: skip

# What the default format check takes for ND: torch_npu hands 4-D tensors over as NCHW and 3-D ones as NCL.
PLAIN = frozenset(
    code for code, name in NAMES.items() if name in ("ND", "NCHW", "NHWC", "NCL", "NCDHW", "NDHWC", "HWCN")
)


def name_of(code: int) -> str:
    return NAMES.get(code, f"aclFormat({code})")

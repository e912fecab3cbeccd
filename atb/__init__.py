"""Ascend Transformer Boost: operations with checks and codes of their own, on aclnn kernels.

`native/` is libatb.so, which only turns C++ calls into numbers; `ops/` has one file per operation.
"""

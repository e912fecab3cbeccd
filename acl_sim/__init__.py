"""acl-sim: Huawei Ascend's CANN host stack on a CPU."""

__version__ = "0.1.0"

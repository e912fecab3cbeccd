"""Every function of libatb.so that Python answers: the native side imports this module."""

from atb import context, log, operation, utils

__all__ = ["context", "log", "operation", "utils"]

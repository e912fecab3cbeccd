"""Every function of libatb.so that Python answers: the native side imports this module."""

from atb import conditional, context, foreign, graph_entries, log, operation, utils

__all__ = ["conditional", "context", "foreign", "graph_entries", "log", "operation", "utils"]

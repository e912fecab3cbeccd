"""Imports every module of this package that answers exported functions."""

import aclnn.containers
import aclnn.executor
import aclnn.tensor_entries  # noqa: F401  # importing registers

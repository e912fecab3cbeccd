"""numpy for operator files: the module itself, imported when a kernel first uses it.

Operators are declared, and programs start, without numpy; see docs/architecture.md on start-up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

Array = Any  # an ndarray, or a number of one; what numpy's functions give is no more to a type checker

if TYPE_CHECKING:
    import numpy as np
else:

    class _Numpy:
        def __getattr__(self, name: str) -> Any:
            import numpy

            value = getattr(numpy, name)
            setattr(self, name, value)
            return value

    np = _Numpy()

__all__ = ["Array", "np"]

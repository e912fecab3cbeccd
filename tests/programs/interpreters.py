"""Which other versions of Python this machine has."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from pathlib import Path

SUPPORTED = ((3, 10), (3, 11), (3, 12), (3, 13))
_ASK = "import sys; print(*sys.version_info[:2])"


def _version(executable: Path) -> tuple[int, int] | None:
    try:
        asked = subprocess.run([executable, "-c", _ASK], capture_output=True, text=True, timeout=30)
    except OSError:
        return None
    words = asked.stdout.split()
    return (int(words[0]), int(words[1])) if asked.returncode == 0 and len(words) == 2 else None


@functools.cache
def other_interpreters() -> dict[tuple[int, int], Path]:
    """One executable for each supported version but the running one: from pyenv, else from PATH."""
    found: dict[tuple[int, int], Path] = {}
    for wanted in SUPPORTED:
        name = "python{}.{}".format(*wanted)
        places = sorted(Path.home().glob(f".pyenv/versions/{wanted[0]}.{wanted[1]}.*/bin/{name}"))
        if on_path := shutil.which(name):
            places.append(Path(on_path))
        for place in places:
            if wanted != sys.version_info[:2] and _version(place) == wanted:
                found.setdefault(wanted, place)
    return found

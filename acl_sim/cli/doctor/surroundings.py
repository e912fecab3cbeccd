"""Would programs find acl-sim, or something else of the same name?"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from acl_sim.cli.doctor.row import Row, ok, warn
from acl_sim.environment import OWN_LOCATIONS

LIBRARY = "libascendcl.so"
USE_THIS_TREE = 'eval "$(acl-sim env)"'


def loader(prefix: Path, search_path: str) -> Row:
    """The library that the dynamic loader gives to a program that does not name a directory itself."""
    own = prefix / "lib64" / LIBRARY
    for candidate in _candidates(search_path):
        if own.exists() and candidate.samefile(own):
            return ok("loader", f"programs load {candidate}")
        return warn("loader", f"programs load {candidate}, not acl-sim's library", USE_THIS_TREE)
    return ok("loader", f"no {LIBRARY} on the search path; {USE_THIS_TREE} puts acl-sim's there")


def variables(prefix: Path, environment: Mapping[str, str]) -> Row:
    """Variables through which builds and programs find a toolkit."""
    wanted = {name: (prefix / place).resolve() for name, place in OWN_LOCATIONS.items()}
    present = {name: environment[name] for name in wanted if environment.get(name)}
    if elsewhere := [name for name, value in present.items() if Path(value).resolve() != wanted[name]]:
        places = ", ".join(f"{name}={present[name]}" for name in elsewhere)
        return warn("variables", f"another toolkit is selected: {places}", USE_THIS_TREE)
    if not present:
        return ok("variables", f"no toolkit is selected in this shell; {USE_THIS_TREE} selects acl-sim's")
    return ok("variables", f"{', '.join(present)} lead to {prefix}")


def _candidates(search_path: str) -> Iterator[Path]:
    """Files of the library's name in the loader's order: LD_LIBRARY_PATH, then the system's cache."""
    for directory in search_path.split(":") if search_path else []:
        path = Path(directory or os.curdir, LIBRARY)
        if path.exists():
            yield path
    try:
        cache = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True).stdout
    except OSError:
        return
    for line in cache.splitlines():
        name, _, path_text = line.strip().partition(" => ")
        if name.split(" ")[0] == LIBRARY:
            yield Path(path_text)

"""The environment variables that make a process, or a build, use the simulator's toolkit tree."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

OWN_DIRECTORIES = {
    "PATH": "bin",
    "LD_LIBRARY_PATH": "lib64",
    "CMAKE_PREFIX_PATH": "lib64/cmake",
    "PKG_CONFIG_PATH": "lib64/pkgconfig",
}
"""Search paths, and the directory of the tree that goes to their front."""

OWN_LOCATIONS = {
    "ASCEND_HOME_PATH": ".",
    "ASCEND_TOOLKIT_HOME": ".",
    "ASCEND_AICPU_PATH": ".",
    "ASCEND_OPP_PATH": "opp",
    "TOOLCHAIN_HOME": "toolkit",
    "ATB_HOME_PATH": "atb/cxx_abi_1",
}
"""Variables that name one place of the tree; set_env.sh of the real toolkit sets the same ones."""


def tree_variables(prefix: Path, inherited: Mapping[str, str]) -> dict[str, str]:
    """What set_env.sh of the tree at `prefix` would export in a shell whose environment is `inherited`."""
    variables = {name: str(prefix / place) for name, place in OWN_LOCATIONS.items()}
    for name, place in OWN_DIRECTORIES.items():
        variables[name] = _in_front(str(prefix / place), inherited.get(name, ""))
    return variables


def machine_variables(product: str | None, devices: int | None, schedule: str | None) -> dict[str, str]:
    """What chooses the simulated machine; a choice of None is left to the inherited environment."""
    chosen = {"ACL_SIM_SOC": product, "ACL_SIM_DEVICES": devices, "ACL_SIM_SCHEDULE": schedule}
    return {name: str(value) for name, value in chosen.items() if value is not None}


def _in_front(directory: str, path: str) -> str:
    """`path` with `directory` first and once, and without empty entries, which mean the working directory."""
    return ":".join([directory, *(entry for entry in path.split(":") if entry not in ("", directory))])

"""Optional: does the real torch-npu wheel run on the simulator here?"""

from __future__ import annotations

import sys
from importlib import metadata

from acl_sim.cli.doctor.row import Row, fail, ok, warn

INSTALL = "pip install 'acl-sim[torch]'"
GRAPH_MODE = ("packaging", "protobuf", "pyyaml")
"""What torchair, the wheel's graph mode, imports and the wheel does not ask for."""


def torch() -> Row:
    """Both packages, in versions made for each other, found by the line that loads our libraries before torch."""
    torch_version, npu_version = version("torch"), version("torch-npu")
    if npu_version is None:
        return ok("torch", f"{_name('torch', torch_version)}torch_npu is not installed (optional): {INSTALL}")
    if torch_version is None:
        return fail("torch", f"torch-npu {npu_version} without torch", INSTALL)
    found = f"torch {torch_version}, torch-npu {npu_version}"
    if _minor(torch_version) != _minor(npu_version):
        return fail("torch", f"{found}: each wheel is made for one version of torch", INSTALL)
    if not is_hooked():
        reason = f"{found}, but acl_sim_torch.pth is not at work: importing torch fails"
        return fail("torch", reason, "install acl-sim again, in this environment")
    if missing := [name for name in GRAPH_MODE if version(name) is None]:
        return warn("torch", f"{found}; torch.compile lacks {', '.join(missing)}", INSTALL)
    return ok("torch", found)


def version(distribution: str) -> str | None:
    """That of an installed package, None without it."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def is_hooked() -> bool:
    """Whether this interpreter has run the line of acl_sim_torch.pth."""
    return any(getattr(finder, "__name__", "") == "BeforeTorch" for finder in sys.meta_path)


def _name(what: str, found: str | None) -> str:
    return f"{what} {found}; " if found else ""


def _minor(found: str) -> list[str]:
    return found.split("+")[0].split(".")[:2]

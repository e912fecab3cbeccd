"""A toolkit tree around a library of a few empty functions: enough to test all that surrounds the library."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from acl_sim.build.surfaces import SURFACES
from acl_sim.build.tree import write_tree

FUNCTIONS = ["aclInit", "aclFinalize", "aclrtMalloc", "aclnnInit", "aclnnAddGetWorkspaceSize", "aclnnAdd"]

# Counts as the real library does: in a file that the starter of the program made, when there is one.
COUNTING = """
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
static uint64_t own[64], *counts = own;
__attribute__((constructor)) static void share(void) {
    const char *path = getenv("ACL_SIM_COUNTS");
    int file = path ? open(path, O_RDWR) : -1;
    if (file >= 0) counts = mmap(0, 64 * 8, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
}
"""


def headers(directory: Path) -> Path:
    """The include directory of the dummy: one header that declares everything."""
    (directory / "acl").mkdir(parents=True)
    for name in ("aclnn", "aclnnop"):
        (directory / name).mkdir()
    declared = "\n".join(f"int {name}(void);" for name in FUNCTIONS)
    guarded = f'#ifdef __cplusplus\nextern "C" {{\n#endif\n{declared}\n#ifdef __cplusplus\n}}\n#endif\n'
    (directory / "acl" / "acl.h").write_text(f"#pragma once\n#include <stdint.h>\n{guarded}")
    (directory / "aclnn" / "aclnn_base.h").write_text('#include "acl/acl.h"\n')
    (directory / "aclnnop" / "aclnn_add.h").write_text('#include "acl/acl.h"\n')
    return directory


def _body(name: str) -> str:
    """Counts the call and, for the second phase of an operator, the run."""
    number = FUNCTIONS.index(name)
    ran = f"counts[{len(FUNCTIONS) + number}]++, " if f"{name}GetWorkspaceSize" in FUNCTIONS else ""
    return f"int {name}(void) {{ return counts[{number}]++, {ran}0; }}"


def library(path: Path) -> Path:
    """The dummy library, built into `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    bodies = "\n".join(map(_body, FUNCTIONS))
    source = path.with_suffix(".c")
    source.write_text(COUNTING + bodies)
    soname = "-Wl,-soname,libascendcl.so"
    subprocess.run(["gcc", "-shared", "-fPIC", soname, source, "-o", path], check=True)
    source.unlink()
    return path


def toolkit(prefix: Path, version: str = "0.1.0") -> Path:
    """A whole tree, as acl_sim.build.library would leave it."""
    built = library(prefix / "lib64" / "libascendcl.so")
    for surface in SURFACES:  # the libraries above it are as good as empty
        for place in surface.places:
            (prefix / place).mkdir(parents=True)
            shutil.copy(built, prefix / place / surface.library)
    (prefix / "lib64" / "acl_sim_functions.txt").write_text("".join(f"{name}\n" for name in FUNCTIONS))
    write_tree(prefix, built, headers(prefix.parent / f"{prefix.name} headers"), version)
    return prefix

"""Versions and capabilities that programs ask for ("other APIs")."""

from __future__ import annotations

from acl_sim import status
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import invalid_acl, invalid_file
from acl_sim.native import ffi
from acl_sim.outputs import put, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ACL_VERSION = (1, 17, 0)
CANN_VERSION = "9.1.0"  # of the toolkit whose behaviour is simulated; also in the tree's version files
_PACKAGES = ("runtime", "opbase", "ops_math", "ops_nn", "ops_transformer", "ops_cv", "ops_legacy")


@entry(nonnull=("majorVersion", "minorVersion", "patchVersion"))
def aclrtGetVersion(majorVersion: int, minorVersion: int, patchVersion: int) -> None:
    for name, out, value in zip(("major", "minor", "patch"), (majorVersion, minorVersion, patchVersion), ACL_VERSION):
        put(f"{name}Version", out, value, 4)


def _package_version(pkgName: int) -> str:
    name = read_text("pkgName", pkgName)
    if name not in _PACKAGES:
        raise invalid_file(f"share/info/{name}/version.info", "does not exist", status.INVALID_FILE)
    return CANN_VERSION


@entry(nonnull=("pkgName", "versionStr"))
def aclsysGetVersionStr(pkgName: int, versionStr: int) -> None:
    for index, byte in enumerate(_package_version(pkgName).encode() + b"\0"):
        put("versionStr", versionStr + index, byte, 1)


@entry(nonnull=("pkgName", "versionNum"))
def aclsysGetVersionNum(pkgName: int, versionNum: int) -> None:
    major, minor, patch = map(int, _package_version(pkgName).split("."))
    put("versionNum", versionNum, major * 10_000_000 + minor * 100_000 + patch * 1000, 4)


@entry(nonnull=("version",))
def aclsysGetCANNVersion(name: int, version: int) -> None:
    # aclCANNPackageVersion: version[128], then major, minor, release and patch as text of 64 bytes each
    if not 0 <= name <= 7:
        raise invalid_acl("name", name, "an aclCANNPackageName, 0 to 7")
    major, minor, patch = CANN_VERSION.split(".")
    parts = [(0, CANN_VERSION), (128, major), (192, minor), (256, patch), (320, "0")]
    for offset, text in parts:
        for index, byte in enumerate(text.encode() + b"\0"):
            put("version", version + offset + index, byte, 1)


_INF_NAN, _BF16, _JIT_COMPILE = range(3)  # aclCannAttr
_OLDER_ARITHMETIC = ("910", "310P", "310B")  # families that saturate and have no bfloat16
_attribute_lists: dict[tuple[int, ...], Any] = {}  # programs keep the pointer


def _attributes() -> tuple[int, ...]:
    """What the simulated product and toolkit have."""
    if machine().product.family in _OLDER_ARITHMETIC:
        return (_JIT_COMPILE,)
    return (_INF_NAN, _BF16, _JIT_COMPILE)


@entry(nonnull=("cannAttrList", "num"))
def aclGetCannAttributeList(cannAttrList: int, num: int) -> None:
    has = _attributes()
    if has not in _attribute_lists:
        _attribute_lists[has] = ffi.new("int32_t[]", has)
    put("cannAttrList", cannAttrList, int(ffi.cast("uintptr_t", _attribute_lists[has])))
    put("num", num, len(has))


@entry(nonnull=("value",))
def aclGetCannAttribute(cannAttr: int, value: int) -> None:
    if not _INF_NAN <= cannAttr <= _JIT_COMPILE:
        raise invalid_acl("cannAttr", cannAttr, "an aclCannAttr, 0 to 2")
    put("value", value, int(cannAttr in _attributes()), 4)

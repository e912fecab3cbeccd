#!/bin/sh
# Makes the environment that the Makefile works in: a venv with the project, its tools, and the built toolkit tree.
set -eu

PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}

# Building needs Python's headers and its shared library; both are in python3-dev on Debian and Ubuntu.
has_headers() {
    "$PYTHON" - <<'CHECK'
import pathlib, sys, sysconfig
include = pathlib.Path(sysconfig.get_paths()["include"], "Python.h")
places = [sysconfig.get_config_var("LIBDIR"), f"{sys.base_prefix}/lib", f"/usr/lib/{sysconfig.get_config_var('MULTIARCH')}"]
name = f"libpython{sys.version_info.major}.{sys.version_info.minor}.so*"
sys.exit(not (include.is_file() and any(p and any(pathlib.Path(p).glob(name)) for p in places)))
CHECK
}

if ! has_headers; then
    root=$(if [ "$(id -u)" = 0 ]; then echo; else command -v sudo || echo missing; fi)
    if [ "$root" = missing ] || ! command -v apt-get >/dev/null; then
        echo "setup: $PYTHON has no headers or no shared library; install python3-dev (or your system's equivalent)" >&2
        exit 1
    fi
    echo "setup: installing python3-dev, which building the library needs"
    $root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq python3-dev >/dev/null
fi

[ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV"
"$VENV/bin/python" -m pip install --quiet --editable '.[dev]'
"$VENV/bin/acl-sim" build

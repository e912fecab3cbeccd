"""Which names the modules have, and what those without a C function say."""

import importlib

from expect import expect, finish, raises

import acl
import acl.rt
from acl.rt import memcpy

for module, name in (
    ("mdl", "load_from_file"), ("media", "dvpp_create_channel"), ("himpi", "sys_init"), ("blas", "gemm_ex"),
    ("fv", "init"), ("prof", "start"), ("op", "create_handle"),
):  # fmt: skip
    function = getattr(importlib.import_module(f"acl.{module}"), name)
    raises(NotImplementedError, f"acl.{module}.{name} is not simulated: ", function, 1, 2, 3)

expect(memcpy.__name__, "memcpy")
expect("acl.rt.memcpy(dst, destMax, src, count, kind)" in memcpy.__doc__, True)
expect(acl.rt.memcpy, memcpy)
for module in (acl, acl.rt, acl.op, acl.mdl):
    expect(hasattr(module, "_nonsense"), False)
expect(hasattr(acl.rt, "mallok"), False)
expect([name for name in dir(acl.rt) if "is not simulated:" in (getattr(acl.rt, name).__doc__ or "")], [])
finish()

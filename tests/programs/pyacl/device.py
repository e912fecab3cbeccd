"""Initialisation, devices, contexts: what each call answers, in order."""

from expect import expect, finish, ok, raises

import acl

INVALID_PARAM, INVALID_DEVICE, CONTEXT_NULL, NOT_SUPPORTED = 100000, 107001, 107002, 200001

expect(acl.rt.get_device_count(), (2, 0))
expect(acl.rt.get_device(), (0, CONTEXT_NULL))
expect(acl.get_soc_name(), "Ascend910B1")
ok(acl.init())
expect(acl.init(), 100002)
expect("aclInit" in acl.get_recent_err_msg(), True)
expect(acl.get_recent_err_msg(), "")
major, minor, patch = ok(acl.get_version())
expect((major, minor, patch), (1, 17, 0))

expect(acl.rt.set_device(2), INVALID_DEVICE)
ok(acl.rt.set_device(1))
expect(acl.rt.get_device(), (1, 0))
expect(acl.rt.get_run_mode(), (1, 0))
expect(acl.rt.device_can_access_peer(0, 1), (1, 0))
raises(TypeError, "acl.rt.set_device(deviceId) takes 1 positional argument", acl.rt.set_device)
raises(TypeError, "deviceId", acl.rt.set_device, "0")
raises(OverflowError, "2147483648", acl.rt.set_device, 1 << 31)
raises(TypeError, "keyword", lambda: acl.rt.set_device(deviceId=0))

first = ok(acl.rt.get_context())
second = ok(acl.rt.create_context(0))
expect(acl.rt.get_context(), (second, 0))
expect(acl.rt.get_device(), (0, 0))
ok(acl.rt.set_context(first))
expect(acl.rt.set_context(0), INVALID_PARAM)
ok(acl.rt.destroy_context(second))
expect(acl.rt.destroy_context(second), 107002)

rates, ret = acl.rt.get_device_utilization_rate(0)
expect(ret, NOT_SUPPORTED)
expect(sorted(rates)[0], "aicpu_utilization")
ok(acl.rt.reset_device(1))
ok(acl.finalize())
expect(acl.finalize(), 100037)
finish()

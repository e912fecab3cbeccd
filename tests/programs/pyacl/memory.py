"""Device, pinned and Python's memory, and copies between them."""

import numpy as np
from expect import expect, finish, ok, raises

import acl

HOST_TO_DEVICE, DEVICE_TO_HOST, DEVICE_TO_DEVICE = 1, 2, 3
HUGE_FIRST, HBM = 0, 1
INVALID_PARAM, PARAM_INVALID, NO_MEMORY = 100000, 107000, 207001

ok(acl.init())
ok(acl.rt.set_device(0))

expect(acl.rt.malloc(0, HUGE_FIRST), (0, INVALID_PARAM))
expect(acl.rt.malloc(1 << 50, HUGE_FIRST)[1], NO_MEMORY)
raises(OverflowError, "size", acl.rt.malloc, -1, HUGE_FIRST)
free, total = ok(acl.rt.get_mem_info(HBM))
expect(0 < free <= total, True)
device = ok(acl.rt.malloc(64 << 20, HUGE_FIRST))
expect(free - ok(acl.rt.get_mem_info(HBM))[0] >= 64 << 20, True)

# bytes: the address is that of the data in the object, so what is copied there shows
source, target = bytes(range(100)), bytes(100)
address = acl.util.bytes_to_ptr(target)
ok(acl.rt.memcpy(device, 100, acl.util.bytes_to_ptr(source), 100, HOST_TO_DEVICE))
ok(acl.rt.memcpy(address, 100, device, 100, DEVICE_TO_HOST))
expect(target, source)
expect(acl.util.ptr_to_bytes(address, 100), source)
expect(acl.util.ptr_to_bytes(address, 0), b"")
raises(ValueError, "not host memory", acl.util.ptr_to_bytes, device, 4)
raises(ValueError, "not host memory", acl.util.ptr_to_bytes, 0, 4)
raises(TypeError, "bytes", acl.util.bytes_to_ptr, "text")

# arrays
values = np.arange(12, dtype=np.float32).reshape(3, 4)
ok(acl.rt.memcpy(device, 48, acl.util.numpy_to_ptr(values), 48, HOST_TO_DEVICE))
pinned = ok(acl.rt.malloc_host(48))
ok(acl.rt.memcpy(pinned, 48, device, 48, DEVICE_TO_HOST))
seen = acl.util.ptr_to_numpy(pinned, (3, 4), 11)
expect(seen.tolist(), values.tolist())
seen[0, 0] = 7  # the array is the memory
expect(acl.util.ptr_to_numpy(pinned, (1,), 11).tolist(), [7.0])
expect(acl.util.ptr_to_numpy(pinned, (0, 3), 5).shape, (0, 3))
raises(ValueError, "not host memory", acl.util.ptr_to_numpy, device, (4,), 11)
raises(ValueError, "type 99", acl.util.ptr_to_numpy, pinned, (4,), 99)
turned, owner = acl.util.numpy_contiguous_to_ptr(values.T)
expect(acl.util.ptr_to_numpy(turned, (4, 3), 11).tolist(), values.T.tolist())
acl.util.numpy_to_ptr(values.T)  # says that the array is not contiguous

# fills, rows, attributes
ok(acl.rt.memset(device, 100, 5, 50))
expect(acl.rt.memset(device, 10, 5, 50) != 0, True)
ok(acl.rt.memcpy(address, 100, device, 50, DEVICE_TO_HOST))
expect(target[:50], b"\5" * 50)
ok(acl.rt.memcpy_2d(device, 10, address, 20, 10, 3, HOST_TO_DEVICE))
attributes = ok(acl.rt.pointer_get_attributes(device))
expect(attributes["location"], {"id": 0, "type": 1})
expect(len(attributes["rsv"]), 4)
expect(acl.rt.memcpy(device, 4, address, 100, HOST_TO_DEVICE) != 0, True)
expect(acl.rt.memcpy(0, 4, address, 4, HOST_TO_DEVICE), INVALID_PARAM)

# in the order of a stream
stream = ok(acl.rt.create_stream())
ok(acl.rt.memset_async(device, 16, 9, 16, stream))
ok(acl.rt.memcpy_async(pinned, 16, device, 16, DEVICE_TO_HOST, stream))
ok(acl.rt.synchronize_stream(stream))
expect(acl.util.ptr_to_bytes(pinned, 16), b"\x09" * 16)
ok(acl.rt.destroy_stream(stream))

# pairs of address and size
pair = acl.create_data_buffer(device, 48)
expect((acl.get_data_buffer_addr(pair), acl.get_data_buffer_size_v2(pair)), (device, 48))
ok(acl.update_data_buffer(pair, device, 12))
expect(acl.get_data_buffer_size(pair), 12)
ok(acl.destroy_data_buffer(pair))
expect(acl.destroy_data_buffer(0), INVALID_PARAM)
expect(acl.data_type_size(0), 4)

ok(acl.rt.free(device))
expect(acl.rt.free(device), PARAM_INVALID)
ok(acl.rt.free_host(pinned))
ok(acl.rt.reset_device(0))
ok(acl.finalize())
finish()

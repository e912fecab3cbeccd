"""Tensor descriptors, attributes, and single operators."""

import numpy as np
from expect import expect, finish, ok, raises

import acl

FLOAT, FLOAT16, ND = 0, 1, 2
HOST_TO_DEVICE, DEVICE_TO_HOST = 1, 2
INVALID_PARAM, OP_NOT_FOUND = 100000, 100024

ok(acl.init())
ok(acl.rt.set_device(0))
stream = ok(acl.rt.create_stream())

desc = acl.create_tensor_desc(FLOAT, [2, 3], ND)
half = acl.create_tensor_desc(FLOAT16, [2, 3], ND)
expect((acl.get_tensor_desc_type(desc), acl.get_tensor_desc_format(desc)), (FLOAT, ND))
expect((acl.get_tensor_desc_num_dims(desc), acl.get_tensor_desc_dim_v2(desc, 1)), (2, (3, 0)))
expect((acl.get_tensor_desc_element_count(desc), acl.get_tensor_desc_size(half)), (6, 12))
expect(acl.get_tensor_desc_dim_v2(desc, 2)[1] != 0, True)
acl.set_tensor_desc_name(desc, "x")
expect(acl.get_tensor_desc_name(desc), "x")
ok(acl.set_tensor_shape(desc, [2, 3]))
raises(TypeError, "", acl.create_tensor_desc, FLOAT, ["two"], ND)

attributes = acl.op.create_attr()
ok(acl.op.set_attr_int(attributes, "dst_type", FLOAT16))
ok(acl.op.set_attr_bool(attributes, "flag", True))
ok(acl.op.set_attr_float(attributes, "ratio", 0.5))
ok(acl.op.set_attr_string(attributes, "mode", "half"))
ok(acl.op.set_attr_list_int(attributes, "axes", [0, -1]))
ok(acl.op.set_attr_list_float(attributes, "scales", [0.5, 2.0]))
ok(acl.op.set_attr_list_bool(attributes, "flags", [True, False]))
ok(acl.op.set_attr_list_string(attributes, "names", ["a", "b"]))
expect(acl.op.set_attr_int(0, "dst_type", 1) != 0, True)

values = np.array([[0.1, 1.0, 65504.0], [-2.5, 3.0, 1e-8]], np.float32)
source, target = ok(acl.rt.malloc(24, 0)), ok(acl.rt.malloc(12, 0))
ok(acl.rt.memcpy(source, 24, acl.util.numpy_to_ptr(values), 24, HOST_TO_DEVICE))
given, taken = acl.create_data_buffer(source, 24), acl.create_data_buffer(target, 12)


def result() -> list[list[float]]:
    ok(acl.rt.synchronize_stream(stream))
    data = bytes(12)
    ok(acl.rt.memcpy(acl.util.bytes_to_ptr(data), 12, target, 12, DEVICE_TO_HOST))
    return np.frombuffer(data, np.float16).reshape(2, 3).tolist()


wanted = values.astype(np.float16).tolist()
ok(acl.op.execute_v2("Cast", [desc], [given], [half], [taken], attributes, stream))
expect(result(), wanted)
ok(acl.rt.memset(target, 12, 0, 12))
ok(acl.op.compile_and_execute("Cast", [desc], [given], [half], [taken], attributes, 0, 0, "", stream))
expect(result(), wanted)
expect(acl.op.execute_v2("Bogus", [desc], [given], [half], [taken], attributes, stream), OP_NOT_FOUND)
expect("Bogus" in acl.get_recent_err_msg(), True)
raises(ValueError, "1 input descriptors for 2", acl.op.execute_v2, "Cast", [desc], [given, given], [half], [taken],
       attributes, stream)  # fmt: skip
expect(acl.op.execute_v2("Cast", [desc], [taken], [half], [taken], attributes, stream), INVALID_PARAM)
raises(NotImplementedError, "acl.op.create_handle", acl.op.create_handle, "Cast")

acl.op.destroy_attr(attributes)
for handle in (desc, half):
    acl.destroy_tensor_desc(handle)
for handle in (given, taken):
    ok(acl.destroy_data_buffer(handle))
ok(acl.rt.free(source))
ok(acl.rt.free(target))
ok(acl.rt.destroy_stream(stream))
ok(acl.rt.reset_device(0))
ok(acl.finalize())
finish()

"""pyACL: AscendCL for Python, on the simulated machine.

Arguments are positional; handles and addresses are integers (0 is NULL); a function answers what C writes through
pointers, in C's order, and then the status `ret`. Wrong numbers or types of arguments raise TypeError, numbers that
C would cut raise OverflowError. Functions that are documented but not simulated raise NotImplementedError with their
name, or answer an error status and say their name on stderr, as in C.
"""

from __future__ import annotations

from acl import blas, fv, himpi, mdl, media, op, prof, rt, util
from acl._binding import bind
from acl._chapter import chapter
from acl._tensor_desc import create_tensor_desc, set_tensor_shape, set_tensor_shape_range, set_tensor_storage_shape

_NAMES = """
finalize get_recent_err_msg get_cann_attribute get_device_capability

create_data_buffer destroy_data_buffer update_data_buffer get_data_buffer_addr get_data_buffer_size
get_data_buffer_size_v2 data_type_size float16_to_float float_to_float16

destroy_tensor_desc get_tensor_desc_type get_tensor_desc_format get_tensor_desc_size get_tensor_desc_element_count
get_tensor_desc_num_dims get_tensor_desc_dim get_tensor_desc_dim_v2 get_tensor_desc_name get_tensor_desc_address
get_tensor_desc_by_index set_tensor_desc_name set_tensor_format set_tensor_origin_format set_tensor_storage_format
set_tensor_dynamic_input set_tensor_const set_tensor_place_ment trans_tensor_desc_format
"""

_derived, __dir__ = chapter("acl", "acl", _NAMES, get_soc_name="aclrtGetSocName", get_version="aclrtGetVersion")

__all__ = [
    "app_log", "blas", "create_tensor_desc", "fv", "himpi", "init", "mdl", "media", "op", "prof", "rt",
    "set_tensor_shape", "set_tensor_shape_range", "set_tensor_storage_shape", "util",
]  # fmt: skip


def __getattr__(name: str) -> object:
    return _derived(name)


def init(config_path: str | None = None, /) -> int:
    """Starts AscendCL, with the settings of a JSON file when one is named; returns ret."""
    ret: int = bind("aclInit", "acl.init")(config_path or None)
    return ret


def app_log(log_level: int, func: str, file: str, line: int, message: str, /) -> None:
    """Writes one line to the application log; the message is plain text, not a format."""
    bind("aclAppLog", "acl.app_log")(log_level, func, file, line, message.replace("%", "%%"))

"""atb::Utils: the version, and the sizes of tensors."""

from __future__ import annotations

from acl_sim.surface import answers
from atb.operation import write_text
from atb.tensors import desc_of

VERSION = "9.1.0"  # of the toolkit release whose ATB this is


@answers("atb::Utils::GetAtbVersion")
def get_atb_version(_: int, out: int, room: int) -> None:
    write_text(out, room, VERSION)


@answers("atb::Utils::GetTensorSize")
def get_tensor_size(*desc: int) -> int:
    return desc_of(desc).size


@answers("atb::Utils::GetTensorNumel")
def get_tensor_numel(*desc: int) -> int:
    return desc_of(desc).elements

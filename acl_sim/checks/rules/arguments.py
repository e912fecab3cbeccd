"""Arguments that contradict each other: copies and the views that operators work on."""

from __future__ import annotations

from itertools import product
from math import prod

from acl_sim.checks.finding import ADVICE, ERROR, WARNING, Side, advises, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.checks.ranges import block_at, describe, overlap
from acl_sim.copy import DEFAULT, DEVICE, DEVICE_TO_DEVICE, DEVICE_TO_HOST, HOST_TO_HOST, place
from acl_sim.stream import Stream
from aclnn.executor import Executor
from aclnn.spans import spans
from aclnn.tensor import Tensor

KIND = rule(
    "A501", "copy-kind-contradicts-pointers", ERROR,
    "The kind of a copy must be the direction that its addresses have.",
    "AscendCL: aclrtMemcpy, aclrtMemcpyAsync, aclrtMemcpyKind",
    "Swap the addresses or name the true direction; ACL_MEMCPY_DEFAULT always fits.",
)  # fmt: skip
STORAGE = rule(
    "A502", "view-exceeds-storage", ERROR,
    "Shape, strides and offset of a tensor must stay inside its storage shape.",
    "aclnn: aclCreateTensor; Contiguous, constraints",
    "Pass the shape of the memory that the view is cut from as storageDims; strides and offset count elements.",
)  # fmt: skip
ITSELF = rule(
    "A503", "output-overlaps-itself", WARNING,
    "Each element of an output must have memory of its own.",
    "no page says so: cores write elements in no fixed order, so that any of them may be the last",
    "Give outputs strides that are not 0 and large enough; only inputs may be broadcast with stride 0.",
)  # fmt: skip
PARTLY = rule(
    "A504", "input-output-overlap", WARNING,
    "An output may take the place of an input, but must not overlap a part of it.",
    "no page says so: cores read and write in no fixed order, so that inputs may be overwritten before they are read",
    "Give the output memory of its own, or exactly the input's.",
)  # fmt: skip
MISALIGNED = rule(
    "A505", "tensor-misaligned", ADVICE,
    "The data of a tensor should begin at a multiple of 32 bytes.",
    "aclnn: aclSetRawTensorAddr",
    "Round the places of tensors in a shared block up to 32 bytes, or better to the 64 that aclrtMalloc asks for.",
)  # fmt: skip

_SIDES = {True: "device memory", False: "host memory"}
_ALIGNMENT = 32  # bytes
_MOST_ELEMENTS = 65536  # of a view whose elements are looked at one by one


def _shares_elements(tensor: Tensor) -> bool:
    """Whether two elements of the view lie at the same place; no where finding out would take too long."""
    axes = sorted((abs(stride), length) for stride, length in zip(tensor.strides, tensor.shape) if length > 1)
    reach = [sum(stride * (length - 1) for stride, length in axes[:count]) for count in range(len(axes) + 1)]
    if all(stride > below for (stride, _), below in zip(axes, reach)):
        return False
    if tensor.size > reach[-1] + 1:  # more elements than places
        return True
    if tensor.size > _MOST_ELEMENTS:
        return any(stride == 0 for stride, _ in axes)
    steps = [[index * stride for index in range(length)] for stride, length in axes]
    return len(set(map(sum, product(*steps)))) < tensor.size


def _allocation_at(address: int) -> Side | None:
    block = block_at(address)
    return history.allocation(block) if block is not None else None


class Arguments(Checker):
    def copying(self, dst: int, room: int, src: int, count: int, kind: int, stream: Stream | None) -> None:
        if kind == DEFAULT:
            return
        said = (kind in (DEVICE_TO_HOST, DEVICE_TO_DEVICE), kind not in (HOST_TO_HOST, DEVICE_TO_HOST))
        actual = (place(src) == DEVICE, place(dst) == DEVICE)
        for name, address, wanted, has in zip(("src", "dst"), (src, dst), said, actual):
            if wanted != has:
                found(KIND, f"kind {kind} says {name} is {_SIDES[wanted]}, and it is in {_SIDES[has]}",
                      _allocation_at(address))  # fmt: skip
                return

    def launching(self, executor: Executor, workspace: int, size: int, stream: Stream) -> None:
        tensors = {name: tensor for name, tensor in executor.tensors.items() if tensor.size}
        for name, tensor in tensors.items():
            self._check_storage(name, tensor)
        if advises():
            for name, tensor in tensors.items():
                self._check_alignment(name, tensor)
        self._check_outputs(executor, tensors)

    def _check_storage(self, name: str, tensor: Tensor) -> None:
        if tensor.shape and not tensor.storage_shape:
            return  # created without a storage shape: nothing to hold the view against
        start, length = tensor.extent()
        before = tensor.address - start
        beyond = start + length - tensor.address - (prod(tensor.storage_shape) * tensor.dtype.bits + 7) // 8
        if before > 0 or beyond > 0:
            much = f"{before} bytes before" if before > 0 else f"{beyond} bytes beyond"
            view = f"shape {list(tensor.shape)}, strides {list(tensor.strides)}, offset {tensor.offset}"
            detail = f"tensor {name} ({view}) reaches {much} its storage {list(tensor.storage_shape)}"
            found(STORAGE, detail, history.creation(tensor))

    def _check_alignment(self, name: str, tensor: Tensor) -> None:
        excess = tensor.address % _ALIGNMENT
        if excess:
            where = f"{tensor.address:#x}, {excess} bytes after a multiple of {_ALIGNMENT}"
            found(MISALIGNED, f"tensor {name} begins at {where}", history.creation(tensor))

    def _check_outputs(self, executor: Executor, tensors: dict[str, Tensor]) -> None:
        roles = {p.name: p for p in executor.operator.parameters}
        read = [name for name in tensors if roles[name.partition("[")[0]].is_read]
        written = [name for name in tensors if roles[name.partition("[")[0]].is_written]
        extents = {name: tensor.extent() for name, tensor in tensors.items()}
        for output in written:
            tensor = tensors[output]
            if _shares_elements(tensor):
                view = f"shape {list(tensor.shape)}, strides {list(tensor.strides)}"
                found(ITSELF, f"elements of output {output} ({view}) share memory", history.creation(tensor))
            for source in read:
                in_place = source == output or extents[source] == extents[output]
                if in_place or overlap((extents[source],), (extents[output],)) is None:
                    continue
                both = overlap(spans(tensors[source]), spans(tensor))
                if both is not None:
                    detail = f"output {output} overlaps input {source}: both have {describe(both)}"
                    found(PARTLY, detail, history.creation(tensor))

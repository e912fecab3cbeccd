"""An operation that a program has created, and the rules of Setup and Execute that all kinds of operations share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from acl_sim.machine import machine
from atb import status
from atb.context import LAUNCH, NORMAL, Context, execute_type
from atb.messages import AtbRefusal, invalid, not_now
from atb.tensors import MOST_DIMS, Desc, Given

_MOST_BYTES = 256 << 30  # of one tensor


class _Prepared(NamedTuple):
    """What Setup left for Execute."""

    inputs: tuple[Desc, ...]
    outputs: tuple[Desc, ...]
    context: Context
    workspace: int


class _Run(NamedTuple):
    """What the first half of Execute leaves for the second."""

    inputs: list[Given]
    outputs: list[Given]
    workspace: int


class Instance:
    """Subclasses say what they check and submit; tensors are in the order of the operation's inputs and outputs."""

    name: str
    input_count: int
    output_count: int

    def __init__(self) -> None:
        self.stream_id = 0
        self._prepared: _Prepared | None = None
        self._pending: _Run | None = None
        self._changed = False  # the parameter, since Setup
        self.handle = machine().handles.add(self)

    def infer(self, inputs: Sequence[Desc]) -> list[Desc]:
        """InferShape: checks the inputs and tells the outputs."""
        raise NotImplementedError

    def check(self, inputs: Sequence[Given], outputs: Sequence[Given]) -> None:
        """Setup's checks."""
        raise NotImplementedError

    def plan(self, inputs: Sequence[Given], outputs: Sequence[Given], context: Context) -> int:
        """The rest of Setup: bytes of workspace."""
        return 0

    def submit(self, inputs: Sequence[Given], outputs: Sequence[Given], workspace: int, context: Context) -> None:
        """Queues the work."""
        raise NotImplementedError

    def may_be_empty(self, index: int, is_output: bool) -> bool:
        """Whether a tensor may be left out."""
        return False

    def set_stream_id(self, number: int) -> None:
        self.stream_id = number

    def changed(self) -> None:
        """The parameter is another one: Setup has to come again."""
        self._changed = True

    def setup(self, inputs: Sequence[Given], outputs: Sequence[Given], context: Context) -> int:
        """The bytes of workspace that Execute needs."""
        self._prepared = self._pending = None
        self.check(inputs, outputs)
        workspace = self.plan(inputs, outputs, context)
        descs = tuple(given.desc for given in inputs), tuple(given.desc for given in outputs)
        self._prepared = _Prepared(*descs, context, workspace)
        self._changed = False
        return workspace

    def execute(
        self, inputs: Sequence[Given], outputs: Sequence[Given], workspace: int, size: int, context: Context
    ) -> None:
        """Checks, and queues the work on the context's stream; either half alone as the thread's ExecuteType says."""
        wanted = execute_type()
        if wanted != LAUNCH:
            self._pending = self._first_half(inputs, outputs, workspace, size, context)
        if wanted != NORMAL and wanted != LAUNCH:
            return
        run, self._pending = self._pending, None
        if run is None:
            raise not_now(f"{self.name} has no run to launch: execute it with EXECUTE_PRELAUNCH first.")
        self.submit(run.inputs, run.outputs, run.workspace, context)

    def _first_half(
        self, inputs: Sequence[Given], outputs: Sequence[Given], workspace: int, size: int, context: Context
    ) -> _Run:
        prepared = self._prepared
        if prepared is None:
            raise not_now(f"{self.name} is not prepared: Setup has not succeeded since it was created.")
        prepared.context.stream(self.stream_id)
        if context is not prepared.context:
            raise not_now(f"{self.name} was prepared with another context than the one that it is executed with.")
        if self._changed:
            raise AtbRefusal(
                status.OPERATION_NULL_RUNNER, not_now("").code, f"{self.name} has a new parameter: call Setup again."
            )
        if size < prepared.workspace:
            raise invalid("workspaceSize", size, f"must be at least Setup's {prepared.workspace}")
        if prepared.workspace and not workspace:
            raise invalid("workspace", "null", f"must have {prepared.workspace} bytes")
        pairs = ((inputs, prepared.inputs, False), (outputs, prepared.outputs, True))
        placed = [self._placed(*pair) for pair in pairs]
        return _Run(placed[0], placed[1], workspace)

    def _placed(self, given: Sequence[Given], descs: Sequence[Desc], is_output: bool) -> list[Given]:
        """The tensors as Setup saw them, at the addresses of now."""
        kind = "outTensors" if is_output else "inTensors"
        if len(given) != len(descs):
            raise invalid(kind, f"{len(given)} tensors", f"must be the {len(descs)} of Setup")
        for index, (tensor, desc) in enumerate(zip(given, descs)):
            if tensor.size != desc.size:
                raise invalid(
                    f"{kind}[{index}].dataSize", tensor.size, f"must be the {desc.size} bytes of Setup's {desc}"
                )
            if not (tensor.device or tensor.host or (self.may_be_empty(index, is_output) and tensor.is_empty)):
                raise invalid(f"{kind}[{index}]", "null", "must have an address on the device or the host")
        return [tensor._replace(desc=desc) for tensor, desc in zip(given, descs)]

    def check_counts(self, inputs: Sequence[object], outputs: Sequence[object]) -> None:
        """Raises 5 for another number of tensors than the operation has."""
        for kind, tensors, count in (
            ("inTensors", inputs, self.input_count),
            ("outTensors", outputs, self.output_count),
        ):
            if len(tensors) != count:
                raise invalid(kind, f"{len(tensors)} tensors", f"must be {count}", status.INVALID_IN_TENSOR_NUM)

    def check_shapes(self, descs: Sequence[Desc], empty: Sequence[bool], is_output: bool = False) -> None:
        """Raises 8 for a wrong number of dimensions and 9 for no or too many bytes. `empty`: which are left out."""
        kind = "outTensors" if is_output else "inTensors"
        for index, desc in enumerate(descs):
            if empty[index] and self.may_be_empty(index, is_output):
                continue
            if not 0 < desc.rank <= MOST_DIMS:
                raise invalid(
                    f"{kind}[{index}]", f"of {desc.rank}", "must have 1 to 8 dimensions", status.INVALID_TENSOR_DIM
                )
            if not 0 < desc.size <= _MOST_BYTES:
                raise invalid(f"{kind}[{index}]", desc, "must have 1 byte to 256 GiB", status.INVALID_TENSOR_SIZE)


def check_bfloat16(descs: Sequence[Desc]) -> None:
    """Raises 6 for BF16 on products without it."""
    from aclnn.dtypes import BF16

    family = machine().product.family
    if family in ("310P", "310B", "910") and any(desc.dtype == BF16 for desc in descs):
        raise invalid("dtype", "BF16", "must be a type that this product has", status.INVALID_TENSOR_DTYPE)


def find_instance(handle: int) -> Instance:
    """The operation of a handle. Raises 1 for null, and for an operation that is not of this library."""
    instance = machine().handles.find(handle, Instance)
    if instance is None:
        raise invalid("operation", f"{handle:#x}", "must be an operation of CreateOperation")
    return instance

"""How an ATB operation is declared: its parameter, its tensors, what it refuses at which stage, its kernel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from struct import pack, unpack
from types import SimpleNamespace
from typing import Any, ClassVar, NamedTuple

from aclnn import formats
from aclnn.dtypes import DType
from aclnn.tensor import Tensor
from atb import status
from atb.messages import invalid, not_now
from atb.tensors import Desc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acl_sim.stream import Stream
    from acl_sim.task import Task

FAMILIES = ("A2", "A3", "950", "310P", "310B", "910")
NOT_950 = tuple(family for family in FAMILIES if family != "950")


class Field(NamedTuple):
    """One field of a parameter, under its documented name; those of a nested structure as "outer.inner".

    kind: "int", "bool", "double", "ints" or "doubles" (vectors), or "reserved".
    """

    name: str
    kind: str = "int"


class Call(SimpleNamespace):
    """What limits and kernels see: the tensors by name (descriptions, or aclnn tensors when it runs; None for one that
    is left out), `param` with the parameter's fields, and the product's `family`; the contents of `hosts` in `held`
    from the last part of Setup on."""

    param: SimpleNamespace
    family: str
    held: dict[str, Any]


class Limit(NamedTuple):
    """A condition: `subject` `sentence`, as in "rotaryCoeff must be 2 or 4". Checked in the documented order."""

    subject: str
    sentence: str
    holds: Callable[[Any], bool]
    status: int
    families: tuple[str, ...] = FAMILIES


class Combination(NamedTuple):
    """Types (and formats, where not all are ND) that inputs and outputs may have together."""

    inputs: tuple[DType, ...]
    outputs: tuple[DType, ...]
    input_formats: tuple[int, ...] = ()
    output_formats: tuple[int, ...] = ()

    def fits(self, inputs: Sequence[Desc], outputs: Sequence[Desc]) -> bool:
        """Whether tensors have these types and formats; empty ones are not looked at. No outputs fit any."""
        given = self.input_formats or (formats.ND,) * len(self.inputs)
        results = self.output_formats or (formats.ND,) * len(self.outputs)
        wanted = [*zip(inputs, self.inputs, given), *zip(outputs, self.outputs, results)]
        return all(desc.is_empty or (desc.dtype, desc.format) == (dtype, layout) for desc, dtype, layout in wanted)


def same(arity: int, *dtypes: DType) -> tuple[Combination, ...]:
    """One type for all inputs and the one output."""
    return tuple(Combination((dtype,) * arity, (dtype,)) for dtype in dtypes)


def axis_from(number: int, x: Desc | Tensor) -> int:
    """A dimension that may be counted from the end; it may be none of x."""
    return number + len(x.shape) if number < 0 else number


class Operation:
    """An operation with the values of its parameter. Subclasses declare; a file below ops/ has one of them.

    `created`, `limits` and `prepared` are checked by CreateOperation, by InferShape and Setup, and by Setup alone.
    """

    name: ClassVar[str]
    param_type: ClassVar[str]  # without "atb::"
    fields: ClassVar[tuple[Field, ...]]
    families: ClassVar[tuple[str, ...]] = FAMILIES  # the products that have it; CreateOperation answers 1 on others
    created: ClassVar[tuple[Limit, ...]] = ()
    limits: ClassVar[tuple[Limit, ...]] = ()
    prepared: ClassVar[tuple[Limit, ...]] = ()
    optional: ClassVar[frozenset[str]] = frozenset()  # tensors that may be empty
    changes: ClassVar[tuple[str, ...]] = ()  # inputs that are written
    hosts: ClassVar[tuple[str, ...]] = ()  # inputs of INT32 that Setup reads on the host, into `held` of a call
    null_operation: ClassVar[int] = status.INVALID_PARAM  # what CreateOperation answers without a place for the result

    def __init__(self, param: SimpleNamespace, family: str) -> None:
        self.param = param
        self.family = family

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the input tensors, in order."""
        raise NotImplementedError

    @property
    def outputs(self) -> tuple[str, ...]:
        raise NotImplementedError

    @property
    def reads(self) -> tuple[str, ...]:
        """The inputs whose contents matter."""
        return self.inputs

    @property
    def combinations(self) -> tuple[Combination, ...]:
        """The types that are accepted."""
        raise NotImplementedError

    def infer(self, call: Any) -> list[Desc]:
        """Descriptions of the outputs, from those of the inputs."""
        raise NotImplementedError

    def prepare(self, call: Any) -> None:
        """What Setup checks of contents on the host, after everything else. Raises a refusal."""

    def run(self, call: Any) -> None:
        """Computes the outputs in device memory."""
        raise NotImplementedError

    def submit(self, stream: Stream, task: Task) -> None:
        """Queues the work: `task` calls `run`."""
        stream.submit(task)

    def call(self, inputs: Sequence[Desc | Tensor | None], outputs: Sequence[Desc | Tensor | None] = ()) -> Call:
        """The tensors under their names."""
        tensors = {**dict(zip(self.inputs, inputs)), **dict(zip(self.outputs, outputs))}
        return Call(param=self.param, family=self.family, **tensors)


def check(limits: Sequence[Limit], call: Call) -> None:
    """Raises the refusal of the first limit that does not hold."""
    for limit in limits:
        if call.family in limit.families and not limit.holds(call):
            value = _value(call, limit.subject)
            raise invalid(limit.subject, value, limit.sentence, limit.status)


def _value(call: Call, subject: str) -> object:
    name = subject.replace(".", "_")
    return getattr(call, name) if hasattr(call, name) else getattr(call.param, name)


def read_param(fields: Sequence[Field], slots: Sequence[int]) -> SimpleNamespace:
    """The values of a parameter's fields; a dot in a name becomes an underscore."""
    values: dict[str, Any] = {}
    position = 0
    for field in fields:
        slot = slots[position]
        position += 1
        if field.kind in ("ints", "doubles"):
            elements = slots[position : position + slot]
            values[field.name] = tuple(elements) if field.kind == "ints" else tuple(map(_double, elements))
            position += slot
        elif field.kind == "double":
            values[field.name] = _double(slot)
        else:
            values[field.name] = bool(slot) if field.kind in ("bool", "reserved") else slot
    assert position == len(slots), f"{len(slots)} numbers for {[field.name for field in fields]}"
    return SimpleNamespace(**{name.replace(".", "_"): value for name, value in values.items()})


def _double(bits: int) -> float:
    return float(unpack("<d", pack("<q", bits))[0])


def check_created(operation: Operation) -> None:
    """What CreateOperation checks: the product, reserved bytes, then the operation's own limits."""
    if operation.family not in operation.families:
        raise not_now(f"{operation.name} is not on this product: {', '.join(operation.families)} have it.")
    call = operation.call((), ())
    for field in operation.fields:
        if field.kind == "reserved" and getattr(operation.param, field.name.replace(".", "_")):
            raise invalid(field.name, "not", "must be all zero", status.INVALID_PARAM)
    check(operation.created, call)

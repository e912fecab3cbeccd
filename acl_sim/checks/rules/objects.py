"""Handles that are used after their end, ended twice, or taken for another kind."""

from __future__ import annotations

from acl_sim.checks.c_types import c_type
from acl_sim.checks.finding import ERROR, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.checks.trace import current_call
from acl_sim.handles import Handled
from acl_sim.machine import machine
from aclnn.containers import Scalar
from aclnn.executor import Executor
from aclnn.tensor import Tensor

AFTER_DESTROY = rule(
    "L301", "use-after-destroy", ERROR,
    "An object must not be used after it was destroyed.",
    "AscendCL: aclrtDestroyStream, aclrtDestroyEvent, aclrtDestroyContext; aclnn: aclDestroyTensor, aclDestroyIntArray",
    "Destroy each object after the last call that names it.",
)  # fmt: skip
TWICE = rule(
    "L302", "destroyed-twice", ERROR,
    "An object must be destroyed once.",
    "AscendCL: aclrtDestroyStream, aclrtDestroyEvent; aclnn: aclDestroyTensor, aclDestroyAclOpExecutor",
    "Destroy each object where its owner ends, and set the handle to null. "
    "Phase two frees an executor that is not repeatable.",
)  # fmt: skip
WRONG_KIND = rule(
    "L303", "wrong-handle-type", ERROR,
    "A handle must be one that the library gave out, passed as the type it has.",
    "AscendCL: aclrtCreateStream, aclrtCreateEvent; aclnn: aclCreateTensor, aclDestroyTensor",
    "Pass the handle itself, not its address, to the function of its own type.",
)  # fmt: skip
ELEMENT = rule(
    "L304", "element-of-list-destroyed-again", ERROR,
    "A list owns its elements: destroying it destroys them, and they must not be destroyed on their own.",
    "aclnn: aclCreateTensorList, aclDestroyTensorList",
    "Destroy the list only; once a tensor is in a list, forget its own handle.",
)  # fmt: skip

_ENDS = ("Destroy", "FreePhysical")  # what the names of functions that end a handle contain


class Objects(Checker):
    def __init__(self) -> None:
        self._live: dict[int, Handled] = {}
        self._ended_by: dict[int, str] = {}

    def created(self, thing: Handled) -> None:
        self._live[thing.handle] = thing

    def destroyed(self, thing: Handled) -> None:
        self._live.pop(thing.handle, None)
        self._ended_by[thing.handle] = current_call()

    def missing(self, handle: int, kind: type[Handled]) -> None:
        end = history.end(handle)
        if handle in self._live or end is None or not issubclass(end[0], kind):
            self._wrong_kind(handle, kind)
            return
        call, ended_by = current_call(), self._ended_by[handle]
        if kind is Executor and call.startswith("aclnn") and ended_by.startswith("aclnn"):
            return  # phase two after phase two: the family of executors says it better
        what = f"this {c_type(kind)}"
        if not any(word in call for word in _ENDS):
            found(AFTER_DESTROY, f"{what} has ended, in {ended_by}", end[1])
        elif issubclass(kind, (Tensor, Scalar)) and "List" in call + ended_by:
            found(ELEMENT, f"{what}, an element of a list, is destroyed again: first in {ended_by}", end[1])
        else:
            found(TWICE, f"{what} is destroyed again: it has ended, in {ended_by}", end[1])

    def _wrong_kind(self, handle: int, kind: type[Handled]) -> None:
        live, end = self._live.get(handle), history.end(handle)
        if live is not None:
            what, other = f"a live {c_type(type(live))}", history.creation(live)
        elif end is not None:
            what, other = f"a destroyed {c_type(end[0])}", end[1]
        else:
            what, other = f"{machine().handles.describe(handle)}", None
        found(WRONG_KIND, f"an {c_type(kind)} is wanted, and this is {what}", other)

"""EventOperation: records an event on the stream that the operation executes on, or lets the stream wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acl_sim.messages import Refusal
from atb import status
from atb.declare import Combination, Field, Limit, Operation
from atb.messages import AtbRefusal, invalid

if TYPE_CHECKING:
    from acl_sim.stream import Stream
    from acl_sim.task import Task
    from atb.tensors import Desc

UNDEFINED, RECORD, WAIT = range(3)


class EventOperation(Operation):
    """Records an event, or waits for it and resets it; UNDEFINED does nothing. There are no tensors.

    Execute answers 1 for a null event, and 12 where aclrtRecordEvent, aclrtStreamWaitEvent or aclrtResetEvent fail.
    """

    name = "EventOperation"
    param_type = "common::EventParam"
    fields = (Field("event"), Field("operatorType"), Field("rsv", "reserved"))
    inputs = ()
    outputs = ()
    combinations = (Combination((), ()),)
    created = (
        Limit(
            "operatorType",
            "must be UNDEFINED, RECORD or WAIT",
            lambda a: a.param.operatorType in (UNDEFINED, RECORD, WAIT),
            status.INVALID_PARAM,
        ),
    )

    def infer(self, call: Any) -> list[Desc]:
        return []

    def submit(self, stream: Stream, task: Task) -> None:
        """Queues the runtime's own tasks instead of one of this operation's."""
        from acl_sim.event import aclrtRecordEvent, aclrtResetEvent, aclrtStreamWaitEvent

        event, kind = self.param.event, self.param.operatorType
        if kind != UNDEFINED and not event:
            raise invalid("event", "null", "must be an event")
        try:
            if kind == RECORD:
                aclrtRecordEvent(event, stream.handle)
            elif kind == WAIT:
                aclrtStreamWaitEvent(stream.handle, event)
                aclrtResetEvent(event, stream.handle)
        except Refusal as refusal:
            raise AtbRefusal(status.CANN_ERROR, refusal.code, refusal.text) from None

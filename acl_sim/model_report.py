"""Chapter "model running instance", what is in a model: as a trace for chrome://tracing and on stdout."""

from __future__ import annotations

from acl_sim.capture import Model, find_model
from acl_sim.entry import entry
from acl_sim.messages import invalid
from acl_sim.outputs import read_text
from acl_sim.task import RecordTask, Task, WaitTask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_VERBOSE = 1  # ACL_MDLRI_DEBUG_JSON_PRINT_VERBOSE
_LENGTH, _STEP = 8, 10  # of a task in the trace, which has no times of its own

# What CANN calls tasks that are no operators, as torch_npu's reader of traces expects them.
_TYPES = {
    "aclrtRecordEvent": "EVENT_RECORD",
    "aclrtStreamWaitEvent": "EVENT_WAIT",
    "aclrtResetEvent": "EVENT_RESET",
    "aclrtValueWrite": "MEM_WRITE_VALUE",
    "aclrtValueWait": "MEM_WAIT_VALUE",
}


def _trace(model: Model, is_verbose: bool) -> Iterator[dict[str, Any]]:
    """An event of Chrome's trace format for each task, one after the other in its stream."""
    from os import getpid

    counts: dict[int, int] = {}
    pairs: dict[object, int] = {}
    for number, (task, stream) in enumerate(zip(model.tasks, model.streams)):
        place = counts[stream] = counts.get(stream, -1) + 1
        pair = pairs.setdefault(_pairs_by(task), number)
        about: dict[str, Any] = {
            "Model Id": model.number,
            "Stream Id": stream,
            "Task Id": number,
            "Task Type": "KERNEL_AICORE" if task.is_kernel else _TYPES.get(task.label, task.label),
        }
        if is_verbose:
            about["Reads"], about["Writes"] = (_ranges(task.reads), _ranges(task.writes))
        yield {
            "name": f"{_TYPES[task.label]}_{pair}" if task.label in _TYPES else task.label,
            "pid": f"{getpid()} aclGraph",
            "tid": f"stream{stream}",
            "ts": place * _STEP,
            "dur": _LENGTH,
            "ph": "X",
            "args": about,
        }


def _pairs_by(task: Task) -> object:
    """What a task that records or writes has in common with those that wait for it, whose names end in one number."""
    if isinstance(task, (RecordTask, WaitTask)):
        return task.record
    return (task.reads or task.writes) if task.label in _TYPES and (task.reads or task.writes) else task


def _ranges(touched: tuple[tuple[int, int], ...]) -> list[str]:
    return [f"{size} bytes from {address:#x}" for address, size in touched]


@entry(nonnull=("modelRI", "path"))
def aclmdlRIDebugJsonPrint(modelRI: int, path: int, flags: int) -> None:
    from json import dump

    model = find_model(modelRI)
    if flags > _VERBOSE:
        raise invalid("flags", flags, "ACL_MDLRI_DEBUG_JSON_PRINT_SUMMARY or _VERBOSE, 0 or 1")
    name = read_text("path", path)
    try:
        with open(name, "w", encoding="utf-8") as file:
            dump(list(_trace(model, flags == _VERBOSE)), file, indent=0)
    except OSError as failure:
        raise invalid("path", name, f"a file that can be written ({failure.strerror})") from None


@entry(nonnull=("modelRI",))
def aclmdlRIDebugPrint(modelRI: int) -> None:
    model = find_model(modelRI)
    for task in _trace(model, is_verbose=False):
        about = ", ".join(f"{name} {value}" for name, value in task["args"].items())
        print(f"{task['name']}: Device Id {model.context.device.index}, {about}", flush=True)

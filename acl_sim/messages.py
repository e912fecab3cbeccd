"""Everything the simulator says when it refuses a call, and how aclGetRecentErrMsg lays it out.

A refusal carries the public status, CANN's error code (which decides the title and the layout) and one sentence with
parameter, value and expectation. Codes EH are the AscendCL layer's, EE the runtime's, EZ aclnn's and the graph
engine's, and EB is ours for ATB, which has none.
"""

from __future__ import annotations

from acl_sim import status

DEVICE_EXECUTION = "EZ2001"
ATB_PARAMETER = "EB1001"

TITLES = {
    "EH0001": "Invalid_Argument",
    "EH0002": "Invalid_Argument_Null_Pointer",
    "EH0003": "Invalid_Argument_File_Path",
    "EH0004": "Invalid_Argument_File",
    "EH0007": "Invalid_Argument",
    "EH9999": "ACL_Inner_Error",
    "EE1002": "Stream_Sync_Timeout",
    "EE1003": "Invalid_Argument",
    "EE1005": "Not_Supported",
    "EE1010": "Wrong_Context",
    "EE1013": "Out_Of_Memory",
    "EE1016": "Operation_Not_Allowed",
    "EE1017": "Invalid_Handle",
    "EE1018": "Call_Sequence_Error",
    "EE1021": "Resource_Exhausted",
    "EZ1001": "AclNN_Parameter_Error",
    "EZ1010": "Invalid_Argument",
    "EZ1011": "Invalid_Argument_Null_Pointer",
    DEVICE_EXECUTION: "Device_Execution_Error",
    ATB_PARAMETER: "ATB_Parameter_Error",
    "EZ3003": "Not_Supported_Operator",
    "EZ9903": "AclNN_Runtime_Error",
    "EZ9999": "AclNN_Inner_Error",
}


_MOST_PENDING = 1000  # messages; later ones are dropped, as the real library does


class Refusal(Exception):
    """A call that is answered with a status other than success. `module` is under which the log has it."""

    module = "ASCENDCL"

    def __init__(self, answer: int, code: str, text: str) -> None:
        super().__init__(text)
        self.status = answer
        self.code = code
        self.text = text


def null_pointer(parameter: str) -> Refusal:
    return Refusal(status.INVALID_PARAM, "EH0002", f"Parameter {parameter} is a null pointer.")


def invalid_acl(parameter: str, value: object, expected: str, answer: int = status.INVALID_PARAM) -> Refusal:
    """A value that the AscendCL layer rejects (100000 unless said otherwise)."""
    return Refusal(answer, "EH0001", f"Parameter {parameter} is {value}, expected {expected}.")


def invalid_file(path: str, reason: str, answer: int) -> Refusal:
    return Refusal(answer, "EH0003", f"File {path}: {reason}.")


def invalid(parameter: str, value: object, expected: str, answer: int = status.RT_PARAM_INVALID) -> Refusal:
    """A value that the runtime layer rejects (107000 unless said otherwise)."""
    return Refusal(answer, "EE1003", f"Parameter {parameter} is {value}, expected {expected}.")


def no_context() -> Refusal:
    text = "This thread has no current context: call aclrtSetDevice or aclrtSetCurrentContext in it first."
    return Refusal(status.RT_CONTEXT_NULL, "EE1010", text)


def wrong_context(parameter: str, value: int) -> Refusal:
    text = f"Parameter {parameter} is {value:#x}, a stream of another context than this thread's current one."
    return Refusal(status.RT_STREAM_CONTEXT, "EE1010", text)


def stale(parameter: str, kind: str, what: str, answer: int = status.RT_INVALID_HANDLE) -> Refusal:
    """A handle that is not, or no longer, one of the expected kind; `what` describes it."""
    return Refusal(answer, "EE1017", f"Parameter {parameter} is {what}, expected a live {kind}.")


def not_supported(feature: str, answer: int = status.RT_FEATURE_NOT_SUPPORT) -> Refusal:
    return Refusal(answer, "EE1005", f"{feature} is not supported.")


def not_now(reason: str, answer: int) -> Refusal:
    """An operation that is legal, but not in the present state (capture, exclusive use)."""
    return Refusal(answer, "EE1016", reason)


def call_sequence(reason: str, answer: int) -> Refusal:
    return Refusal(answer, "EE1018", reason)


def out_of_memory(size: int, free: int, where: str) -> Refusal:
    text = f"Cannot allocate {size} bytes on {where}: {free} bytes are free."
    return Refusal(status.RT_MEMORY_ALLOCATION, "EE1013", text)


def timed_out(what: str, milliseconds: int, answer: int) -> Refusal:
    return Refusal(answer, "EE1002", f"{what} did not complete within {milliseconds} ms.")


def device_fault(reason: str) -> Refusal:
    """What an asynchronous task did wrong; it surfaces at the next synchronising call."""
    return Refusal(status.RT_AICORE_EXCEPTION, DEVICE_EXECUTION, reason)


def aclnn_null(parameter: str) -> Refusal:
    return Refusal(status.NN_PARAM_NULLPTR, "EZ1001", f"Parameter {parameter} is a null pointer.")


def aclnn_invalid(parameter: str, value: object, expected: str, answer: int = status.NN_PARAM_INVALID) -> Refusal:
    """An operator argument outside what its documentation allows."""
    code = "EZ1001" if answer < 200000 else "EZ9999"
    return Refusal(answer, code, f"Parameter {parameter} {expected}, but it is {value}.")


class ErrorLog:
    """Pending error texts of one thread, in the order they arose; with `threads`, those of the whole process.

    The same text is kept once. A program that never asks must not fill the memory, so that there is a limit.
    """

    def __init__(self, threads: bool = False) -> None:
        self._entries: dict[tuple[str, str], str] = {}  # time stamps by (code, text)
        self._threads = threads

    def add(self, refusal: Refusal, call: str) -> None:
        from _thread import get_native_id
        from time import localtime, strftime, time_ns

        now = time_ns()
        second = strftime("%Y-%m-%d-%H:%M:%S", localtime(now // 10**9))
        thread = f"[THREAD:{get_native_id()}]" if self._threads else ""
        stamp = f"{thread} {second}.{now // 10**6 % 1000:03}.{now // 1000 % 1000:03}"
        if len(self._entries) < _MOST_PENDING:
            self._entries.setdefault((refusal.code, f"[{call}] {refusal.text}"), stamp)

    def take(self) -> str | None:
        """The text of aclGetRecentErrMsg, clearing what it reports; None when nothing is pending."""
        from os import getpid

        if not self._entries:
            return None
        ((code, text), stamp), *rest = self._entries.items()
        self._entries = {}
        head = f"[PID: {getpid()}]{stamp} {TITLES[code]}({code}): "
        inner = code[2:] >= "9000"
        lines = [f"{code}: Internal error!", f"{code}{head} {text}"] if inner else [f"{head}{text}"]
        if rest:
            lines.append("        TraceBack (most recent call last):")
            lines += [f"        {text}" for (_, text), _ in rest]
        return "".join(f"{line}\n" for line in lines)

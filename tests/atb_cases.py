"""Cases for driver.cpp, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from acl_sim.program import compile_program, run_program
from acl_sim.toolkit import ensure_built

Array = NDArray[Any]

HERE = Path(__file__).parent / "atb"
DTYPES = {
    "float": 0, "float16": 1, "int8": 2, "int32": 3, "uint8": 4, "int16": 6, "uint16": 7, "uint32": 8, "int64": 9,
    "uint64": 10, "double": 11, "bool": 12, "complex64": 16, "bf16": 27, "hifloat8": 34, "float8_e5m2": 35,
    "float8_e4m3fn": 36,
}  # fmt: skip
NAMES = {code: name for name, code in DTYPES.items()}
STORAGE = {
    "float": np.float32, "float16": np.float16, "int8": np.int8, "int32": np.int32, "uint8": np.uint8,
    "int16": np.int16, "uint16": np.uint16, "uint32": np.uint32, "int64": np.int64, "uint64": np.uint64,
    "double": np.float64, "bool": np.bool_, "complex64": np.complex64, "bf16": np.uint16, "hifloat8": np.uint8,
    "float8_e5m2": np.uint8, "float8_e4m3fn": np.uint8,
}  # fmt: skip
FORMATS = {"nchw": 0, "nhwc": 1, "nd": 2, "nc1hwc0": 3, "fractal_nz": 29, "ncdhw": 30}


@dataclass(frozen=True)
class In:
    """An input: its type's name, its contents in the storage type (None: no data and no address), its format."""

    dtype: str
    data: Array | None
    shape: tuple[int, ...]
    format: str = "nd"


@dataclass(frozen=True)
class Out:
    dtype: str
    shape: tuple[int, ...]
    format: str = "nd"


@dataclass
class Case:
    """One run of an operation; `fields` are its parameter's, those of nested structures as "outer.inner"."""

    operation: str
    fields: Mapping[str, Any]
    inputs: Sequence[In] = ()
    outputs: Sequence[Out] = ()
    prepare_only: bool = False  # nothing is executed, no contents are needed
    infers_outputs: bool = False  # they are what InferShape tells
    aliases: Mapping[int, int] = field(default_factory=dict)  # outputs at the addresses of inputs


@dataclass
class Result:
    """`stage` is C, I, S, E or D where the operation refused with `status`, else "-". `dtypes` are those of outputs."""

    stage: str
    status: int
    inferred: list[tuple[int, int, tuple[int, ...]]] = field(default_factory=list)
    outputs: list[Array] = field(default_factory=list)
    dtypes: list[str] = field(default_factory=list)


def given(dtype: str, data: Array, format: str = "nd") -> In:
    """An input with the shape of its data."""
    return In(dtype, np.ascontiguousarray(data, STORAGE[dtype]), data.shape, format)


def build_driver(directory: Path) -> Path:
    program = directory / "driver"
    flags = ["-Wall", "-Wextra", "-Werror"]
    built = compile_program([HERE / "driver.cpp"], program, ensure_built(), std="c++17", flags=flags)
    assert built.returncode == 0, built.stderr
    return program


def run_cases(driver: Path, cases: Sequence[Case], product: str = "Ascend910B1") -> list[Result]:
    """What each case came to, in one process."""
    lines, data = _described(cases)
    scratch = driver.parent
    (scratch / "cases").write_text("\n".join(lines) + "\n")
    (scratch / "data").write_bytes(data)
    files = [str(scratch / name) for name in ("cases", "data", "results")]
    run = run_program(driver, files, ensure_built(), env={"ACL_SIM_SOC": product}, capture=True, timeout=500)
    assert run.returncode == 0, run.stderr
    answers = run.stdout.splitlines()
    assert len(answers) == len(cases), run.stderr
    return _results(cases, answers, (scratch / "results").read_bytes())


def _described(cases: Sequence[Case]) -> tuple[list[str], bytes]:
    lines: list[str] = []
    data = bytearray()
    for case in cases:
        lines.append(f"case {case.operation}")
        for name, value in case.fields.items():
            values = value if isinstance(value, list | tuple) else [value]
            numbers = (repr(value) if isinstance(value, float) else str(int(value)) for value in values)
            lines.append(" ".join(["set", name, *numbers]))
        for tensor in case.inputs:
            bytes_ = b"" if tensor.data is None else tensor.data.tobytes()
            offset = -1 if tensor.data is None else len(data)
            words = ("in", DTYPES[tensor.dtype], FORMATS[tensor.format], offset, len(bytes_), *tensor.shape)
            lines.append(" ".join(map(str, words)))
            data += bytes_
        for out in case.outputs:
            lines.append(" ".join(map(str, ("out", DTYPES[out.dtype], FORMATS[out.format], *out.shape))))
        lines += [f"alias {out} {given}" for out, given in case.aliases.items()]
        if case.infers_outputs:
            lines.append("inferred")
        lines.append("prepare" if case.prepare_only else "run")
    return lines, bytes(data)


def _results(cases: Sequence[Case], answers: Sequence[str], data: bytes) -> list[Result]:
    results = []
    position = 0
    for case, answer in zip(cases, answers):
        stage, status, *rest = answer.split()
        result = Result(stage, int(status))
        if stage == "-" and not case.prepare_only:
            for text in " ".join(rest).split(";")[:-1]:
                dtype, format_, *shape = map(int, text.split())
                result.inferred.append((dtype, format_, tuple(shape)))
            told = [Out(NAMES[dtype], shape) for dtype, _, shape in result.inferred]
            changed = [Out(tensor.dtype, tensor.shape) for tensor in case.inputs]  # where there are no outputs
            for out in told if case.infers_outputs else case.outputs or changed:
                count = int(np.prod(out.shape))
                storage = np.dtype(STORAGE[out.dtype])
                array = np.frombuffer(data, storage, count, position).reshape(out.shape)
                result.outputs.append(array)
                result.dtypes.append(out.dtype)
                position += array.nbytes
        results.append(result)
    assert position == len(data)
    return results

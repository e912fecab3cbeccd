"""aclnnNormRopeConcatBackward against the Jacobian of the norm and the transpose of the rotation; what it refuses."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

import norm_rope_oracle as oracle
import numpy as np
import pytest
from harness import STORAGE, Array, Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from values import agrees, narrowed, widened

OPERATOR = "aclnnNormRopeConcatBackward"
EPSILON = 0.5  # large enough to tell
INVALID, TILING, MISSING = 161002, 561002, 561103
STREAMS = {"Query": ("query", "encoderQuery"), "Key": ("key", "encoderKey"), "Value": ("key", "encoderKey")}
NORMED = {"Query": "query", "Key": "key", "AddedQuery": "encoderQuery", "AddedKey": "encoderKey"}
SAVED = tuple(f"norm{of}{part}" for of in NORMED for part in ("Weight", "Mean", "Rstd"))
INPUTS = (*(f"grad{s}Output" for s in STREAMS), *NORMED.values(), *SAVED, "ropeSin", "ropeCos")
PLAIN = (*(f"grad{s}" for s in STREAMS), *(f"gradEncoder{s}" for s in STREAMS))
AFFINE = tuple(f"gradNorm{of}{part}" for of in NORMED for part in ("Weight", "Bias"))
OUTPUTS = (*PLAIN, *AFFINE)


@dataclass(frozen=True)
class Case:
    dtype: str = "f32"
    batch: int = 2
    heads: int = 3
    head: int = 8
    queries: int = 3
    keys: int = 4
    encoder_queries: int = 2  # 0 stands for null
    encoder_keys: int = 1
    norm: int = 2
    added: int = 2
    rope: int = 1
    order: int = 0
    table: int = 4
    changes: dict[str, Any] = field(default_factory=dict)  # shapes, types, or None, by parameter

    def kind(self, of: str) -> int:
        return self.added if of.startswith("Added") else self.norm

    def shapes(self) -> dict[str, tuple[int, ...] | None]:
        """What the page asks for; everything that may be given is."""
        lengths = {
            "query": self.queries, "key": self.keys,
            "encoderQuery": self.encoder_queries, "encoderKey": self.encoder_keys,
        }  # fmt: skip
        shapes: dict[str, tuple[int, ...] | None] = {
            n: (self.batch, s, self.heads, self.head) if s else None for n, s in lengths.items()
        }
        for stream, (own, encoder) in STREAMS.items():
            shapes[f"grad{stream}Output"] = (self.batch, self.heads, lengths[own] + lengths[encoder], self.head)
            shapes[f"grad{stream}"], shapes[f"gradEncoder{stream}"] = shapes[own], shapes[encoder]
        for of, part in NORMED.items():
            statistic = (self.batch, lengths[part], self.heads, 1) if lengths[part] else None
            shapes[f"norm{of}Mean"] = shapes[f"norm{of}Rstd"] = statistic
            shapes[f"norm{of}Weight"] = (self.head,)
        shapes |= dict.fromkeys(AFFINE, (self.head,)) | dict.fromkeys(("ropeSin", "ropeCos"), (self.table, self.head))
        return shapes | {name: change for name, change in self.changes.items() if not isinstance(change, str)}

    def dtype_of(self, name: str) -> str:
        if isinstance(self.changes.get(name), str):
            return str(self.changes[name])
        return "f32" if name in SAVED and not name.endswith("Weight") else self.dtype


def arguments(case: Case, tensors: dict[str, Any]) -> list[Any]:
    numbers = [ctypes.c_int64(value) for value in (case.norm, case.added, case.rope, case.order)]
    return [*(tensors[name] for name in INPUTS), *numbers, *(tensors[name] for name in OUTPUTS)]


def random_data(case: Case, seed: int) -> dict[str, Array]:
    """Mean and rstd are those of x in float64, rounded to float32."""
    rng = np.random.default_rng(seed)
    data = {
        name: narrowed(rng.uniform(-2, 2, shape), case.dtype_of(name))
        for name, shape in case.shapes().items()
        if shape is not None
    }
    for of, part in NORMED.items():
        if part in data:
            x = widened(data[part], case.dtype)
            data[f"norm{of}Mean"] = x.mean(-1, keepdims=True).astype(np.float32)
            data[f"norm{of}Rstd"] = (1 / np.sqrt(x.var(-1, keepdims=True) + EPSILON)).astype(np.float32)
    return data


def uploaded(session: Session, case: Case, data: dict[str, Array]) -> dict[str, Any]:
    names = (*INPUTS, *OUTPUTS)
    return {name: session.tensor(data[name], case.dtype_of(name)) if name in data else None for name in names}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    queries, keys, encoder_queries, encoder_keys = draw(
        st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(0, 2), st.integers(0, 2))
    )
    return Case(
        dtype=draw(st.sampled_from(["f32", "f16", "bf16"])), batch=draw(st.integers(1, 2)),
        heads=draw(st.integers(1, 3)), head=2 * draw(st.integers(4, 16)),
        queries=queries, keys=keys, encoder_queries=encoder_queries, encoder_keys=encoder_keys,
        norm=draw(st.integers(0, 2)), added=draw(st.integers(0, 2)),
        rope=draw(st.integers(0, 2)), order=draw(st.integers(0, 1)),
        table=draw(st.integers(1, min(queries + encoder_queries, keys + encoder_keys))),
    )  # fmt: skip


def expected(case: Case, values: dict[str, Array]) -> dict[str, Array]:
    """The outputs that are written."""
    wide: dict[str, Any] = dict.fromkeys(INPUTS)
    wide |= {name: widened(bits, case.dtype_of(name)) for name, bits in values.items()}
    results: dict[str, Array] = {}
    for stream, (own, encoder) in STREAMS.items():
        dy = wide[f"grad{stream}Output"]
        if stream != "Value":
            dy = oracle.rotated(dy, case.rope, wide["ropeCos"], wide["ropeSin"], back=True)
        length, total = wide[own].shape[1], dy.shape[2]
        first = 0 if case.order == 0 else total - length
        positions = range(first, first + length), [s for s in range(total) if not first <= s < first + length]
        for name, where in zip((f"grad{stream}", f"gradEncoder{stream}"), positions):
            if name.startswith("gradEncoder") and wide[encoder] is None:
                continue
            results[name] = np.stack([dy[:, :, s] for s in where], axis=1)
    for of, part in NORMED.items():
        if wide[part] is None:
            continue
        name = f"grad{of.replace('Added', 'Encoder')}"
        two = (f"gradNorm{of}Weight", f"gradNorm{of}Bias")
        gradients = oracle.norm_gradients(results[name], wide[part], case.kind(of), wide[f"norm{of}Weight"], EPSILON)
        results |= {n: g for n, g in zip((name, *two), gradients) if g is not None}
    return results


@pytest.mark.parametrize("product", ["A3", "950"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_numbers(session: Session, data: st.DataObject) -> None:
    case = data.draw(cases(), "case")
    values = random_data(case, data.draw(st.integers(0, 2**32 - 1), "seed"))
    tensors = uploaded(session, case, values)
    session.run(OPERATOR, *arguments(case, tensors))
    written = expected(case, values)
    for name in OUTPUTS:
        if tensors[name] is None:
            continue
        result = session.read(tensors[name])
        if name in written:
            assert agrees(result, case.dtype, written[name], 1e-4), name
        else:
            assert np.array_equal(result, values[name]), name


def test_halves_are_rounded_away_from_zero(session: Session) -> None:
    """CAST_ROUND in the kernel; 0x3C03 times 1.5 is halfway between 0x3E04 and 0x3E05."""
    case = Case(
        dtype="f16", batch=1, heads=1, head=2, queries=1, keys=1, encoder_queries=0, encoder_keys=0, norm=0, table=1
    )
    values = random_data(case, 0)
    values["gradQueryOutput"] = np.array([0x3C03, 0xBC03], np.uint16).reshape(1, 1, 1, 2)
    values["ropeCos"], values["ropeSin"] = narrowed(np.full((1, 2), 1.5), "f16"), np.zeros((1, 2), np.uint16)
    tensors = uploaded(session, case, values)
    session.run(OPERATOR, *arguments(case, tensors))
    assert session.read(tensors["gradQuery"]).ravel().tolist() == [0x3E05, 0xBE05]


def changed(**changes: Any) -> Case:
    return Case(changes=changes)


# What, the case, the parameter that is blamed, the status.
REFUSED: list[tuple[str, Case, str, int]] = [
    ("int32", Case(dtype="i32"), "gradQueryOutput", INVALID),
    ("key unlike gradient", changed(key="f16"), "key", INVALID),
    ("mean in f16", changed(normQueryMean="f16"), "normQueryMean", INVALID),
    ("output unlike gradient", changed(gradNormKeyBias="f16"), "gradNormKeyBias", INVALID),
    ("rank of query", changed(query=(2, 3, 24)), "query", TILING),
    ("rank of encoderKey", changed(encoderKey=(2, 1, 24)), "encoderKey", TILING),
    ("odd rows", Case(head=7), "query", TILING),
    ("rows of 1026", Case(head=1026), "query", TILING),
    ("gradient", changed(gradQueryOutput=(2, 3, 6, 8)), "gradQueryOutput", TILING),
    ("gradient of key", changed(gradKeyOutput=(2, 5, 3, 8)), "gradKeyOutput", TILING),
    ("gradient of value", changed(gradValueOutput=(2, 3, 4, 8)), "gradValueOutput", TILING),
    ("heads of key", changed(key=(2, 4, 2, 8), **dict.fromkeys(INPUTS[1:3], (2, 2, 5, 8))), "key", TILING),
    ("batches of encoderQuery", changed(encoderQuery=(1, 2, 3, 8)), "encoderQuery", TILING),
    ("weight", changed(normAddedKeyWeight=(3, 8)), "normAddedKeyWeight", TILING),
    ("mean", changed(normQueryMean=(2, 3, 3)), "normQueryMean", TILING),
    ("rstd", changed(normAddedKeyRstd=(2, 2, 3, 1)), "normAddedKeyRstd", TILING),
    ("rank of sin", changed(ropeSin=(32,)), "ropeSin", TILING),
    ("too long a table", Case(table=6), "ropeSin", TILING),
    ("cos unlike sin", changed(ropeCos=(3, 8)), "ropeCos", TILING),
    ("norm 3", Case(norm=3), "normType", TILING),
    ("added norm -1", Case(added=-1), "normAddedType", TILING),
    ("rotation 3", Case(rope=3), "ropeType", TILING),
    ("order -1", Case(order=-1), "concatOrder", TILING),
    ("no weight", changed(normQueryWeight=None), "normQueryWeight", TILING),
    ("no mean", Case(norm=1, changes={"normKeyMean": None}), "normKeyMean", TILING),
    ("no rstd", changed(normAddedQueryRstd=None), "normAddedQueryRstd", TILING),
    ("no sin", changed(ropeSin=None), "ropeSin", TILING),
    ("no cos", changed(ropeCos=None), "ropeCos", TILING),
    ("output", changed(gradQuery=(2, 4, 3, 8)), "gradQuery", TILING),
    ("output of value", changed(gradValue=(2, 3, 3, 8)), "gradValue", TILING),
    ("no encoder's output", changed(gradEncoderQuery=None), "gradEncoderQuery", MISSING),
    ("no encoder's value", changed(gradEncoderValue=None), "gradEncoderValue", MISSING),
    ("encoder's output", changed(gradEncoderKey=(2, 2, 3, 8)), "gradEncoderKey", TILING),
    ("no gradient of weight", changed(gradNormKeyWeight=None), "gradNormKeyWeight", MISSING),
    ("no gradient of bias", changed(gradNormAddedKeyBias=None), "gradNormAddedKeyBias", MISSING),
    ("gradient of bias", changed(gradNormQueryBias=(1, 8)), "gradNormQueryBias", TILING),
]  # fmt: skip


def plan(session: Session, case: Case) -> int:
    data = {n: np.zeros(shape, STORAGE[case.dtype_of(n)]) for n, shape in case.shapes().items() if shape is not None}
    return session.plan(OPERATOR, *arguments(case, uploaded(session, case, data)))[0]


@pytest.mark.parametrize(("case", "parameter", "expected"), [pytest.param(*rest, id=what) for what, *rest in REFUSED])
def test_refusals(session: Session, case: Case, parameter: str, expected: int) -> None:
    assert plan(session, case) == expected
    assert f"Parameter {parameter} " in session.message()


def test_only_what_is_needed(session: Session) -> None:
    """Without norm, rotation and encoder the gradients are only transposed."""
    changes = dict.fromkeys((*SAVED, "ropeSin", "ropeCos", *PLAIN[3:], *AFFINE))
    case = Case(norm=0, added=2, rope=0, encoder_queries=0, encoder_keys=0, changes=changes)
    values = random_data(case, 1)
    tensors = uploaded(session, case, values)
    session.run(OPERATOR, *arguments(case, tensors))
    for stream in STREAMS:
        transposed = values[f"grad{stream}Output"].transpose(0, 2, 1, 3)
        assert np.array_equal(session.read(tensors[f"grad{stream}"]), transposed)


@pytest.mark.parametrize("product", ["310P"])
def test_product_without_the_operator(session: Session) -> None:
    assert plan(session, Case()) == 561003
    assert "Parameter product " in session.message()

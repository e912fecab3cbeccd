"""Images of another size, and their gradients, against torch's operators of the same meaning."""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

import numpy as np
import pytest
from drawing import DRAWN, Draw
from harness import Session
from hypothesis import given
from hypothesis import strategies as st
from torch_calls import OPERATORS, Call, assert_close, needs_torch, place, torch

pytestmark = needs_torch
FLOATS = ("f32", "f16", "bf16")


class Row(NamedTuple):
    """An operator and its gradient, torch's name, their types, and whether corners may be aligned."""

    name: str
    gradient: str
    torch_name: str
    spatial: int
    types: tuple[str, ...] = FLOATS
    gradient_types: tuple[str, ...] = FLOATS
    corners: bool = False


WIDE = (*FLOATS, "f64")
NEAREST = ("f32", "f16", "bf16", "f64", "u8")
ROWS = [
    Row("UpsampleNearest1dV2", "UpsampleNearest1dBackward", "upsample_nearest1d", 1, NEAREST, WIDE),
    Row("UpsampleNearest2dV2", "UpsampleNearest2dBackward", "upsample_nearest2d", 2, NEAREST),
    Row("UpsampleNearest3d", "UpsampleNearest3dBackward", "upsample_nearest3d", 3, WIDE, WIDE),
    Row("UpsampleNearestExact1d", "UpsampleNearestExact1dBackward", "_upsample_nearest_exact1d", 1, (*FLOATS, "u8")),
    Row("UpsampleNearestExact2d", "UpsampleNearestExact2dBackward", "_upsample_nearest_exact2d", 2, (*FLOATS, "u8")),
    Row("UpsampleNearestExact3d", "UpsampleNearestExact3dBackward", "_upsample_nearest_exact3d", 3),
    Row(
        "UpsampleLinear1d", "UpsampleLinear1dBackward", "upsample_linear1d", 1, gradient_types=FLOATS[:2], corners=True
    ),
    Row("UpsampleBilinear2d", "UpsampleBilinear2dBackward", "upsample_bilinear2d", 2, FLOATS, FLOATS[:2], True),
    Row("UpsampleBilinear2d", "UpsampleBilinear2dBackwardV2", "upsample_bilinear2d", 2, corners=True),
    Row("UpsampleTrilinear3d", "UpsampleTrilinear3dBackward", "upsample_trilinear3d", 3, WIDE, WIDE, True),
    Row("UpsampleBicubic2d", "UpsampleBicubic2dBackward", "upsample_bicubic2d", 2, corners=True),
    Row("UpsampleBilinear2dAA", "UpsampleBilinear2dAABackward", "_upsample_bilinear2d_aa", 2, corners=True),
    Row("UpsampleBicubic2dAA", "UpsampleBicubic2dAAGrad", "_upsample_bicubic2d_aa", 2, corners=True),
]


class Case:
    """What an example draws: an image, the wanted size, scales or none, corners or not."""

    def __init__(self, d: Draw, row: Row, types: tuple[str, ...]) -> None:
        d.types = types
        # torch's antialiasing mistakes an image of width 1 for one with the channels at the end.
        least = 2 if row.name.endswith("AA") else 1
        self.x = d.tensor([d.integer(1, 2), d.integer(1, 2), *(d.integer(least, 5) for _ in range(row.spatial))])
        self.x = self.x / 33 if self.x.is_floating_point() else self.x
        self.corners = row.corners and bool(d.integer(0, 1))
        lengths = self.x.shape[2:]
        scales = [d.integer(2, 12) / 4 for _ in lengths]
        self.size = [d.integer(least, 8) for _ in lengths]
        self.scaled = bool(d.integer(0, 1)) and all(map(self._is_plain, lengths, scales, [least] * row.spatial))
        if self.scaled:
            self.size = [int(length * scale) for length, scale in zip(lengths, scales)]
        self.scales = scales if self.scaled else [0.0] * row.spatial
        flags = [self.corners] if row.corners else []
        self.rest = [*flags, *(self.scales if self.scaled else [None] * row.spatial)]

    @staticmethod
    def _is_plain(length: int, scale: float, least: int) -> bool:
        """torch's nearest ignores a scale where the new length is the old one, or twice that."""
        wanted = int(length * scale)
        return wanted >= least and (wanted not in (length, 2 * length) or wanted == length * scale)

    def attributes(self, name: str) -> dict[str, Any]:
        fields = [p.field for p in OPERATORS[name].parameters if "scale" in p.field]
        corners = {"alignCorners": self.corners} if any(isinstance(r, bool) for r in self.rest) else {}
        return {**corners, **dict(zip(fields, self.scales)), "outputSize": self.size}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
@DRAWN
@given(data=st.data())
def test_forward(session: Session, row: Row, data: st.DataObject) -> None:
    d = Draw(data, row.types)
    case = Case(d, row, row.types)
    wide = case.x if case.x.dtype == torch.uint8 else case.x.double()
    exact = getattr(torch.ops.aten, row.torch_name)(wide, case.size, *case.rest)
    field = OPERATORS[row.name].parameters[0].field
    room = torch.empty(exact.shape, dtype=case.x.dtype)
    found = Call(session, row.name, d.rng, **{field: case.x}, **case.attributes(row.name), out=room).run()
    assert_close(found, exact, 1, 0 if "earest" in row.name else 1e-5)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.gradient)
@DRAWN
@given(data=st.data())
def test_gradient(session: Session, row: Row, data: st.DataObject) -> None:
    d = Draw(data, row.gradient_types)
    case = Case(d, row, row.gradient_types)
    grad = (
        d.tensor(
            [*case.x.shape[:2], *case.size],
            {torch.float32: "f32", torch.float16: "f16", torch.bfloat16: "bf16"}.get(case.x.dtype, "f64"),
        )
        / 33
    )
    function = getattr(torch.ops.aten, f"{row.torch_name}_backward")
    exact = function(grad.double(), case.size, list(case.x.shape), *case.rest)
    operator = OPERATORS[row.gradient]
    field, result = operator.parameters[0].field, operator.outputs[0].field
    given_ = {field: grad, "inputSize": list(case.x.shape), result: torch.empty_like(case.x)}
    found = Call(session, row.gradient, d.rng, **given_, **case.attributes(row.gradient)).run()
    assert_close(found, exact, 1, 2e-5)


@pytest.mark.parametrize("spatial", [2, 3])
def test_channels_at_the_end(session: Session, spatial: int) -> None:
    """In NHWC and NDHWC it is the dimensions between the first and the last that are resampled."""
    name = {2: "UpsampleNearest2dV2", 3: "UpsampleNearest3d"}[spatial]
    rng = np.random.default_rng(1)
    x = torch.from_numpy(rng.uniform(-1, 1, (2, 3, 2, 3, 2)[: spatial + 2])).float()
    size = (5, 4, 2)[:spatial]
    moved = x.movedim(-1, 1)
    exact = torch.nn.functional.interpolate(moved, size).movedim(1, -1).contiguous()
    layout = {2: "NHWC", 3: "NDHWC"}[spatial]
    image, room = place(session, x, rng, layout), place(session, torch.empty_like(exact), rng, layout)
    kind = ctypes.c_float if spatial == 2 else ctypes.c_double
    scales = [kind(0)] * spatial
    session.run(OPERATORS[name].c_name, image.device, session.int_array(size), *scales, room.device)
    assert_close(room.read(session), exact)


def _base(row: Row, gradient: bool) -> dict[str, Any]:
    operator = OPERATORS[row.gradient if gradient else row.name]
    small, large = [1, 2, *[3] * row.spatial], [1, 2, *[6] * row.spatial]
    values: dict[str, Any] = {p.field: 0.0 for p in operator.parameters if "scale" in p.field}
    values["outputSize"] = large[2:]
    if row.corners:
        values["alignCorners"] = False
    if gradient:
        values["inputSize"] = small
    given_, result = torch.zeros(large if gradient else small), torch.zeros(small if gradient else large)
    return {**values, operator.parameters[0].field: given_, operator.outputs[0].field: result}


def _changes(row: Row, gradient: bool) -> list[dict[str, Any]]:
    """Each breaks one limit."""
    operator = OPERATORS[row.gradient if gradient else row.name]
    field, result = operator.parameters[0].field, operator.outputs[0].field
    base = _base(row, gradient)
    wrong: list[dict[str, Any]] = [
        {field: base[field][0]},
        {result: base[result].half()},
        {result: torch.zeros(1)},
        {"outputSize": [6] * (row.spatial + 1)},
        {"outputSize": [0] * row.spatial},
        {field: base[field].int(), result: base[result].int()},
    ]
    if gradient:
        wrong += [
            {"inputSize": [3] * row.spatial},
            {"inputSize": [1, 2, *[0] * row.spatial]},
            {"inputSize": [1, 3, *[3] * row.spatial]},
        ]
    return wrong


@pytest.mark.parametrize("gradient", [False, True])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.gradient)
def test_refused(session: Session, row: Row, gradient: bool) -> None:
    name = row.gradient if gradient else row.name
    base = _base(row, gradient)
    assert Call(session, name, **base).plan() == 0, session.message()
    for changed in _changes(row, gradient):
        assert Call(session, name, **{**base, **changed}).plan() == 161002, changed


OWN = [
    ("UpsampleNearestExact2d", {"scalesH": -1.0}),
    ("UpsampleNearestExact1dBackward", {"scales": -1.0}),
    ("UpsampleNearestExact2dBackward", {"scalesW": -1.0}),
    ("UpsampleNearestExact3dBackward", {"scalesW": 50.5}),
    ("UpsampleBilinear2d", {"scalesW": -1.0}),
    ("UpsampleBilinear2d", {"self": "f64"}),
    ("UpsampleLinear1d", {"scales": 3.0}),
    ("UpsampleLinear1dBackward", {"scales": 501.0}),
    ("UpsampleLinear1dBackward", {"gradOut": "bf16"}),
    ("UpsampleBilinear2dBackward", {"gradOut": "bf16"}),
    ("UpsampleTrilinear3d", {"scalesD": 51.0}),
    ("UpsampleBicubic2d", {"scalesH": 3.0}),
    ("UpsampleBilinear2dAA", {"scalesH": -1.0}),
    ("UpsampleBilinear2dAABackward", {"scalesH": -1.0}),
    ("UpsampleBicubic2dAAGrad", {"scalesW": -1.0}),
]


@pytest.mark.parametrize(("name", "changed"), OWN)
def test_limits_of_one_operator(session: Session, name: str, changed: dict[str, Any]) -> None:
    row = next(row for row in ROWS if name in (row.name, row.gradient))
    base = _base(row, name == row.gradient)
    kinds = {"f64": torch.float64, "bf16": torch.bfloat16}
    for value in changed.values():
        if isinstance(value, str):
            changed = {key: tensor.to(kinds[value]) for key, tensor in base.items() if isinstance(tensor, torch.Tensor)}
    assert Call(session, name, **{**base, **changed}).plan() == 161002


@pytest.mark.parametrize("name", ["UpsampleNearest2dV2", "UpsampleBicubic2dAA"])
def test_a_scale_that_has_nothing_to_do_with_the_sizes(session: Session, name: str) -> None:
    """Costs no more than the image: places beyond it are its border."""
    row = next(row for row in ROWS if row.name == name)
    operator, base = OPERATORS[name], _base(row, False)
    base.update({operator.parameters[0].field: torch.ones(1, 2, 3, 3), "scalesH": 1e-30})
    assert Call(session, name, **base).run()[0, 0, 0, 0].item() == pytest.approx(1, abs=1e-6)


SHRINKING = ["UpsampleTrilinear3d", "UpsampleBilinear2dAA", "UpsampleBicubic2dAA"]
GROWING = [row.gradient for row in ROWS if "Exact" in row.gradient] + ["UpsampleBicubic2dAAGrad"]


@pytest.mark.parametrize("name", [*SHRINKING, *GROWING])
@pytest.mark.parametrize("more", [0, 1])
def test_no_more_than_fifty_times(session: Session, name: str, more: int) -> None:
    row = next(row for row in ROWS if name in (row.name, row.gradient))
    gradient, long = name == row.gradient, torch.zeros(1, 1, *[1] * (row.spatial - 1), 50 + more)
    short = torch.zeros(1, 1, *[1] * row.spatial)
    operator, base = OPERATORS[name], _base(row, name == row.gradient)
    base.update({operator.parameters[0].field: long, operator.outputs[0].field: short})
    base["outputSize"] = long.shape[2:] if gradient else short.shape[2:]
    if gradient:
        base["inputSize"] = short.shape
    assert Call(session, name, **base).plan() == (161002 if more else 0)


LIMITED = [row.gradient for row in ROWS if row.gradient.split("Upsample")[1] in (
    "Nearest3dBackward", "Linear1dBackward", "Bilinear2dBackwardV2", "Trilinear3dBackward", "NearestExact3dBackward",
)]  # fmt: skip


@pytest.mark.parametrize("name", [*LIMITED, "UpsampleBicubic2d"])
def test_no_dimension_above_two_to_the_twentieth(session: Session, name: str) -> None:
    row = next(row for row in ROWS if name in (row.name, row.gradient))
    operator, base = OPERATORS[name], _base(row, name == row.gradient)
    channels = 2**20 + 1
    shapes = {
        key: torch.zeros(1, channels, *[1] * row.spatial)
        for key in (operator.parameters[0].field, operator.outputs[0].field)
    }
    base.update(shapes)
    base["outputSize"] = [1] * row.spatial
    if name == row.gradient:
        base["inputSize"] = [1, channels, *[1] * row.spatial]
    assert Call(session, name, **base).plan() == 161002
    assert "2^20" in session.message()


def test_formats_with_the_channels_at_the_end_that_some_lack(session: Session) -> None:
    for name in ("UpsampleBicubic2d", "UpsampleBilinear2dAA", "UpsampleBicubic2dAA"):
        x = place(session, torch.zeros(1, 3, 3, 2), None, "NHWC").device
        flags = [ctypes.c_bool(False), ctypes.c_double(0), ctypes.c_double(0)]
        status = session.plan(OPERATORS[name].c_name, x, session.int_array([3, 3]), *flags, x)[0]
        assert status == 161002, name

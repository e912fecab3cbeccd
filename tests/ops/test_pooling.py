"""Pooling, adaptive pooling, masks and unpooling, with their gradients, against torch in float64."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from array_calls import assert_refused
from drawing import DRAWN, Draw
from harness import Session
from hypothesis import given
from hypothesis import strategies as st
from torch_calls import DTYPES, TYPES, Call, assert_close, needs_torch, place, torch

NARROW = ("f32", "f16", "bf16")
F = torch.nn.functional if torch else None
SUMMED = 2e-4  # of a gradient: up to 343 numbers of some tens are summed in FLOAT


class Windows:
    """What an example draws: an image that may have no batch, and the attributes of a pool that fits."""

    def __init__(self, d: Draw, spatial: int, dilated: bool = False) -> None:
        self.kernel, self.stride = ([d.integer(1, 3) for _ in range(spatial)] for _ in range(2))
        self.padding = [d.integer(0, k // 2) for k in self.kernel]
        self.dilation = [d.integer(1, 2) if dilated else 1 for _ in range(spatial)]
        self.ceil = bool(d.integer(0, 1))
        sizes = [w * (k - 1) + 1 + d.integer(0, 3) for w, k in zip(self.dilation, self.kernel)]
        self.x = d.tensor([*d.shape(1, 2, shortest=1), *sizes])

    def attributes(self) -> dict[str, Any]:
        return {"kernelSize": self.kernel, "stride": self.stride, "padding": self.padding, "ceilMode": self.ceil}


def _gradient(d: Draw, exact: Any, wide: Any, dtype: Any) -> tuple[Any, Any]:
    """A drawn gradient of the result, and that of the input in float64."""
    grad = d.tensor(exact.shape, TYPES[dtype]) / 33
    return grad, torch.autograd.grad(exact, wide, grad.double())[0]


@needs_torch
@DRAWN
@given(data=st.data())
def test_means_of_volumes(session: Session, data: st.DataObject) -> None:
    d = Draw(data, NARROW)
    w, counts, divisor = Windows(d, 3), bool(d.integer(0, 1)), d.integer(0, 2) * 3
    w.x = w.x / 33
    wide = w.x.double().requires_grad_()
    exact = F.avg_pool3d(wide, w.kernel, w.stride, w.padding, w.ceil, counts, divisor or None)
    values = {**w.attributes(), "countIncludePad": counts, "divisorOverride": divisor}
    room = torch.empty(exact.shape, dtype=w.x.dtype)
    found = Call(session, "AvgPool3d", d.rng, self=w.x, **values, out=room).run()
    assert_close(found, exact.detach(), 1, 1e-6)
    grad, slope = _gradient(d, exact, wide, w.x.dtype)
    given_ = {"gradOutput": grad, "self": w.x, "output": torch.empty_like(w.x)}
    assert_close(Call(session, "AvgPool3dBackward", d.rng, **given_, **values).run(), slope, 1, 1e-5)


@needs_torch
@DRAWN
@given(data=st.data())
def test_maxima_of_volumes(session: Session, data: st.DataObject) -> None:
    """Of few different numbers, so that there are ties; the gradient's dilation is 1."""
    d = Draw(data, NARROW)
    w = Windows(d, 3, dilated=bool(d.integer(0, 1)))
    w.x = w.x.remainder(3).round()
    wide = w.x.double().requires_grad_()
    exact, places = F.max_pool3d(wide, w.kernel, w.stride, w.padding, w.dilation, w.ceil, return_indices=True)
    values = {**w.attributes(), "dilation": w.dilation}
    index = d.data.draw(st.sampled_from((torch.int32, torch.int64)))
    room = {"out": torch.empty(exact.shape, dtype=w.x.dtype), "indices": torch.empty(exact.shape, dtype=index)}
    result, found = Call(session, "MaxPool3dWithArgmax", d.rng, self=w.x, **values, **room).run()
    assert_close(result, exact.detach())
    assert_close(found, places)
    if set(w.dilation) == {1}:
        grad, slope = _gradient(d, exact, wide, w.x.dtype)
        given_ = {"gradOutput": grad, "self": w.x, "indices": found, "gradInput": torch.empty_like(w.x)}
        assert_close(Call(session, "MaxPool3dWithArgmaxBackward", d.rng, **given_, **values).run(), slope, 1, 1e-5)


@needs_torch
@DRAWN
@given(data=st.data())
def test_maxima_with_a_mask(session: Session, data: st.DataObject) -> None:
    """The mask has a bit for each window in the row of the place where its maximum is."""
    d = Draw(data, NARROW)
    w = Windows(d, 2)
    w.x = w.x.remainder(3).round()
    wide = w.x.double().requires_grad_()
    exact, places = F.max_pool2d(wide, w.kernel, w.stride, w.padding, 1, w.ceil, return_indices=True)
    values = {**w.attributes(), "dilation": [1]}
    windows = exact.shape[-1] * exact.shape[-2]
    shape = (*w.x.shape[:-2], w.kernel[0] * w.kernel[1], (-(-windows // 16) + 1) * 32)
    room = {"out": torch.empty(exact.shape, dtype=w.x.dtype), "indices": torch.empty(shape, dtype=torch.int8)}
    result, mask = Call(session, "MaxPool2dWithMask", d.rng, self=w.x, **values, **room).run()
    assert_close(result, exact.detach())
    bits = np.unpackbits(mask.numpy().view(np.uint8), axis=-1, bitorder="little")[..., :windows]
    assert (bits.sum(-2) == 1).all()
    ordinal = torch.from_numpy(bits.argmax(-2)).reshape(exact.shape)
    rows = torch.arange(exact.shape[-2])[:, None] * w.stride[0] - w.padding[0] + ordinal // w.kernel[1]
    columns = torch.arange(exact.shape[-1]) * w.stride[1] - w.padding[1] + ordinal % w.kernel[1]
    assert torch.equal(rows * w.x.shape[-1] + columns, places)
    grad, slope = _gradient(d, exact, wide, w.x.dtype)
    given_ = {"gradOutput": grad, "self": w.x, "indices": mask, "gradInput": torch.empty_like(w.x)}
    assert_close(Call(session, "MaxPool2dWithMaskBackward", d.rng, **given_, **values).run(), slope, 1, 1e-5)


@needs_torch
@pytest.mark.parametrize("spatial", [2, 3])
@DRAWN
@given(data=st.data())
def test_adaptive_means(session: Session, spatial: int, data: st.DataObject) -> None:
    d = Draw(data, NARROW)
    x = d.tensor([*d.shape(1, 2, shortest=1), *(d.integer(1, 6) for _ in range(spatial))]) / 33
    size = [d.integer(1, 7) for _ in range(spatial)]
    wide = x.double().requires_grad_()
    exact = (F.adaptive_avg_pool2d if spatial == 2 else F.adaptive_avg_pool3d)(wide, size)
    name = f"AdaptiveAvgPool{spatial}d"
    room = torch.empty(exact.shape, dtype=x.dtype)
    found = Call(session, name, d.rng, self=x, outputSize=size, out=room).run()
    assert_close(found, exact.detach(), 1, 1e-6)
    grad, slope = _gradient(d, exact, wide, x.dtype)
    given_ = {"gradOutput": grad, "self": x, "out": torch.empty_like(x)}
    assert_close(Call(session, f"{name}Backward", d.rng, **given_).run(), slope, 1, SUMMED)


@needs_torch
@pytest.mark.parametrize("spatial", [2, 3])
@DRAWN
@given(data=st.data())
def test_adaptive_maxima(session: Session, spatial: int, data: st.DataObject) -> None:
    d = Draw(data, (*NARROW, "f64") if spatial == 2 else NARROW)
    x = d.tensor([*d.shape(1, 2, shortest=1), *(d.integer(1, 6) for _ in range(spatial))]).remainder(4).round()
    size = [d.integer(1, 7) for _ in range(spatial)]
    wide = x.double().requires_grad_()
    function = F.adaptive_max_pool2d if spatial == 2 else F.adaptive_max_pool3d
    exact, places = function(wide, size, return_indices=True)
    name = f"AdaptiveMaxPool{spatial}d"
    room = {"outputOut": torch.empty(exact.shape, dtype=x.dtype), "indicesOut": torch.empty_like(places)}
    result, found = Call(session, name, d.rng, self=x, outputSize=size, **room).run()
    assert_close(result, exact.detach())
    assert_close(found, places)
    if x.dtype != torch.float64:
        grad, slope = _gradient(d, exact, wide, x.dtype)
        index = d.data.draw(st.sampled_from((torch.int32, torch.int64)))
        given_ = {"gradOutput": grad, "self": x, "indices": found.to(index), "gradInput": torch.empty_like(x)}
        assert_close(Call(session, f"{name}Backward", d.rng, **given_).run(), slope, 1, SUMMED)


@needs_torch
@pytest.mark.parametrize("spatial", [2, 3])
@DRAWN
@given(data=st.data())
def test_unpooling(session: Session, spatial: int, data: st.DataObject) -> None:
    d = Draw(data, ("f32", "f16", "f64", "i8", "i16", "i32", "i64", "u8"))
    images = d.shape(1, 2, shortest=1)
    size = [d.integer(1, 5) for _ in range(spatial)]
    shape = [*images, *(d.integer(1, length) for length in size)]
    x = d.tensor(shape)
    count, room_for, taken = math.prod(images), math.prod(size), math.prod(shape[len(images) :])
    places = [d.rng.permutation(room_for)[:taken] for _ in range(count)]
    index = torch.from_numpy(np.stack(places).reshape(shape))
    exact = torch.zeros(count, room_for, dtype=x.dtype)
    exact.scatter_(1, index.reshape(len(exact), -1), x.reshape(len(exact), -1))
    kind = d.data.draw(st.sampled_from((torch.int32, torch.int64)))
    values = {"self": x, "indices": index.to(kind), "outputSize": size}
    room = torch.empty(*images, *size, dtype=x.dtype)
    more = {"stride": [1, 1, 1], "padding": [0, 0, 0], "outRef": room} if spatial == 3 else {"out": room}
    found = Call(session, f"MaxUnpool{spatial}d", d.rng, **values, **more).run()
    assert_close(found, exact.reshape(room.shape))


@needs_torch
@pytest.mark.parametrize("name", ["MaxUnpool2d", "AdaptiveMaxPool2dBackward", "MaxPool2dWithIndicesBackward"])
def test_an_index_beyond_the_image(session: Session, name: str) -> None:
    x, index = torch.ones(1, 2, 2), torch.full((1, 2, 2), 4)
    values: dict[str, Any] = {"self": x, "indices": index, "outputSize": [2, 2], "out": x}
    if name != "MaxUnpool2d":
        values = {"gradOutput": x, "self": x, "indices": index, "gradInput": x}
    if "Indices" in name:
        values.update(kernelSize=[1], stride=[], padding=[0], dilation=[1], ceilMode=False)
    call = Call(session, name, **values)
    status, _, executor = session.plan(call.operator.c_name, *call.arguments)
    assert status == 0, session.message()
    assert getattr(session.acl, call.operator.c_name)(None, 0, executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 507015
    assert "indices" in session.message()


VOLUME, POOLED3, INDEX3 = ("f32", (1, 4, 4, 4)), ("f32", (1, 2, 2, 2)), ("i64", (1, 2, 2, 2))
IMAGE, POOLED2, INDEX2 = ("f32", (1, 4, 4)), ("f32", (1, 2, 2)), ("i64", (1, 2, 2))
MASK = ("i8", (1, 4, 64))
SQUARE = {"kernelSize": (2,), "stride": (), "padding": (0,), "ceilMode": False}
MEAN = {**SQUARE, "countIncludePad": False, "divisorOverride": 0}
MAX = {**SQUARE, "dilation": (1,)}
BASES: dict[str, dict[str, Any]] = {
    "AvgPool3d": {"self": VOLUME, **MEAN, "out": POOLED3},
    "AvgPool3dBackward": {"gradOutput": POOLED3, "self": VOLUME, **MEAN, "output": VOLUME},
    "MaxPool3dWithArgmax": {"self": VOLUME, **MAX, "out": POOLED3, "indices": INDEX3},
    "MaxPool3dWithArgmaxBackward": {"gradOutput": POOLED3, "self": VOLUME, "indices": INDEX3, **MAX},
    "MaxPool2dWithMask": {"self": IMAGE, **MAX, "out": POOLED2, "indices": MASK},
    "MaxPool2dWithMaskBackward": {"gradOutput": POOLED2, "self": IMAGE, "indices": MASK, **MAX, "gradInput": IMAGE},
    "AdaptiveAvgPool3d": {"self": VOLUME, "outputSize": (2, 2, 2), "out": POOLED3},
    "AdaptiveAvgPool2dBackward": {"gradOutput": POOLED2, "self": IMAGE, "out": IMAGE},
    "AdaptiveAvgPool3dBackward": {"gradOutput": POOLED3, "self": VOLUME, "out": VOLUME},
    "AdaptiveMaxPool2d": {"self": IMAGE, "outputSize": (2, 2), "outputOut": POOLED2, "indicesOut": INDEX2},
    "AdaptiveMaxPool3d": {"self": VOLUME, "outputSize": (2, 2, 2), "outputOut": POOLED3, "indicesOut": INDEX3},
    "AdaptiveMaxPool2dBackward": {"gradOutput": POOLED2, "self": IMAGE, "indices": INDEX2, "gradInput": IMAGE},
    "AdaptiveMaxPool3dBackward": {"gradOutput": POOLED3, "self": VOLUME, "indices": INDEX3, "gradInput": VOLUME},
    "MaxUnpool2d": {"self": POOLED2, "indices": INDEX2, "outputSize": (4, 4), "out": IMAGE},
    "MaxUnpool3d": {"self": POOLED3, "indices": INDEX3, "outputSize": (4, 4, 4), "outRef": VOLUME},
}
BASES["MaxPool3dWithArgmaxBackward"].update(gradInput=VOLUME)
BASES["MaxUnpool3d"].update(stride=(2, 2, 2), padding=(0, 0, 0))
HALF, TWICE, SHORT = ("f16", (1, 4, 4, 4)), ("f32", (2, 2, 2, 2)), (2, 2)
POOLS = ("AvgPool3d", "AvgPool3dBackward", "MaxPool3dWithArgmax", "MaxPool3dWithArgmaxBackward")
MASKS = ("MaxPool2dWithMask", "MaxPool2dWithMaskBackward")


@pytest.mark.parametrize(
    ("name", "changed", "parameter"),
    [
        *((name, {}, "") for name in BASES),
        *((name, {"kernelSize": (2, 2)}, "kernelSize") for name in POOLS),
        *((name, {"kernelSize": (0,)}, "kernelSize") for name in (*POOLS, *MASKS)),
        *((name, {"stride": (0,)}, "stride") for name in (*POOLS, *MASKS)),
        *((name, {"stride": (2, 2, 2, 2)}, "stride") for name in (*POOLS, *MASKS)),
        *((name, {"padding": (-1,)}, "padding") for name in (*POOLS, *MASKS)),
        *((name, {"padding": (2,)}, "padding") for name in (*POOLS, *MASKS)),
        *((name, {"padding": ()}, "padding") for name in (*POOLS, *MASKS)),
        *((name, {"dilation": (0,)}, "dilation") for name in (*POOLS[2:], *MASKS)),
        *((name, {"dilation": (2,)}, "dilation") for name in MASKS),
        *((name, {"dilation": (1, 1, 1, 1)}, "dilation") for name in (*POOLS[2:], *MASKS)),
        ("AvgPool3d", {"kernelSize": (5,)}, "kernelSize"),
        ("AvgPool3d", {"self": ("f32", (4, 4, 4))}, "self"),
        ("AvgPool3d", {"out": VOLUME}, "out"),
        ("AvgPool3dBackward", {"gradOutput": VOLUME}, "gradOutput"),
        ("AvgPool3dBackward", {"output": POOLED3}, "output"),
        ("MaxPool3dWithArgmax", {"dilation": (4,)}, "self"),
        ("MaxPool3dWithArgmax", {"indices": ("i64", (1, 2, 2, 3))}, "indices"),
        ("MaxPool3dWithArgmaxBackward", {"indices": ("i64", (1, 2, 2, 3))}, "indices"),
        ("MaxPool3dWithArgmaxBackward", {"gradInput": POOLED3}, "gradInput"),
        ("MaxPool2dWithMask", {"indices": ("i8", (1, 4, 32))}, "indices"),
        ("MaxPool2dWithMask", {"indices": ("i32", (1, 4, 64))}, "indices"),
        ("MaxPool2dWithMask", {"self": ("f32", (1, 0, 4)), "out": ("f32", (1, 0, 2))}, "self"),
        ("MaxPool2dWithMaskBackward", {"indices": ("i8", (1, 4, 32))}, "indices"),
        ("MaxPool2dWithMaskBackward", {"gradOutput": IMAGE}, "gradOutput"),
        ("AdaptiveAvgPool3d", {"outputSize": (2, 2)}, "outputSize"),
        ("AdaptiveAvgPool3d", {"outputSize": (2, 2, 0)}, "outputSize"),
        ("AdaptiveAvgPool3d", {"self": ("f32", (1, 0, 4, 4))}, "self"),
        ("AdaptiveAvgPool3d", {"out": VOLUME}, "out"),
        ("AdaptiveAvgPool2dBackward", {"gradOutput": ("f32", (2, 2, 2))}, "gradOutput"),
        ("AdaptiveAvgPool2dBackward", {"gradOutput": ("f32", (1, 1, 2, 2))}, "gradOutput"),
        ("AdaptiveAvgPool2dBackward", {"self": ("f32", (4, 4)), "out": ("f32", (4, 4))}, "self"),
        ("AdaptiveAvgPool3dBackward", {"gradOutput": ("f32", (1, 0, 2, 2))}, "gradOutput"),
        ("AdaptiveAvgPool3dBackward", {"out": HALF}, "out"),
        ("AdaptiveMaxPool2d", {"outputSize": (2, 0)}, "outputSize"),
        ("AdaptiveMaxPool2d", {"outputSize": (2,)}, "outputSize"),
        ("AdaptiveMaxPool2d", {"self": ("f32", (1, 0, 4))}, "self"),
        ("AdaptiveMaxPool2d", {"indicesOut": ("i32", (1, 2, 2))}, "indicesOut"),
        ("AdaptiveMaxPool2d", {"indicesOut": ("i64", (1, 2, 3))}, "indicesOut"),
        ("AdaptiveMaxPool3d", {"outputSize": SHORT}, "outputSize"),
        ("AdaptiveMaxPool3d", {"outputOut": VOLUME}, "outputOut"),
        ("AdaptiveMaxPool2dBackward", {"indices": ("i64", (1, 2, 3))}, "indices"),
        ("AdaptiveMaxPool2dBackward", {"gradInput": POOLED2}, "gradInput"),
        ("AdaptiveMaxPool3dBackward", {"self": IMAGE, "gradInput": IMAGE}, "self"),
        ("AdaptiveMaxPool3dBackward", {"gradOutput": TWICE, "indices": ("i64", TWICE[1])}, "gradOutput"),
        ("MaxUnpool2d", {"outputSize": (4,)}, "outputSize"),
        ("MaxUnpool2d", {"outputSize": (1, 2), "out": ("f32", (1, 1, 2))}, "outputSize"),
        ("MaxUnpool2d", {"indices": ("i64", (1, 2, 3))}, "indices"),
        ("MaxUnpool2d", {"out": POOLED2}, "out"),
        ("MaxUnpool2d", {"self": ("bf16", (1, 2, 2)), "out": ("bf16", (1, 4, 4))}, "self"),
        ("MaxUnpool3d", {"stride": (1, 1)}, "stride"),
        ("MaxUnpool3d", {"stride": (1, 1, 0)}, "stride"),
        ("MaxUnpool3d", {"padding": (1, 1)}, "padding"),
        ("MaxUnpool3d", {"self": ("f32", (1, 0, 2, 2)), "indices": ("i64", (1, 0, 2, 2))}, "self"),
        ("MaxUnpool3d", {"outRef": POOLED3}, "outRef"),
    ],
)  # fmt: skip
def test_refused(session: Session, name: str, changed: dict[str, Any], parameter: str) -> None:
    assert_refused(session, name, parameter, **{**BASES[name], **changed})


@needs_torch
def test_channels_at_the_end_are_refused(session: Session) -> None:
    volume = place(session, torch.zeros(1, 4, 4, 4, 2), None, "NDHWC").device
    arrays = [session.int_array(values) for values in ((1,), (), (0,), (1,))]
    assert session.plan("aclnnMaxPool3dWithArgmax", volume, *arrays, False, volume, volume)[0] == 161002
    index = place(session, torch.zeros(1, 2, 2, 2, dtype=DTYPES["i64"]), None, "NHWC").device
    image = place(session, torch.zeros(1, 2, 2, 2), None, "NHWC").device
    assert session.plan("aclnnAdaptiveMaxPool2d", image, session.int_array((2, 2)), image, index)[0] == 161002
    assert "NHWC" in session.message()

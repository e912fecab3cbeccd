"""Elements put elsewhere, the gradients of windows, and activations that some networks fuse: against torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from array_calls import assert_refused
from drawing import BASIC, DRAWN, Draw
from harness import Session
from hypothesis import given
from hypothesis import strategies as st
from torch_calls import DTYPES, TYPES, Call, assert_close, needs_torch, torch

NARROW = ("f32", "f16", "bf16")


@needs_torch
@DRAWN
@given(data=st.data())
def test_masked_scatter(session: Session, data: st.DataObject) -> None:
    d = Draw(data, BASIC)
    x = d.tensor(d.shape(0, 3, shortest=1))
    shape = [d.data.draw(st.sampled_from((1, n))) for n in x.shape[d.integer(0, x.ndim) :]]
    mask = torch.from_numpy(np.asarray(d.rng.random(shape) < 0.5))
    source = d.tensor([x.numel() + d.integer(0, 2)], TYPES[x.dtype])
    expected = x.masked_scatter(mask, source)
    given_ = mask.to(torch.uint8) * 3 if d.integer(0, 1) else mask
    assert_close(Call(session, "InplaceMaskedScatter", d.rng, selfRef=x, mask=given_, source=source).run(), expected)


@needs_torch
def test_masked_scatter_of_too_few(session: Session) -> None:
    values = {"selfRef": torch.zeros(3), "mask": torch.ones(3, dtype=torch.bool), "source": torch.ones(2)}
    call = Call(session, "InplaceMaskedScatter", **values)
    status, _, executor = session.plan(call.operator.c_name, *call.arguments)
    assert status == 0
    assert session.acl.aclnnInplaceMaskedScatter(None, 0, executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 507015
    assert "source has 2" in session.message()


@needs_torch
@pytest.mark.parametrize("accumulate", [False, True])
@DRAWN
@given(data=st.data())
def test_put(session: Session, accumulate: bool, data: st.DataObject) -> None:
    d = Draw(data, (*BASIC, "c64", "c128"))
    x = d.tensor(d.shape(0, 3, shortest=1))
    x = x if x.is_complex() or x.dtype == torch.bool else x.remainder(9).round()
    count = d.integer(0, x.numel())
    index = torch.from_numpy(d.rng.permutation(x.numel())[:count].copy())
    source = d.tensor([count], TYPES[x.dtype])
    source = source if x.is_complex() or x.dtype == torch.bool else source.remainder(9).round()
    wide = x if x.dtype == torch.bool else x.to(torch.complex128 if x.is_complex() else torch.float64)
    if accumulate and x.dtype == torch.bool:
        expected = x.clone().reshape(-1)
        expected[index] |= source
        expected = expected.reshape(x.shape)
    else:
        expected = wide.put(index, source.to(wide.dtype), accumulate)
    kind = d.data.draw(st.sampled_from((torch.int32, torch.int64)))
    values = {"selfRef": x, "index": index.to(kind), "source": source, "accumulate": accumulate}
    assert_close(Call(session, "InplacePut", d.rng, **values).run(), expected, 1 if x.is_complex() else 0)


@needs_torch
@DRAWN
@given(data=st.data())
def test_shuffled_channels(session: Session, data: st.DataObject) -> None:
    d = Draw(data, ("f32", "f16", "f64", "i8", "i16", "i32", "i64", "u8", "bool", "c64", "c128"))
    groups = d.integer(1, 3)
    x = d.tensor([d.integer(1, 2), groups * d.integer(1, 3), *d.shape(1, 3, shortest=1)])
    expected = x.unflatten(1, (groups, -1)).transpose(1, 2).flatten(1, 2)
    found = Call(session, "ChannelShuffle", d.rng, self=x, groups=groups, out=torch.empty_like(x)).run()
    assert_close(found, expected)


@needs_torch
@DRAWN
@given(data=st.data())
def test_gradient_of_slices(session: Session, data: st.DataObject) -> None:
    d = Draw(data, NARROW)
    sizes = d.shape(1, 3, shortest=1)
    dim = d.integer(max(len(sizes) - 2, 0), len(sizes) - 1)
    size, step = d.integer(1, sizes[dim]), d.integer(1, 3)
    slices = torch.empty(sizes).unfold(dim, size, step)
    grad = d.tensor(slices.shape) / 33
    exact = torch.ops.aten.unfold_backward(grad.double(), sizes, dim, size, step)
    values = {"gradOut": grad, "inputSizes": sizes, "dim": dim, "size": size, "step": step}
    room = torch.empty(sizes, dtype=grad.dtype)
    assert_close(Call(session, "UnfoldGrad", d.rng, **values, gradIn=room).run(), exact, 1, 1e-5)


@needs_torch
@DRAWN
@given(data=st.data())
def test_gradient_of_columns(session: Session, data: st.DataObject) -> None:
    d = Draw(data, NARROW)
    kernel, stride, dilation = ([d.integer(1, 2) for _ in range(2)] for _ in range(3))
    padding, channels = [d.integer(0, 1) for _ in range(2)], d.integer(1, 2)
    size = [w * (k - 1) + 1 + d.integer(0, 3) for w, k in zip(dilation, kernel)]
    image = torch.empty(*d.shape(0, 1, shortest=1), channels, *size)
    options = {"dilation": dilation, "padding": padding, "stride": stride}
    columns = torch.nn.functional.unfold(image.reshape(-1, channels, *size), kernel, **options)
    grad = d.tensor([*image.shape[:-3], *columns.shape[-2:]]) / 33
    exact = torch.nn.functional.fold(grad.double(), size, kernel, **options)
    values = {"gradOutput": grad, "inputSize": size, "kernelSize": kernel, **options}
    room = torch.empty(exact.shape, dtype=grad.dtype)
    assert_close(Call(session, "Im2colBackward", d.rng, **values, out=room).run(), exact, 1, 1e-5)


@needs_torch
@pytest.mark.parametrize("in_place", [False, True])
@DRAWN
@given(data=st.data())
def test_sum_without_negatives(session: Session, in_place: bool, data: st.DataObject) -> None:
    d = Draw(data, ("f32", "f16", "bf16", "i8", "i16", "i32", "i64"))
    x = d.tensor(d.shape(0, 3, shortest=1)).remainder(20)
    other = d.tensor([d.data.draw(st.sampled_from((1, n))) for n in x.shape], TYPES[x.dtype]).remainder(20) - 10
    alpha = d.integer(-2, 2)
    wide = x.double() if x.is_floating_point() else x.long()
    exact = (wide + alpha * other.to(wide.dtype)).clamp_min(0)
    room = {} if in_place else {"out": torch.empty_like(x)}
    name = "InplaceAddRelu" if in_place else "AddRelu"
    assert_close(Call(session, name, d.rng, self=x, other=other, alpha=alpha, **room).run(), exact, 1, 1e-5)


@needs_torch
@DRAWN
@given(data=st.data())
def test_fast_gelu(session: Session, data: st.DataObject) -> None:
    d = Draw(data, NARROW)
    x = d.tensor(d.shape(0, 3, shortest=1)) / 20
    wide = x.double().requires_grad_()
    exact = wide * torch.sigmoid(1.702 * wide)
    assert_close(Call(session, "FastGelu", d.rng, self=x, out=torch.empty_like(x)).run(), exact.detach(), 1, 1e-6)
    grad = d.tensor(x.shape, TYPES[x.dtype]) / 33
    (slope,) = torch.autograd.grad(exact, wide, grad.double())
    values = {"gradOutput": grad, "self": x, "gradInput": torch.empty_like(x)}
    assert_close(Call(session, "FastGeluBackward", d.rng, **values).run(), slope, 1, 1e-5)


@needs_torch
@pytest.mark.parametrize("short", NARROW)
def test_slopes_of_hardswish(session: Session, short: str) -> None:
    """At -3 it is 0 and at 3 it is 1, as the page says."""
    x = torch.tensor([-4, -3, -2.5, 0, 1.5, 3, 4], dtype=DTYPES[short])
    exact = torch.tensor([0, 0, -2.5 / 3 + 0.5, 0.5, 1, 1, 1], dtype=torch.float64)
    values = {"gradOutput": torch.full_like(x, 2), "self": x, "out": torch.empty_like(x)}
    assert_close(Call(session, "HardswishBackwardV2", np.random.default_rng(1), **values).run(), 2 * exact, 1, 1e-6)


X, LONG = ("f32", (2, 4, 3)), ("i64", (2,))
GRAD = ("f32", (2, 3, 2))
COLUMNS, HALF = ("f32", (4, 4)), ("f16", (74, 1))
BASES: dict[str, dict[str, Any]] = {
    "InplaceMaskedScatter": {"selfRef": X, "mask": ("bool", (4, 3)), "source": ("f32", (24,))},
    "InplacePut": {"selfRef": X, "index": LONG, "source": ("f32", (2,)), "accumulate": False},
    "ChannelShuffle": {"self": X, "groups": 2, "out": X},
    "UnfoldGrad": {"gradOut": GRAD, "inputSizes": (2, 4), "dim": 1, "size": 2, "step": 1, "gradIn": ("f32", (2, 4))},
    "Im2colBackward": {"gradOutput": COLUMNS, "inputSize": (3, 3), "kernelSize": (2, 2), "out": ("f32", (1, 3, 3))},
    "AddRelu": {"self": X, "other": X, "alpha": (1, "f32"), "out": X},
    "FastGelu": {"self": X, "out": X},
    "FastGeluBackward": {"gradOutput": X, "self": X, "gradInput": X},
    "HardswishBackwardV2": {"gradOutput": X, "self": X, "out": X},
}
BASES["Im2colBackward"].update(dilation=(1, 1), padding=(0, 0), stride=(1, 1))
PAIRS = ("inputSize", "kernelSize", "dilation", "stride")


@pytest.mark.parametrize(
    ("name", "changed", "parameter"),
    [
        *((name, {}, "") for name in BASES),
        ("InplaceMaskedScatter", {"mask": ("bool", (2, 3))}, "mask"),
        ("InplaceMaskedScatter", {"mask": ("bool", (1, 2, 4, 3))}, "mask"),
        ("InplaceMaskedScatter", {"mask": ("i32", (4, 3))}, "mask"),
        ("InplaceMaskedScatter", {"source": ("f16", (24,))}, "source"),
        ("InplacePut", {"source": ("f32", (3,))}, "source"),
        ("InplacePut", {"selfRef": ("f32", (0,))}, "selfRef"),
        ("InplacePut", {"index": ("u8", (2,))}, "index"),
        ("ChannelShuffle", {"groups": 0}, "groups"),
        ("ChannelShuffle", {"groups": 3}, "groups"),
        ("ChannelShuffle", {"self": ("f32", (2, 4)), "out": ("f32", (2, 4))}, "self"),
        ("ChannelShuffle", {"out": ("f32", (2, 4, 2))}, "out"),
        ("UnfoldGrad", {"gradIn": ("f32", (4, 2))}, "gradIn"),
        *(("Im2colBackward", {pair: (1,)}, pair) for pair in (*PAIRS, "padding")),
        *(("Im2colBackward", {pair: (0, 1)}, pair) for pair in PAIRS),
        ("Im2colBackward", {"padding": (-1, 0)}, "padding"),
        ("Im2colBackward", {"gradOutput": ("f32", (4, 5))}, "gradOutput"),
        ("Im2colBackward", {"gradOutput": ("f32", (3, 4))}, "gradOutput"),
        ("Im2colBackward", {"gradOutput": ("f32", (4,))}, "gradOutput"),
        ("Im2colBackward", {"out": ("f32", (1, 1, 3, 3))}, "out"),
        ("AddRelu", {"other": ("f32", (2, 4, 2))}, "other"),
        ("AddRelu", {"out": ("i32", (2, 4, 3))}, "out"),
        ("AddRelu", {"self": ("bool", (2, 4, 3))}, "self"),
        ("FastGelu", {"out": ("f16", (2, 4, 3))}, "out"),
        ("FastGelu", {"out": GRAD}, "out"),
        ("FastGeluBackward", {"self": GRAD}, "self"),
        ("HardswishBackwardV2", {"self": GRAD}, "self"),
        ("HardswishBackwardV2", {"out": GRAD}, "out"),
    ],
)
def test_refused(session: Session, name: str, changed: dict[str, Any], parameter: str) -> None:
    assert_refused(session, name, parameter, **{**BASES[name], **changed})


@pytest.mark.parametrize(
    ("changed", "parameter"),
    [
        ({"dim": 2}, "dim"),
        ({"dim": -1}, "dim"),
        ({"inputSizes": (2, 4, 2), "dim": 0}, "dim"),
        ({"size": 0}, "size"),
        ({"size": 5}, "size"),
        ({"step": 0}, "step"),
        ({"step": 2}, "gradOut"),
        ({"gradOut": ("f32", (2, 3))}, "gradOut"),
        ({"inputSizes": (2, 49090), "size": 49089, "gradOut": ("f32", (2, 2, 49089))}, "size"),
        ({"inputSizes": (90, 1), "dim": 0, "size": 89, "gradOut": ("f32", (2, 1, 89))}, "size"),
        ({"inputSizes": (90, 1), "dim": 0, "size": 2, "step": 89, "gradOut": ("f32", (1, 1, 2))}, "step"),
        (
            {"inputSizes": (74, 1), "dim": 0, "size": 73, "gradOut": ("f16", (2, 1, 73)), "gradIn": ("f16", (74, 1))},
            "size",
        ),
    ],
)
def test_slices_refused_by_the_tiling(session: Session, changed: dict[str, Any], parameter: str) -> None:
    assert_refused(session, "UnfoldGrad", parameter, 561002, **{**BASES["UnfoldGrad"], **changed})

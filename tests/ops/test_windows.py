"""Convolution, pooling, columns and enlargement against torch in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from array_calls import assert_accepted, refusal
from drawing import DRAWN, Draw
from harness import Session
from hypothesis import given
from hypothesis import strategies as st
from torch_calls import TYPES, Call, assert_close, needs_torch, torch

NARROW = ("f32", "f16", "bf16")


def _narrow(x: Any) -> Any:
    return (x / 33).to(x.dtype)  # within -3 and 3


class Convolution:
    """A drawn convolution: its tensors, its attributes by field, its result in float64."""

    def __init__(self, d: Draw, spatial: int, transposed: bool) -> None:
        groups, own, out = d.integer(1, 2), d.integer(1, 2), d.integer(1, 2)
        stride, dilation = ([d.integer(1, 2) for _ in range(spatial)] for _ in range(2))
        padding = [d.integer(0, 2) for _ in range(spatial)]
        kernel = [d.integer(1, 3) for _ in range(spatial)]
        sizes = [
            wide * (k - 1) + 1 + d.integer(0, 3) + (2 * p if transposed else 0)
            for wide, k, p in zip(dilation, kernel, padding)
        ]
        extra = [d.integer(0, max(s, w) - 1) if transposed else 0 for s, w in zip(stride, dilation)]
        short = d.data.draw(st.sampled_from(NARROW))
        shape = [groups * (own if transposed else out), out if transposed else own, *kernel]
        self.x = _narrow(d.tensor([d.integer(1, 2), groups * own, *sizes], short))
        self.weight = _narrow(d.tensor(shape, short))
        self.bias = _narrow(d.tensor([groups * out], short)) if d.integer(0, 1) else None
        self.attributes = {
            "stride": stride, "padding": padding, "dilation": dilation, "transposed": transposed,
            "outputPadding": extra, "groups": groups, "cubeMathType": 1,
        }  # fmt: skip
        self.wide = [self.x.double().requires_grad_(), self.weight.double().requires_grad_()]
        bias = None if self.bias is None else self.bias.double()
        self.exact = torch.convolution(*self.wide, bias, stride, padding, dilation, transposed, extra, groups)


@needs_torch
@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("spatial", [1, 2, 3])
@DRAWN
@given(data=st.data())
def test_convolution(session: Session, spatial: int, transposed: bool, data: st.DataObject) -> None:
    d = Draw(data, NARROW)
    c = Convolution(d, spatial, transposed)
    room = torch.empty(c.exact.shape, dtype=c.x.dtype)
    values = {"input": c.x, "weight": c.weight, "bias": c.bias, "output": room, **c.attributes}
    assert_close(Call(session, "Convolution", d.rng, **values).run(), c.exact.detach(), 1, 3e-5)


@needs_torch
@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("spatial", [1, 2, 3])
@DRAWN
@given(data=st.data())
def test_convolution_gradient(session: Session, spatial: int, transposed: bool, data: st.DataObject) -> None:
    d = Draw(data, NARROW)
    c = Convolution(d, spatial, transposed)
    grad = _narrow(d.tensor(c.exact.shape, TYPES[c.x.dtype]))
    slopes = torch.autograd.grad(c.exact, c.wide, grad.double())
    mask = [bool(d.integer(0, 1)), bool(d.integer(0, 1)), True]
    wanted = [*slopes, grad.double().sum((0, *range(2, grad.ndim)))]
    names = ("gradInput", "gradWeight", "gradBias")
    rooms = (torch.empty(w.shape, dtype=c.x.dtype) if asked else None for w, asked in zip(wanted, mask))
    results = Call(
        session, "ConvolutionBackward", d.rng, gradOutput=grad, input=c.x, weight=c.weight,
        biasSizes=[grad.shape[1]], outputMask=mask, **c.attributes, **dict(zip(names, rooms)),
    ).run()  # fmt: skip
    for result, exact, asked in zip(results, wanted, mask):
        assert (result is not None) == asked
        if asked:
            assert_close(result, exact, 1, 1e-4)


@needs_torch
def test_convolution_with_a_padding_for_each_side(session: Session) -> None:
    d = np.random.default_rng(1)
    x, weight = (torch.from_numpy(d.uniform(-1, 1, shape)).float() for shape in ((1, 2, 4, 5), (3, 2, 2, 2)))
    exact = torch.nn.functional.conv2d(torch.nn.functional.pad(x.double(), (2, 0, 1, 3)), weight.double())
    result = Call(
        session, "Convolution", input=x, weight=weight, stride=[1, 1], padding=[1, 3, 2, 0], dilation=[1, 1],
        transposed=False, outputPadding=[0, 0], groups=1, cubeMathType=0, output=exact.float(),
    ).run()  # fmt: skip
    assert_close(result, exact, 1, 1e-6)


@needs_torch
@pytest.mark.parametrize("mean", [False, True])
@DRAWN
@given(data=st.data())
def test_pooling(session: Session, mean: bool, data: st.DataObject) -> None:
    d = Draw(data, NARROW if mean else ("f32", "f16"))
    kernel, strides = ([d.integer(1, 3) for _ in range(2)] for _ in range(2))
    padding, ceil = [d.integer(0, k // 2) for k in kernel], bool(d.integer(0, 1))
    x = _narrow(d.tensor([*d.shape(1, 2, shortest=1), *(k + d.integer(0, 4) for k in kernel)]))
    if mean:
        counts, divisor = bool(d.integer(0, 1)), d.integer(0, 2) * 3
        exact = torch.nn.functional.avg_pool2d(x.double(), kernel, strides, padding, ceil, counts, divisor or None)
        values = {
            "kernelSize": kernel, "strides": strides, "paddings": padding, "ceilMode": ceil, "countIncludePad": counts,
            "divisorOverride": divisor, "cubeMathType": 0,
        }  # fmt: skip
    else:
        exact = torch.nn.functional.max_pool2d(x.double(), kernel, strides, padding, ceil_mode=ceil)
        values = {
            "kernelShape": kernel, "strides": strides, "autoPad": 0, "pads": [*padding, *padding], "dilations": [1, 1],
            "ceilMode": int(ceil),
        }  # fmt: skip
    name = "AvgPool2d" if mean else "MaxPool"
    result = Call(session, name, d.rng, self=x, **values, out=torch.empty(exact.shape, dtype=x.dtype)).run()
    assert_close(result, exact, 1, 1e-6 if mean else 0)


@needs_torch
@DRAWN
@given(data=st.data())
def test_pooling_gradient(session: Session, data: st.DataObject) -> None:
    d = Draw(data, NARROW)
    kernel, strides = ([d.integer(1, 3) for _ in range(2)] for _ in range(2))
    padding, ceil = [d.integer(0, k // 2) for k in kernel], bool(d.integer(0, 1))
    counts, divisor = bool(d.integer(0, 1)), d.integer(0, 2) * 3
    x = _narrow(d.tensor([*d.shape(1, 2, shortest=1), *(k + d.integer(0, 4) for k in kernel)]))
    wide = x.double().requires_grad_()
    pooled = torch.nn.functional.avg_pool2d(wide, kernel, strides, padding, ceil, counts, divisor or None)
    grad = _narrow(d.tensor(pooled.shape, TYPES[x.dtype]))
    (exact,) = torch.autograd.grad(pooled, wide, grad.double())
    result = Call(
        session, "AvgPool2dBackward", d.rng, gradOutput=grad, self=x, kernelSize=kernel, stride=strides,
        padding=padding, ceilMode=ceil, countIncludePad=counts, divisorOverride=divisor, cubeMathType=0,
        gradInput=torch.empty_like(x),
    ).run()  # fmt: skip
    assert_close(result, exact, 1, 1e-5)


@needs_torch
@DRAWN
@given(data=st.data())
def test_adaptive_pooling(session: Session, data: st.DataObject) -> None:
    d = Draw(data, NARROW)
    x = _narrow(d.tensor([*d.shape(1, 2, shortest=1), d.integer(1, 6), d.integer(1, 6)]))
    size = [d.integer(1, 7), d.integer(1, 7)]
    exact = torch.nn.functional.adaptive_avg_pool2d(x.double(), size)
    room = torch.empty(exact.shape, dtype=x.dtype)
    assert_close(Call(session, "AdaptiveAvgPool2d", d.rng, self=x, outputSize=size, out=room).run(), exact, 1, 1e-6)


@needs_torch
@DRAWN
@given(data=st.data())
def test_maxima_with_their_places(session: Session, data: st.DataObject) -> None:
    """Forward and backward; images of few different numbers have ties."""
    d = Draw(data, NARROW)
    kernel, strides = ([d.integer(1, 3) for _ in range(2)] for _ in range(2))
    padding, ceil = [d.integer(0, k // 2) for k in kernel], bool(d.integer(0, 1))
    x = d.tensor([*d.shape(1, 2, shortest=1), *(k + d.integer(0, 4) for k in kernel)]).remainder(3).round()
    wide = x.double().requires_grad_()
    exact, places = torch.nn.functional.max_pool2d(wide, kernel, strides, padding, 1, ceil, return_indices=True)
    values = {"kernelSize": kernel, "stride": strides, "padding": padding, "dilation": [1, 1], "ceilMode": ceil}
    room = {"out": torch.empty(exact.shape, dtype=x.dtype), "indices": torch.empty(exact.shape, dtype=torch.int32)}
    result, found = Call(session, "MaxPool2dWithIndices", d.rng, self=x, **values, **room).run()
    assert_close(result, exact.detach())
    assert_close(found, places)
    grad = d.tensor(exact.shape, TYPES[x.dtype]).remainder(5).round()
    (slope,) = torch.autograd.grad(exact, wide, grad.double())
    back = Call(
        session, "MaxPool2dWithIndicesBackward", d.rng, gradOutput=grad, self=x, indices=found, **values,
        gradInput=torch.empty_like(x),
    ).run()  # fmt: skip
    assert_close(back, slope)


@needs_torch
@DRAWN
@given(data=st.data())
def test_im2col(session: Session, data: st.DataObject) -> None:
    d = Draw(data, NARROW)
    kernel, dilation, stride = ([d.integer(1, 3) for _ in range(2)] for _ in range(3))
    padding = [d.integer(0, 2) for _ in range(2)]
    sizes = [wide * (k - 1) + 1 + d.integer(0, 3) for wide, k in zip(dilation, kernel)]
    x = d.tensor([*d.shape(1, 2, shortest=1), *sizes])
    exact = torch.nn.functional.unfold(x.double(), kernel, dilation, padding, stride)
    values = {"kernelSize": kernel, "dilation": dilation, "padding": padding, "stride": stride}
    result = Call(session, "Im2col", d.rng, self=x, **values, out=torch.empty(exact.shape, dtype=x.dtype)).run()
    assert_close(result, exact)


@needs_torch
@pytest.mark.parametrize("spatial", [1, 2])
@DRAWN
@given(data=st.data())
def test_upsample_nearest(session: Session, spatial: int, data: st.DataObject) -> None:
    d = Draw(data, (*NARROW, "f64", "u8"))
    x = d.tensor([d.integer(1, 2), d.integer(1, 2), *(d.integer(1, 5) for _ in range(spatial))])
    size = [d.integer(1, 9) for _ in range(spatial)]
    exact = torch.nn.functional.interpolate(x.float() if TYPES[x.dtype] != "f64" else x, size, mode="nearest")
    name = f"UpsampleNearest{spatial}d"
    result = Call(session, name, d.rng, self=x, outputSize=size, out=torch.empty(exact.shape, dtype=x.dtype)).run()
    assert_close(result, exact)


F = "f32"
BASES: dict[str, dict[str, Any]] = {
    "Convolution": {
        "input": (F, (1, 2, 5, 5)), "weight": (F, (3, 2, 2, 2)), "bias": (F, (3,)), "stride": (1, 1),
        "padding": (0, 0), "dilation": (1, 1), "transposed": False, "outputPadding": (0, 0), "groups": 1,
        "cubeMathType": 0, "output": (F, (1, 3, 4, 4)),
    },
    "ConvolutionBackward": {
        "gradOutput": (F, (1, 3, 4, 4)), "input": (F, (1, 2, 5, 5)), "weight": (F, (3, 2, 2, 2)), "stride": (1, 1),
        "padding": (0, 0), "dilation": (1, 1), "transposed": False, "outputPadding": (0, 0), "groups": 1,
        "outputMask": (False, False, True), "cubeMathType": 0, "gradBias": (F, (3,)),
    },
    "AdaptiveAvgPool2d": {"self": (F, (1, 4, 4)), "outputSize": (2, 3), "out": (F, (1, 2, 3))},
    "MaxPool2dWithIndices": {
        "self": (F, (1, 4, 4)), "kernelSize": (2,), "stride": (), "padding": (0,), "dilation": (1,), "ceilMode": False,
        "out": (F, (1, 2, 2)), "indices": ("i64", (1, 2, 2)),
    },
    "AvgPool2dBackward": {
        "gradOutput": (F, (1, 2, 2)), "self": (F, (1, 4, 4)), "kernelSize": (2,), "stride": (), "padding": (0,),
        "ceilMode": False, "countIncludePad": True, "divisorOverride": 0, "cubeMathType": 0,
        "gradInput": (F, (1, 4, 4)),
    },
    "MaxPool": {
        "self": (F, (1, 4, 4)), "kernelShape": (2,), "strides": (2,), "autoPad": 0, "pads": (0,), "dilations": (1,),
        "ceilMode": 0, "out": (F, (1, 2, 2)),
    },
    "AvgPool2d": {
        "self": (F, (1, 4, 4)), "kernelSize": (2,), "strides": (), "paddings": (0,), "ceilMode": False,
        "countIncludePad": True, "divisorOverride": 0, "cubeMathType": 0, "out": (F, (1, 2, 2)),
    },
    "Im2col": {
        "self": (F, (1, 4, 4)), "kernelSize": (2, 2), "dilation": (1, 1), "padding": (0, 0), "stride": (1, 1),
        "out": (F, (4, 9)),
    },
    "UpsampleNearest2d": {"self": (F, (1, 1, 2, 2)), "outputSize": (3, 3), "out": (F, (1, 1, 3, 3))},
    "UpsampleNearest1d": {"self": (F, (1, 1, 2)), "outputSize": (3,), "out": (F, (1, 1, 3))},
}  # fmt: skip


@pytest.mark.parametrize("name", BASES)
def test_accepted(session: Session, name: str) -> None:
    assert_accepted(session, name, **BASES[name])


@pytest.mark.parametrize(
    ("name", "changed", "parameter"),
    [
        ("Convolution", {"weight": (F, (3, 2, 2))}, "weight"),
        ("Convolution", {"weight": (F, (3, 1, 2, 2))}, "weight"),
        ("Convolution", {"stride": (1,)}, "stride"),
        ("Convolution", {"stride": (0, 1)}, "stride"),
        ("Convolution", {"padding": (-1, 0)}, "padding"),
        ("Convolution", {"padding": (1, 0, 1)}, "padding"),
        ("Convolution", {"groups": 0}, "groups"),
        ("Convolution", {"bias": (F, (2,))}, "bias"),
        ("Convolution", {"output": (F, (1, 3, 5, 5))}, "output"),
        ("Convolution", {"cubeMathType": 4}, "cubeMathType"),
        ("Convolution", {"weight": (F, (3, 2, 6, 6))}, "input"),
        ("Convolution", {"transposed": True, "weight": (F, (2, 3, 2, 2)), "outputPadding": (1, 0)}, "outputPadding"),
        ("ConvolutionBackward", {"gradOutput": (F, (1, 3, 4, 5))}, "gradOutput"),
        ("ConvolutionBackward", {"gradBias": (F, (2,))}, "gradBias"),
        ("ConvolutionBackward", {"outputMask": (True,)}, "outputMask"),
        ("AdaptiveAvgPool2d", {"outputSize": (2, 0)}, "outputSize"),
        ("AdaptiveAvgPool2d", {"self": (F, (1, 0, 4))}, "self"),
        ("MaxPool2dWithIndices", {"dilation": (2,)}, "dilation"),
        ("MaxPool2dWithIndices", {"padding": (2,)}, "padding"),
        ("MaxPool2dWithIndices", {"indices": ("i64", (1, 4, 4))}, "indices"),
        ("AvgPool2dBackward", {"gradOutput": (F, (1, 4, 4))}, "gradOutput"),
        ("MaxPool", {"kernelShape": (1, 2, 3)}, "kernelShape"),
        ("MaxPool", {"autoPad": 1}, "autoPad"),
        ("MaxPool", {"pads": (2,)}, "pads"),
        ("MaxPool", {"dilations": (2,)}, "dilations"),
        ("MaxPool", {"out": (F, (1, 3, 3))}, "out"),
        ("AvgPool2d", {"paddings": (2,)}, "paddings"),
        ("AvgPool2d", {"kernelSize": (0,)}, "kernelSize"),
        ("AvgPool2d", {"self": (F, (4, 4))}, "self"),
        ("Im2col", {"kernelSize": (5, 5)}, "self"),
        ("Im2col", {"stride": (0, 1)}, "stride"),
        ("Im2col", {"out": (F, (4, 16))}, "out"),
        ("UpsampleNearest2d", {"outputSize": (3,)}, "outputSize"),
        ("UpsampleNearest1d", {"outputSize": (0,)}, "outputSize"),
        ("UpsampleNearest2d", {"out": (F, (1, 2, 3, 3))}, "out"),
    ],
)
def test_refused(session: Session, name: str, changed: dict[str, Any], parameter: str) -> None:
    found, message = refusal(session, name, **{**BASES[name], **changed})
    assert found == 161002, message
    assert f"Parameter {parameter} " in message

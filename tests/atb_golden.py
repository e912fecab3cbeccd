"""What operations compute, as formulas in float64: nothing here knows how the simulator does it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from atb_cases import STORAGE

Array = Any
Fields = dict[str, Any]


def rope(fields: Fields, q: Array, k: Array, cos: Array, sin: Array, seqlen: Array) -> list[Array]:
    coefficient = fields.get("rotaryCoeff", 4)
    unit = cos.shape[1]
    width = unit // coefficient if coefficient > 1 else unit
    rows = np.concatenate([np.arange(n) for n in seqlen]) if fields.get("cosFormat") else np.arange(cos.shape[0])
    results = []
    for x in (q, k):
        tokens = x.shape[0] if x.ndim == 2 else x.shape[0] * x.shape[1]
        pairs = x.reshape(tokens, -1, unit // (2 * width), 2, width)
        turned = np.stack([-pairs[..., 1, :], pairs[..., 0, :]], axis=-2).reshape(tokens, -1, unit)
        table = [t[rows[:tokens]][:, None] for t in (cos, sin)]
        results.append((x.reshape(tokens, -1, unit) * table[0] + turned * table[1]).reshape(x.shape))
    return results


def softmax(fields: Fields, x: Array) -> list[Array]:
    axes = tuple(axis % x.ndim for axis in fields["axes"])
    powers = np.exp(x - x.max(axis=axes, keepdims=True))
    return [powers / powers.sum(axis=axes, keepdims=True)]


def transpose(fields: Fields, x: Array) -> list[Array]:
    return [x.transpose(fields["perm"])]


def concat(fields: Fields, x: Array, y: Array) -> list[Array]:
    return [np.concatenate([x, y], axis=fields.get("concatDim", 0))]


def split(fields: Fields, x: Array) -> list[Array]:
    axis, sizes = fields.get("splitDim", 0), fields.get("splitSizes")
    ends = np.cumsum(sizes)[:-1] if sizes else fields.get("splitNum", 2)
    return list(np.split(x, ends, axis=axis))


def slice_(fields: Fields, x: Array) -> list[Array]:
    begins = [o % n if o < 0 else o for o, n in zip(fields["offsets"], x.shape)]
    return [x[tuple(slice(b, None if s == -1 else b + s) for b, s in zip(begins, fields["size"]))]]


def gather(fields: Fields, x: Array, indices: Array) -> list[Array]:
    axis, batch = fields.get("axis", 0), fields.get("batchDims", 0)
    result = np.empty((*x.shape[:axis], *indices.shape[batch:], *x.shape[axis + 1 :]), x.dtype)
    for at in np.ndindex(*x.shape[:batch]):
        result[at] = x[at][(*(slice(None),) * (axis - batch), indices[at])]
    return [result]


def linear(fields: Fields, x: Array, weight: Array, *rest: Array) -> list[Array]:
    left, right = x.astype(np.float64), weight.astype(np.float64)
    if fields.get("transposeA", False):
        left = left.swapaxes(-1, -2)
    if fields.get("transposeB", True):
        right = right.swapaxes(-1, -2)
    if fields.get("matmulType", 0) == 1:
        return [np.einsum("mbk,bkn->mbn", left, right)]
    product = left @ right
    for row in rest[:1] if fields.get("hasBias", True) or fields.get("enAccum", False) else []:
        product = product + (row[:, None] if row.ndim == 2 and product.ndim == 3 else row)
    if fields.get("outDataType", -1) == -1:
        return [product]
    scale, *per_token = rest[1:] if fields.get("hasBias", True) else rest
    if scale.dtype.kind in "iu":
        scale = scale.astype(np.uint32).view(np.float32)
    product = product * (scale[:, None] if scale.ndim == 2 and product.ndim == 3 else scale)
    return [product * per_token[0][:, None] if per_token else product]


def fractal(values: Array) -> Array:
    """[.., rows, columns] as FRACTAL_NZ lies in memory, in blocks of 16 rows of 32 bytes, padded with zeros."""
    width = 32 // values.itemsize
    *outer, rows, columns = values.shape
    padded = np.pad(values, [(0, 0)] * len(outer) + [(0, -rows % 16), (0, -columns % width)])
    return np.stack(np.split(padded, padded.shape[-1] // width, axis=-1), axis=-3)


def rms_norm(fields: Fields, x: Array, *rest: Array) -> list[Array]:
    kind = {1: "normParam", 2: "preNormParam", 3: "postNormParam"}[fields["layerType"]]
    quantises = fields.get(f"{kind}.quantType", 0) == 2
    dynamic = quantises and kind == "normParam" and fields.get("normParam.dynamicQuantType", 0)
    after = 0 if not quantises else 1 if dynamic else 2 if kind == "postNormParam" else 3  # tensors behind gamma
    *addends, gamma = rest[: len(rest) - after]
    total = x + sum(addends)
    axes = tuple(range(total.ndim))[-gamma.ndim :] if fields.get("normParam.rstd") else (-1,)
    if not fields.get("normParam.rstd"):
        gamma = gamma.reshape(-1)
    mean = (total**2).mean(axis=axes, keepdims=True)
    rstd = 1 / np.sqrt(mean + fields.get(f"{kind}.epsilon", 1e-5))
    y = total * rstd * (gamma + 1 if fields.get("normParam.modelType") else gamma)
    if fields.get("normParam.rstd"):
        return [y, rstd]
    if not quantises:
        return [y, total]
    if dynamic:
        return _dynamic_quant({}, y + rest[-1].reshape(-1))
    beta = 0 if kind == "postNormParam" else rest[-3].reshape(-1)
    return [_clipped((y + beta) / rest[-2] + rest[-1]), y if kind == "postNormParam" else total]


MOST = {34: 32768.0, 35: 57344.0, 36: 448.0}  # the largest number of each 8-bit float


def _clipped(x: Array, dtype: int = 2) -> Array:
    most = MOST.get(dtype, 0.0)
    return np.clip(x, -most, most) if most else np.clip(np.rint(x), -128, 127)


def _dynamic_quant(fields: Fields, x: Array) -> list[Array]:
    dtype = fields.get("outTensorType", 2)
    scale = np.abs(x).max(axis=-1, keepdims=True) / MOST.get(dtype, 127.0)
    return [_clipped(x / scale, dtype), scale[..., 0]]


def _quant(fields: Fields, x: Array) -> list[Array]:
    moved = x * fields.get("quantParam.inputScale", 1) + fields.get("quantParam.inputOffset", 0)
    return [_clipped(moved, fields.get("outTensorType", 2))]


ELEWISE: dict[int, Callable[..., list[Array]]] = {
    1: lambda f, x: [x],
    2: lambda f, x: [x * f.get("mulsParam.varAttr", 0)],
    3: lambda f, x: [np.cos(x)],
    4: lambda f, x: [np.sin(x)],
    5: lambda f, x: [-x],
    6: _quant,
    7: lambda f, x: [(x == 0) * 1],
    8: lambda f, x, y: [x + y],
    9: lambda f, x, y: [x * y],
    10: lambda f, x, y: [x / y],
    11: lambda f, x, y: [((x != 0) & (y != 0)) * 1],
    12: lambda f, x, y: [((x != 0) | (y != 0)) * 1],
    13: lambda f, x, y: [(x < y) * 1],
    14: lambda f, x, y: [(x > y) * 1],
    15: lambda f, x, y: [x - y],
    16: lambda f, x, y: [(x == y) * 1],
    17: lambda f, x, s, o: [_clipped(x / s + (0 if o is None else o))],
    18: lambda f, x, s, o: [(x - (0.0 if o is None else o.astype(np.float64))) * s],
    19: _dynamic_quant,
    20: lambda f, x: [np.tanh(x)],
}


def elewise(fields: Fields, *inputs: Array) -> list[Array]:
    with np.errstate(all="ignore"):
        return ELEWISE[fields["elewiseType"]](fields, *inputs)


def layer_norm(fields: Fields, x: Array, *rest: Array) -> list[Array]:
    kind = {1: "normParam", 2: "preNormParam", 3: "postNormParam"}[fields["layerType"]]
    quantises = fields.get(f"{kind}.quantType", 0) == 2
    addends, rest = (rest[:1], rest[1:]) if kind != "normParam" else ((), rest)
    gamma, beta, *scales = rest
    if quantises or kind != "normParam":
        gamma, beta = gamma.reshape(-1), beta.reshape(-1)
    total = x + sum(fields.get(f"{kind}.zoomScaleValue", 1.0) * addend for addend in addends)
    axes = tuple(range(total.ndim))[-gamma.ndim :]
    variance = total.var(axis=axes, keepdims=True) + fields.get(f"{kind}.epsilon", 1e-5)
    y = (total - total.mean(axis=axes, keepdims=True)) / np.sqrt(variance) * gamma + beta
    if not quantises:
        return [y, total]
    if kind == "normParam" and fields.get("normParam.dynamicQuantType", 0):
        return _dynamic_quant({}, y)
    quantised = _clipped(y * scales[0] + scales[1])
    return [quantised] if kind == "normParam" else [y, quantised]


def index_add(fields: Fields, var: Array, indices: Array, updates: Array, last: Array) -> list[Array]:
    result, axis = np.moveaxis(var.copy(), fields.get("axis", 0), 0), fields.get("axis", 0)
    is_valid = fields["indexType"] == 2
    rows = np.moveaxis(updates, axis, 0)
    for place, index in enumerate(indices[: int(last[0])] if is_valid else indices):
        result[index] += rows[place] * (1 if is_valid else last[0])
    return [np.moveaxis(result, 0, axis)]


def scatter_elements(fields: Fields, x: Array, indices: Array, update: Array) -> list[Array]:
    result = x.copy()
    for at in np.ndindex(*indices.shape):
        place = (*at[:-1], int(indices[at]))
        result[place] = update[at] + (result[place] if fields.get("reduction", 0) else 0)
    return [result, indices, update]


def swiglu_quant(fields: Fields, x: Array) -> list[Array]:
    a, b = np.split(x, 2, axis=-1)
    return _dynamic_quant({}, a * _sigmoid(a) * b)


def block_copy(fields: Fields, key: Array, value: Array, src: Array, dst: Array, ends: Array) -> list[Array]:
    results = [key.copy(), value.copy()]
    for index, block in enumerate(src):
        for place in range(ends[index - 1] if index else 0, ends[index]):
            for result, cache in zip(results, (key, value)):
                result[dst[place]] = cache[block]
    return [*results, src, dst, ends]


def transdata(fields: Fields, x: Array) -> list[Array]:
    if fields["transdataType"] == 2:
        stored = {"i": np.int8, "f": np.float16}[x.dtype.kind]
        return [fractal(x.astype(stored) if x.ndim == 3 else x.astype(stored)[None]).astype(x.dtype)]
    rows, columns = fields["outCrops"]
    return [np.concatenate(list(np.moveaxis(x, 1, 0)), axis=-1)[:, :rows, :columns]]


def _sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def _gelu(fields: Fields, x: Array) -> Array:
    if fields.get("geluMode", 0):
        return x * (1 + np.vectorize(math.erf)(x / math.sqrt(2))) / 2
    return x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))) / 2


def _swiglu_gradient(gradient: Array, x: Array) -> Array:
    a, b = np.split(x, 2, axis=-1)
    s = _sigmoid(a)
    return np.concatenate([gradient * b * (s + a * s * (1 - s)), gradient * a * s], axis=-1)


ACTIVATIONS: dict[int, Callable[..., Array]] = {
    1: lambda f, x: np.maximum(x, 0),
    2: _gelu,
    3: lambda f, x: x * _sigmoid(1.702 * x),
    4: lambda f, x: x * _sigmoid(f.get("scale", 1.0) * x),
    5: lambda f, x: np.log(x),
    6: lambda f, x: np.split(x, 2, axis=-1)[0] * _sigmoid(np.split(x, 2, axis=-1)[0]) * np.split(x, 2, axis=-1)[1],
    7: lambda f, gradient, x: _swiglu_gradient(gradient, x),
    8: lambda f, x: _sigmoid(x),
    9: lambda f, x: x * _sigmoid(1.702 * x),
}


def activation(fields: Fields, *inputs: Array) -> list[Array]:
    with np.errstate(all="ignore"):
        return [ACTIVATIONS[fields["activationType"]](fields, *inputs)]


def as_strided(fields: Fields, x: Array) -> list[Array]:
    places = np.indices(fields["size"]).reshape(len(fields["size"]), -1).T @ np.array(fields["stride"])
    return [x.reshape(-1)[places + fields["offset"][0]].reshape(fields["size"])]


def fill(fields: Fields, *inputs: Array) -> list[Array]:
    if not fields.get("withMask", True):
        return [np.full(fields["outDim"], float(fields["value"][0]))]
    x, mask = inputs
    result = x.copy()
    result[np.broadcast_to(mask != 0, x.shape)] = fields["value"][0]
    return [result]


def reduce(fields: Fields, x: Array) -> list[Array]:
    name = {1: "max", 2: "min", 3: "sum"}[fields["reduceType"]]
    return [getattr(x, name)(axis=tuple(fields["axis"]))]


def where(fields: Fields, cond: Array, x: Array, y: Array) -> list[Array]:
    cond, x, y = np.broadcast_arrays(cond, x, y)
    return [x * (cond != 0) + y * (cond == 0)]


def onehot(fields: Fields, x: Array, one: Array, zero: Array) -> list[Array]:
    hot = np.where(np.eye(fields["depth"])[x] == 1, one, zero)
    return [np.moveaxis(hot, -1, fields.get("axis", 0)).astype(x.dtype)]


def nonzero(fields: Fields, x: Array) -> list[Array]:
    found = [at for at in np.ndindex(*x.shape) if x[at]]
    columns = found + [(0,) * x.ndim] * (x.size - len(found))
    return [np.array(columns).T, np.array([len(found)])]


def sort(fields: Fields, x: Array) -> list[Array]:
    count = fields["num"][0]
    indices = np.argsort(-x, axis=-1, kind="stable")[..., :count]
    return [-np.sort(-x, axis=-1)[..., :count], indices.astype(np.int32)]


def set_value(fields: Fields, dst: Array, src: Array) -> list[Array]:
    result = dst.copy()
    for at in np.ndindex(*src.shape[:-1]):
        place = tuple(a + start for a, start in zip(at, fields["starts"]))
        result[place][fields["starts"][-1] : fields["ends"][-1]] = src[at]
    return [result, src]


def repeat(fields: Fields, x: Array) -> list[Array]:
    result = x.reshape((1,) * (len(fields["multiples"]) - x.ndim) + x.shape)
    for axis, count in enumerate(fields["multiples"]):
        result = np.concatenate([result] * count, axis=axis)
    return [result]


def group_topk(fields: Fields, x: Array, indices: Array) -> list[Array]:
    count = fields.get("n", 1) if fields.get("groupMultiFlag", 0) else 1
    result = np.zeros_like(x)
    size = x.shape[1] // fields.get("groupNum", 1)
    for row, scores in enumerate(x):
        groups = [scores[i : i + size] for i in range(0, len(scores), size)]
        best = sorted(range(len(groups)), key=lambda g: (-sum(sorted(groups[g])[-count:]), g))[: fields.get("k", 0)]
        for g in best:
            result[row, g * size : (g + 1) * size] = groups[g]
    return [result]


def reshape_and_cache(fields: Fields, *inputs: Array) -> list[Array]:
    *tensors, slots = inputs
    half = len(tensors) // 2
    results = []
    for x, cache in zip(tensors[:half], tensors[half:]):
        result = cache.copy()
        is_nz = cache.shape[2:] != x.shape[1:]
        size = cache.shape[2 if is_nz else 1]
        for token, slot in zip(x, slots.tolist()):
            if slot >= 0 and is_nz:
                result[slot // size, :, slot % size] = token.reshape(cache.shape[1], cache.shape[3])
            elif slot >= 0:
                result[slot // size, slot % size] = token
        results.append(result)
    return results


def paged_attention(fields: Fields, query: Array, key: Array, value: Array, table: Array, *rest: Array) -> list[Array]:
    lengths, *others = rest
    mask = others.pop(0) if fields.get("maskType", 0) else None
    running = others.pop(0) if fields.get("batchRunStatusEnable", False) else np.ones(len(lengths))
    factors = others.pop(0) if fields.get("scaleType", 0) else np.ones(len(lengths))
    if fields.get("inputLayout", 0) == 1:
        key, value = key.swapaxes(1, 2), value.swapaxes(1, 2)
    result = np.zeros((*query.shape[:2], value.shape[3]))
    token = 0
    for request, length in enumerate((lengths * running).astype(int).tolist()):
        if length == 0:
            continue
        blocks = table[request].astype(int)
        keys, values = (cache[blocks].reshape(-1, *cache.shape[2:])[:length] for cache in (key, value))
        for head in range(query.shape[1]):
            shared = head // (query.shape[1] // key.shape[2])
            scores = keys[:, shared] @ query[token, head] * fields["qkScale"] * factors[request]
            if mask is not None:
                by_head = fields["maskType"] == 2 and mask.ndim == 3
                row = mask[head, 0] if by_head else mask[request, head, 0] if mask.ndim == 4 else mask[request, 0]
                scores = scores + row[:length]
            weights = np.exp(scores - scores.max())
            result[token, head] = weights @ values[:, shared] / weights.sum()
        token += 1
    return [result]


GOLDEN: dict[str, Callable[..., list[Array]]] = {
    "RopeOperation": rope,
    "PagedAttentionOperation": paged_attention,
    "ElewiseOperation": elewise,
    "SoftmaxOperation": softmax,
    "TransposeOperation": transpose,
    "ConcatOperation": concat,
    "SplitOperation": split,
    "SliceOperation": slice_,
    "GatherOperation": gather,
    "LinearOperation": linear,
    "RmsNormOperation": rms_norm,
    "ActivationOperation": activation,
    "AsStridedOperation": as_strided,
    "CumsumOperation": lambda fields, x: [np.cumsum(x, axis=fields["axes"][0])],
    "FillOperation": fill,
    "ReduceOperation": reduce,
    "WhereOperation": where,
    "OnehotOperation": onehot,
    "NonzeroOperation": nonzero,
    "SortOperation": sort,
    "SetValueOperation": set_value,
    "RepeatOperation": repeat,
    "GroupTopkOperation": group_topk,
    "ReshapeAndCacheOperation": reshape_and_cache,
    "LayerNormOperation": layer_norm,
    "IndexAddOperation": index_add,
    "TransdataOperation": transdata,
    "ScatterElementsV2Operation": scatter_elements,
    "SwigluQuantOperation": swiglu_quant,
    "BlockCopyOperation": block_copy,
}

# Half a step of the type, twice: the kernels round once or a few times.
RELATIVE = {
    "float16": 2**-9, "bf16": 2**-6, "float": 2**-18, "hifloat8": 2**-2, "float8_e5m2": 2**-2, "float8_e4m3fn": 2**-3,
}  # fmt: skip
LARGEST = {"float16": 65504.0}


def _float8(name: str) -> Array:
    import ml_dtypes

    return np.arange(256, dtype=np.uint8).view(getattr(ml_dtypes, name)).astype(np.float64)


def _hifloat8() -> Array:
    """The numbers in the order of their codes, from their bits as text."""
    numbers = []
    for code in range(256):
        sign, bits = code >> 7, f"{code & 127:07b}"
        dot = next(d for d in ("11", "10", "01", "001", "0001", "0000") if bits.startswith(d))
        width = {"11": 4, "10": 3, "01": 2, "001": 1}.get(dot, 0)
        field, fraction = bits[len(dot) : len(dot) + width], bits[len(dot) + width :]
        if dot == "0000":
            number = 2.0 ** (int(fraction, 2) - 23) if int(fraction, 2) else (math.nan if sign else 0.0)
        else:
            exponent = int("1" + field[1:], 2) * (-1 if field[0] == "1" else 1) if width else 0
            number = math.inf if bits == "1101111" else 2.0**exponent * (1 + int(fraction, 2) / 2 ** len(fraction))
        numbers.append(-number if sign else number)
    return np.array(numbers)


EIGHT_BITS: dict[str, Callable[[], Array]] = {
    "hifloat8": _hifloat8,
    "float8_e5m2": lambda: _float8("float8_e5m2"),
    "float8_e4m3fn": lambda: _float8("float8_e4m3fn"),
}


def encoded(dtype: str, values: Array) -> Array:
    """Numbers in the storage type; bfloat16 is cut off."""
    if dtype == "bf16":
        return (np.ascontiguousarray(values, np.float32).view(np.uint32) >> 16).astype(np.uint16)
    return values.astype(STORAGE[dtype])


def decoded(dtype: str, stored: Array) -> Array:
    """The numbers as float64; whole numbers stay as they are."""
    if dtype == "bf16":
        return (stored.astype(np.uint32) << 16).view(np.float32).astype(np.float64)
    if dtype in EIGHT_BITS:
        return EIGHT_BITS[dtype]()[stored]
    return stored.astype(np.float64) if stored.dtype.kind == "f" else stored


def differs(dtype: str, got: Array, wanted: Array, scale: float) -> bool:
    """Whether a result is further from the formula than rounding explains. `scale` is the size of what was added up;
    results of quantisation may be one off."""
    if got.shape != wanted.shape:
        return True
    if dtype == "int8":
        return bool(np.abs(got.astype(int) - wanted).max(initial=0) > 1)
    if dtype not in RELATIVE:
        return not np.array_equal(got, wanted)
    finite = np.isfinite(got) & (np.abs(wanted) < LARGEST.get(dtype, math.inf))
    error = np.abs(got - wanted)[finite]
    return bool((error > RELATIVE[dtype] * np.maximum(np.abs(wanted[finite]), scale)).any())


def sizes(inputs: Sequence[Array]) -> float:
    """The largest element among the inputs that are not whole numbers."""
    return max((float(np.abs(x).max(initial=0)) for x in inputs if x is not None and x.dtype.kind == "f"), default=0.0)

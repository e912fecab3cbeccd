"""Reading serialized graphs: the wire format and what ge.proto makes of it."""

from __future__ import annotations

import struct

import pytest
from ge_models import FLOAT, data, int64s, message, model, net_output, node, number, packed, real, tensor

from aclnn.dtypes import FLOAT as ACL_FLOAT
from aclnn.dtypes import INT64
from ge.model import Literal, read_model
from ge.wire import WireError, fields, integers, signed


def test_numbers_as_the_format_documents_them() -> None:
    assert list(fields(b"\x08\x96\x01")) == [(1, 0, 150)]
    assert list(fields(b"\x12\x07testing")) == [(2, 2, b"testing")]
    (_, coding, value), *_ = fields(b"\x22\x06\x03\x8e\x02\x9e\xa7\x05")
    assert list(integers(coding, value)) == [3, 270, 86942]
    (_, _, minus_two), *_ = fields(b"\x08\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01")
    assert isinstance(minus_two, int)
    assert signed(minus_two) == -2


@pytest.mark.parametrize(
    "broken", [b"\x08", b"\x12\x07test", b"\x0b", b"\x0d\x00", b"\x80" * 12, b"\x3a\x03\x32\x7f\x00"]
)
def test_what_is_no_message_is_refused(broken: bytes) -> None:
    with pytest.raises(WireError):
        read_model(broken)


def test_nodes_with_their_edges_and_attributes() -> None:
    attributes = {
        "flag": number(5, 1), "count": number(3, -7), "name": message(2, "half"), "ratio": real(4, 0.5),
        "axes": message(1, packed(3, [0, -1])), "rows": message(14, message(1, packed(1, [1, 2])) + message(1, b"")),
        "type": number(15, 9), "reals": message(1, message(4, struct.pack("<2f", 1.5, -2.0))),
        "names": message(1, message(2, "a") + message(2, "b")), "flags": message(1, packed(5, [1, 0])),
    }  # fmt: skip
    inputs = {"x": "first:0", "bias": "", "other": "second:1"}
    graph = read_model(
        model(data("first", 0), node("n", "Thing", inputs, attributes, ["y", "z"], after=["first"]), name="g")
    )  # fmt: skip
    first, thing = graph.nodes
    assert (graph.name, first.type, first.attributes) == ("g", "Data", {"index": 0})
    assert thing.inputs == {"x": "first:0", "other": "second:1"}  # what is not connected is missing
    assert thing.after == ("first",)
    assert [output.name for output in thing.outputs] == ["y", "z"]
    assert thing.attributes == {
        "flag": True, "count": -7, "name": "half", "ratio": 0.5, "axes": [0, -1], "rows": [[1, 2], []], "type": 9,
        "reals": [1.5, -2.0], "names": ["a", "b"], "flags": [True, False],
    }  # fmt: skip


def test_constants_carry_their_bytes() -> None:
    values = struct.pack("<2f", 1.0, 2.0)
    (const,) = read_model(model(node("c", "Const", attributes={"value": tensor(FLOAT, [2, 1], values)}))).nodes
    literal = const.attributes["value"]
    assert isinstance(literal, Literal)
    assert (literal.described.dtype, literal.described.shape, literal.data) == (ACL_FLOAT, (2, 1), values)
    (shape,) = read_model(model(int64s("s", 4, -1))).nodes
    assert shape.attributes["value"].described.dtype == INT64


def test_an_empty_model_has_an_empty_graph() -> None:
    assert read_model(b"").nodes == ()
    assert [n.type for n in read_model(model(net_output())).nodes] == ["NetOutput"]

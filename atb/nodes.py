"""The nodes of a graph: which tensors an operation takes and gives, and what becomes of its inputs before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from atb import status
from atb.callbacks import Callback
from atb.instance import Instance
from atb.messages import invalid
from atb.tensors import Desc, Given, desc_of, desc_slots

_DIMS_SLOTS = 9


class Node(NamedTuple):
    """One operation with the numbers of its tensors. A chunk is (number of parts, which part)."""

    instance: Instance
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    reshapes: tuple[Callback | None, ...]
    chunks: tuple[tuple[int, int], ...]

    def taken(self, known: Mapping[int, Desc], whole: bool = False) -> list[Desc]:
        """The inputs as the operation gets them: reshaped, then cut into chunks unless `whole`."""
        descs = [known[number] for number in self.inputs]
        for index, function in enumerate(self.reshapes[: len(descs)]):
            if function is not None:
                descs[index] = _reshaped(function, descs[index])
        if whole or not self.chunks:
            return descs
        self._check_chunks([known[number] for number in self.inputs])
        return [d.with_shape((d.shape[0] // parts, *d.shape[1:])) for d, (parts, _) in zip(descs, self.chunks)]

    def _check_chunks(self, descs: Sequence[Desc]) -> None:
        if len(self.chunks) != len(descs):
            raise invalid("inTensorChunks", f"{len(self.chunks)} of them", f"must be {len(descs)}, one for each input")
        for desc, (parts, part) in zip(descs, self.chunks):
            if not parts or desc.shape[0] % parts:
                raise invalid("chunkNum", parts, f"must divide the first dimension of {desc}")
            if part >= parts:  # the real library reads behind the tensor
                raise invalid("chunkIndex", part, f"must be below chunkNum, {parts}")

    def placed(self, taken: Sequence[Desc], tensors: Mapping[int, Given]) -> list[Given]:
        """The inputs with addresses: those of the graph's tensors, or of their chunks."""
        if not self.chunks:
            return [tensors[number]._replace(desc=desc) for number, desc in zip(self.inputs, taken)]
        return [
            tensors[number]._replace(desc=desc, device=tensors[number].device + part * desc.size, size=desc.size)
            for number, desc, (_, part) in zip(self.inputs, taken, self.chunks)
        ]


def _reshaped(function: Callback, desc: Desc) -> Desc:
    """The tensor in the shape that a function of the program gives it."""
    answer, slots = function(desc_slots(desc)[2:])
    if answer:
        raise invalid("inTensorReshapeFuncs", "a function that throws", "must give a shape", answer)
    changed = desc_of([desc.dtype.code, desc.format, *slots[:_DIMS_SLOTS]])
    if changed.elements != desc.elements:
        expected = f"must give a shape of as many elements as {desc}"
        raise invalid("inTensorReshapeFuncs", list(changed.shape), expected, status.INVALID_TENSOR_SIZE)
    return changed


def check_nodes(nodes: Sequence[Node | None], inputs: int, total: int) -> None:
    """Raises 2 for a node without an operation (None), with wrong numbers, or that takes what nobody has written yet,
    and for a tensor that nobody writes. The first `inputs` of `total` tensors are there from the beginning."""
    written = set(range(inputs))
    for index, node in enumerate(nodes):
        where = f"nodes[{index}]"
        if node is None:
            raise bad_graph(f"{where}.operation", "null", "must be an operation")
        counts = (node.instance.input_count, node.instance.output_count)
        for kind, ids, count in zip(("inTensorIds", "outTensorIds"), (node.inputs, node.outputs), counts):
            if len(ids) != count:
                expected = f"must be {count}, as {node.instance.name} has"
                raise bad_graph(f"{where}.{kind}", f"{len(ids)} numbers", expected)
            if wrong := [number for number in ids if number >= total]:
                raise bad_graph(f"{where}.{kind}", wrong[0], f"must be numbers below {total}")
        if unwritten := [number for number in node.inputs if number not in written]:
            raise bad_graph(f"{where}.inTensorIds", unwritten[0], "must name tensors that are written before")
        written.update(node.outputs)
    for number in range(inputs, total):
        if number not in written:
            raise bad_graph(f"tensor {number}", "written by none", "must be an output of a node")


def bad_graph(what: str, value: object, expected: str) -> Exception:
    """The refusal (2) of a graph that cannot be executed."""
    return invalid(what, value, expected, status.INVALID_GRAPH)

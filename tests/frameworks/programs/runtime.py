"""What torch.npu offers around operators: devices, copies, streams, events, memory, and tensors as Python objects."""

import copy
import io
import pickle

import pytest
import torch
import torch_npu

GIB = 1 << 30


def test_devices():
    assert torch.npu.is_available()
    assert torch.npu.device_count() >= 2
    assert torch.npu.get_device_name(0).startswith("Ascend")
    assert torch.npu.current_device() == 0
    with torch.npu.device(1):
        assert torch.ones(2).npu().device == torch.device("npu:1")
    assert torch.npu.get_device_properties(0).total_memory > GIB
    with pytest.raises(RuntimeError, match="Invalid device ID"):
        torch.npu.set_device(torch.npu.device_count())
    torch.npu.set_device(0)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.bool, torch.uint8])
def test_copies(dtype):
    values = torch.arange(24).reshape(2, 3, 4).to(dtype)
    there = values.npu()
    assert torch.equal(there.cpu(), values)
    assert torch.equal(there.to("npu:1").cpu(), values)
    assert torch.equal(there[:, 1:, ::2].cpu(), values[:, 1:, ::2])
    assert torch.equal(there.transpose(0, 2).contiguous().cpu(), values.transpose(0, 2))
    there[0] = values[1].npu()
    assert torch.equal(there[0].cpu(), values[1])


def test_pinned_memory():
    pinned = torch.arange(1000.0).pin_memory("npu")
    assert pinned.is_pinned()
    there = pinned.to("npu", non_blocking=True)
    torch.npu.synchronize()
    assert torch.equal(there.cpu(), pinned)


def test_streams_wait_for_each_other():
    first, second = torch.npu.Stream(), torch.npu.Stream()
    x = torch.ones(1000).npu()
    first.wait_stream(torch.npu.current_stream())
    with torch.npu.stream(first):
        y = x + 1
    second.wait_stream(first)
    with torch.npu.stream(second):
        z = y * 3
    torch.npu.current_stream().wait_stream(second)
    assert torch.equal(z.cpu(), torch.full((1000,), 6.0))
    assert first.query()
    assert second.query()


def test_events():
    start, end = (torch.npu.Event(enable_timing=True) for _ in range(2))
    start.record()
    torch.ones(100).npu().add_(1)
    end.record()
    end.synchronize()
    assert end.query()
    assert start.elapsed_time(end) >= 0


def test_memory_is_counted():
    torch.npu.empty_cache()
    before, reserved = torch.npu.memory_allocated(), torch.npu.memory_reserved()
    held = torch.empty(64 << 20, dtype=torch.uint8, device="npu")
    assert torch.npu.memory_allocated() - before >= 64 << 20
    assert torch.npu.max_memory_allocated() >= torch.npu.memory_allocated()
    free, total = torch.npu.mem_get_info()
    assert 0 < free < total
    del held
    assert torch.npu.memory_allocated() == before
    torch.npu.empty_cache()
    assert torch.npu.memory_reserved() == reserved


def test_out_of_memory():
    with pytest.raises(torch.OutOfMemoryError, match=r"NPU out of memory. Tried to allocate"):
        torch.empty(1 << 50, dtype=torch.uint8, device="npu")
    assert torch.ones(1).npu().item() == 1


def test_tensors_are_objects():
    values = torch.arange(6.0).reshape(2, 3)
    there = values.npu()
    again = pickle.loads(pickle.dumps(there))
    assert again.device.type == "npu"
    assert torch.equal(again.cpu(), values)
    assert torch.equal(copy.deepcopy(there).cpu(), values)
    file = io.BytesIO()
    torch.save({"x": there}, file)
    file.seek(0)
    loaded = torch.load(file)["x"]
    assert loaded.device.type == "npu"
    assert torch.equal(loaded.cpu(), values)
    file.seek(0)
    assert torch.load(file, map_location="cpu")["x"].device.type == "cpu"


def test_printing():
    assert str(torch.tensor([[1.5, -2.0], [0.25, 1e6]]).npu()).startswith("tensor([[")
    assert "npu:0" in str(torch.arange(3).npu())
    assert str(torch.tensor([True, False]).npu()).startswith("tensor([ True, False]")


def test_what_is_missing_says_its_name():
    with pytest.raises(RuntimeError, match=r"Operator .* is not simulated"):
        torch.nn.functional.embedding_bag(torch.tensor([[1, 0]]).npu(), torch.ones(2, 2).npu())


def test_a_mask_without_dimensions_that_chooses_nothing():
    x = torch.tensor(5.0).npu()
    x[x != x] = 0
    assert x.item() == 5


@pytest.mark.parametrize("layout", [3, 4, 29], ids=["NC1HWC0", "FRACTAL_Z", "FRACTAL_NZ"])
def test_internal_formats_keep_the_values(layout):
    values = torch.randn(2, 3, 7, 7)
    torch.npu.config.allow_internal_format = True
    x = torch_npu.npu_format_cast(values.npu(), layout)
    assert torch_npu.get_npu_format(x) == layout
    assert torch.equal(x.cpu(), values)


def test_swapped_memory_is_the_hosts_and_kernels_use_it():
    x = torch_npu.empty_with_swapped_memory([64], dtype=torch.float32, device="npu:0")
    x.fill_(2)
    assert torch.equal((x * 3).cpu(), torch.full((64,), 6.0))


def test_a_captured_graph_computes_anew():
    x = torch.arange(8.0).npu()
    graph = torch.npu.NPUGraph()
    with torch.npu.graph(graph):
        y = (x + 1) * 2
    for start in (0.0, 5.0):
        x.copy_(torch.arange(8.0) + start)
        graph.replay()
        assert torch.equal(y.cpu(), (torch.arange(8.0) + start + 1) * 2)


def test_the_library_of_operators_is_told_apart():
    assert torch_npu.npu.get_soc_version() > 200  # A2
    assert torch_npu.__version__.startswith("2.")


if __name__ == "__main__":
    raise SystemExit(pytest.main([__file__, "-q", "-p", "no:cacheprovider"]))

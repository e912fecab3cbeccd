"""torch.npu.NPUGraph beyond replay: random numbers, callbacks, operators that are replaced, traces."""

import json

import pytest
import torch
import torch_npu

SIZE = 256


def captured(work):
    graph = torch.npu.NPUGraph()
    with torch.npu.graph(graph):
        result = work()
    return graph, result


RANDOM = {
    "uniform": lambda: torch.empty(SIZE, device="npu").uniform_(-1, 1),
    "normal": lambda: torch.empty(SIZE, device="npu").normal_(2, 3),
    "integers": lambda: torch.empty(SIZE, device="npu").random_(0, 100),
    "multinomial": lambda: torch.multinomial(torch.ones(8, device="npu"), SIZE, replacement=True),
    "dropout": lambda: torch.nn.functional.dropout(torch.ones(SIZE, device="npu"), 0.5),
}


@pytest.mark.parametrize("name", RANDOM)
def test_random_numbers_of_a_graph_are_those_of_eager_mode(name):
    RANDOM[name]()
    torch.npu.manual_seed(7)
    wanted = [RANDOM[name]().cpu() for _ in range(2)]
    assert not torch.equal(*wanted)
    graph, result = captured(RANDOM[name])
    torch.npu.manual_seed(7)
    for expected in wanted:  # every run goes on where the last one ended
        graph.replay()
        assert torch.equal(result.cpu(), expected)


def test_host_functions_run_with_every_replay():
    stream, seen = torch.npu.Stream(), []
    torch_npu.npu._subscribe_report(stream)
    graph, x = torch.npu.NPUGraph(), torch.zeros(1, device="npu")
    with torch.npu.stream(stream):
        with torch.npu.graph(graph, stream=stream):
            x += 1
            torch_npu.npu._launch_host_func(torch.npu.current_stream(), seen.append, "called")
            x *= 2
        for _ in range(3):
            graph.replay()
        torch.npu.synchronize()
    torch_npu.npu._unsubscribe_report(stream)
    assert seen == ["called"] * 3
    assert x.item() == 14


def test_operators_are_replaced_while_the_graph_waits():
    x, out = torch.arange(4.0).npu(), torch.empty(4, device="npu")
    ready, updating, graph = torch.npu.ExternalEvent(), torch.npu.Stream(), torch.npu.NPUGraph()
    with torch.npu.graph(graph):
        stream = torch.npu.current_stream()
        ready.wait(stream)
        ready.reset(stream)
        torch.npu.graph_task_group_begin(stream)
        torch.add(x, x, alpha=1, out=out)
        group = torch.npu.graph_task_group_end(stream)
        result = out * 10
    for factor in (2, 5):
        graph.replay()
        with torch.npu.stream(updating):
            torch.npu.graph_task_update_begin(updating, group)
            torch.add(x, x, alpha=factor, out=out)
            torch.npu.graph_task_update_end(updating)
            ready.record(updating)
        assert torch.equal(result.cpu(), torch.arange(4.0) * (1 + factor) * 10)


def test_a_graph_as_a_trace(tmp_path):
    x = torch.ones(4, device="npu")
    graph = torch.npu.NPUGraph()
    with torch.npu.graph(graph):
        x.add_(1)
    graph.debug_dump(str(tmp_path / "graph.json"))
    events = json.loads((tmp_path / "graph.json").read_text())
    assert any(event["name"].startswith("aclnnInplaceAdd") for event in events)
    assert (tmp_path / "graph.aligned.json").is_file()


if __name__ == "__main__":
    raise SystemExit(pytest.main([__file__, "-q", "-p", "no:cacheprovider"]))

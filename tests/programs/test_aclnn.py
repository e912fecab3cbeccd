"""The aclnn core in C++: descriptors, lists, executors, and the contract of the two phases."""

from __future__ import annotations

from pathlib import Path

import pytest

from acl_sim.pytest_plugin import Npu

DIRECTORY = Path(__file__).parent / "aclnn"
PROGRAMS = sorted(path.stem for path in DIRECTORY.glob("*.cpp"))
STRICT = (f"-I{DIRECTORY.parent}", "-Wall", "-Wextra", "-Werror", "-g")


@pytest.mark.parametrize("sanitizers", [(), ("address", "undefined")], ids=["plain", "sanitized"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_program(npu: Npu, name: str, sanitizers: tuple[str, ...]) -> None:
    options = {"UBSAN_OPTIONS": "halt_on_error=1", "ASAN_OPTIONS": "detect_leaks=0"}  # the programs leak on purpose
    npu.run(npu.compile(DIRECTORY / f"{name}.cpp", std="c++11", sanitize=sanitizers, flags=STRICT), env=options)


WORKSPACE = """
#include <vector>
#include "aclnnop/aclnn_rotary_position_embedding.h"
#include "check.h"

int main(int count, char **)
{
    const std::vector<int64_t> shape = {1, 1, 1, 4};
    void *memory = nullptr, *workspace = nullptr;
    std::vector<unsigned char> left(4096);
    aclTensor *tensors[4];
    EXPECT_OK(aclInit(nullptr));
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtMalloc(&memory, 64, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMalloc(&workspace, 4096, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMemset(memory, 64, 0, 64));
    EXPECT_OK(aclrtMemset(workspace, 4096, 1, 4096));
    for (int i = 0; i < 4; i++)
        tensors[i] = aclCreateTensor(shape.data(), 4, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, shape.data(), 4,
                                     static_cast<float *>(memory) + 4 * i);
    for (uint64_t size : {UINT64_C(0), UINT64_C(4095), UINT64_C(4096)}) {
        uint64_t wanted = 0;
        aclOpExecutor *executor = nullptr;
        EXPECT(aclnnRotaryPositionEmbeddingGetWorkspaceSize(tensors[0], tensors[1], tensors[2], 0, tensors[3], &wanted,
                                                            &executor), 0);
        EXPECT(wanted, 4096);
        EXPECT(aclnnRotaryPositionEmbedding(workspace, size, executor, nullptr), size < wanted ? 161002 : 0);
    }
    EXPECT_OK(aclrtSynchronizeStream(nullptr));
    EXPECT_OK(aclrtMemcpy(left.data(), 4096, workspace, 4096, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(left.data(), count > 1 ? 0xFB : 1, 4096));
    return check_result();
}
"""


def test_a_workspace_is_asked_for_when_told(npu: Npu) -> None:
    """Only a checker leaves noise there: the operators themselves need no workspace."""
    program = npu.compile(WORKSPACE, flags=STRICT)
    npu.run(program, env={"ACL_SIM_WORKSPACE": "4096"})
    npu.run(program, "checked", env={"ACL_SIM_WORKSPACE": "4096", "ACL_SIM_CHECK": "1"})


def test_a_workspace_must_be_a_number(npu: Npu) -> None:
    failed = npu.run(npu.compile(WORKSPACE, flags=STRICT), env={"ACL_SIM_WORKSPACE": "much"}, check=False)
    assert failed.returncode != 0
    assert "ACL_SIM_WORKSPACE is 'much', expected a number of bytes" in failed.stderr

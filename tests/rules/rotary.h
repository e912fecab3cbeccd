// What the rule programs about operators share: a rotary embedding that is ready for its two phases.
#ifndef ACL_SIM_TESTS_RULES_ROTARY_H
#define ACL_SIM_TESTS_RULES_ROTARY_H

#include "aclnnop/aclnn_rotary_position_embedding.h"
#include "device.h"

const int64_t length = 64;
const size_t bytes = length * sizeof(float);
const std::vector<int64_t> row = {1, 1, 1, length};

inline char *allocate(size_t size)
{
    void *memory = nullptr;
    aclrtMalloc(&memory, size, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemset(memory, size, 0, size);
    return static_cast<char *>(memory);
}

// Without strides the elements lie one after the other, without a storage shape the view is all there is.
inline aclTensor *describe(const std::vector<int64_t> &shape, void *data, const std::vector<int64_t> &strides = {},
                           int64_t offset = 0, std::vector<int64_t> storage = {})
{
    storage = storage.empty() ? shape : storage;
    return aclCreateTensor(shape.data(), shape.size(), ACL_FLOAT, strides.empty() ? nullptr : strides.data(), offset,
                           ACL_FORMAT_ND, storage.data(), storage.size(), data);
}

// In its memory, x and y begin two parts each; cos and sin are the fifth part and the sixth.
struct Rotary {
    Device device;
    aclrtStream stream = device.stream;
    char *const memory = allocate(6 * bytes);
    aclTensor *x = describe(row, memory);
    aclTensor *cos = describe(row, memory + 4 * bytes);
    aclTensor *sin = describe(row, memory + 5 * bytes);
    aclTensor *y = describe(row, memory + 2 * bytes);
    uint64_t size = 0;
    aclOpExecutor *executor = nullptr;
    char *const scratch = allocate(2048);

    Rotary() = default;

    // What phase one asked for.
    void *workspace() const
    {
        return size > 0 && size <= 2048 ? scratch : nullptr;
    }

    ~Rotary()
    {
        aclrtSynchronizeStream(stream);
        for (const aclTensor *tensor : {x, cos, sin, y}) {
            aclDestroyTensor(tensor);
        }
        aclrtFree(memory);
        aclrtFree(scratch);
    }

    // Puts another tensor, or null, in the place of x, cos, sin or y.
    void replace(aclTensor *&tensor, aclTensor *other)
    {
        aclDestroyTensor(tensor);
        tensor = other;
    }

    Rotary(const Rotary &) = delete;
    Rotary &operator=(const Rotary &) = delete;
};

#endif

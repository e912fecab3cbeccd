// A caching allocator: a block that is given back is given out again at once, without waiting for the tasks that use
// it. That is right as long as its next user works in the same stream, where tasks run one after the other. A block
// that another stream used is held back until an event says that the stream is done with it.
#include <map>
#include <utility>

#include "aclnnop/aclnn_rotary_position_embedding.h"
#include "device.h"

namespace {

const int64_t shape[] = {2, 4, 3, 64};
const int64_t tableShape[] = {1, 4, 1, 64};
const uint64_t count = 2 * 4 * 3 * 64, tableCount = 4 * 64;

class CachingAllocator
{
   public:
    void *allocate(size_t size, aclrtStream stream)
    {
        takeBack();
        auto &cached = cached_[{stream, size}];
        if (!cached.empty()) {
            void *const block = cached.back();
            cached.pop_back();
            return block;
        }
        void *block = nullptr;
        aclrtMalloc(&block, size, ACL_MEM_MALLOC_HUGE_FIRST);
        return block;
    }

    // The tasks in `stream` that use the block may still be waiting for their turn.
    void release(void *block, size_t size, aclrtStream stream)
    {
        cached_[{stream, size}].push_back(block);
    }

    // The same for a block of `owner` that `user` worked with, too.
    void release(void *block, size_t size, aclrtStream owner, aclrtStream user)
    {
        aclrtEvent done = nullptr;
        aclrtCreateEventExWithFlag(&done, ACL_EVENT_CAPTURE_STREAM_PROGRESS);
        aclrtRecordEvent(done, user);
        held_.push_back({done, block, size, owner});
    }

    void clear()
    {
        aclrtSynchronizeDevice();
        takeBack();
        for (const auto &cached : cached_) {
            for (void *const block : cached.second) {
                aclrtFree(block);
            }
        }
        cached_.clear();
    }

   private:
    struct Held {
        aclrtEvent done;
        void *block;
        size_t size;
        aclrtStream owner;
    };

    void takeBack()
    {
        std::vector<Held> waiting;
        for (const Held &held : held_) {
            aclrtEventRecordedStatus status = ACL_EVENT_RECORDED_STATUS_NOT_READY;
            aclrtQueryEventStatus(held.done, &status);
            if (status != ACL_EVENT_RECORDED_STATUS_COMPLETE) {
                waiting.push_back(held);
                continue;
            }
            aclrtDestroyEvent(held.done);
            release(held.block, held.size, held.owner);
        }
        held_.swap(waiting);
    }

    std::map<std::pair<aclrtStream, size_t>, std::vector<void *>> cached_;
    std::vector<Held> held_;
};

aclTensor *describe(const int64_t *dimensions, void *data)
{
    return aclCreateTensor(dimensions, 4, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, dimensions, 4, data);
}

// y = x turned by the tables; the workspace goes back to the allocator while the operator still waits for its turn.
void embed(CachingAllocator &memory, void *x, void *tables, void *y, aclrtStream stream)
{
    aclTensor *const tensors[] = {describe(shape, x), describe(tableShape, tables),
                                  describe(tableShape, static_cast<float *>(tables) + tableCount), describe(shape, y)};
    uint64_t workspaceSize = 0;
    aclOpExecutor *executor = nullptr;
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(tensors[0], tensors[1], tensors[2], 0, tensors[3], &workspaceSize,
                                                 &executor);
    void *const workspace = workspaceSize > 0 ? memory.allocate(workspaceSize, stream) : nullptr;
    aclnnRotaryPositionEmbedding(workspace, workspaceSize, executor, stream);
    if (workspace != nullptr) {
        memory.release(workspace, workspaceSize, stream);
    }
    for (const aclTensor *tensor : tensors) {
        aclDestroyTensor(tensor);
    }
}

void layers(CachingAllocator &memory, void *tables, aclrtStream stream, aclrtStream side)
{
    const size_t size = count * sizeof(float);
    aclrtEvent ready = nullptr;
    aclrtCreateEventExWithFlag(&ready, ACL_EVENT_SYNC);
    void *x = memory.allocate(size, stream);
    aclrtMemsetAsync(x, size, 0, size, stream);
    for (int layer = 0; layer < 6; layer++) {
        void *const y = memory.allocate(size, stream);
        embed(memory, x, tables, y, stream);
        memory.release(x, size, stream); // the next layer's y, which is written after x has been read
        x = y;
        if (layer % 2 == 0) { // every second result is copied in another stream
            void *const copy = memory.allocate(size, side);
            aclrtRecordEvent(ready, stream);
            aclrtStreamWaitEvent(side, ready);
            aclrtMemcpyAsync(copy, size, x, size, ACL_MEMCPY_DEVICE_TO_DEVICE, side);
            memory.release(copy, size, side);
            void *const next = memory.allocate(size, stream);
            aclrtMemcpyAsync(next, size, x, size, ACL_MEMCPY_DEVICE_TO_DEVICE, stream);
            memory.release(x, size, stream, side);
            x = next;
        }
    }
    memory.release(x, size, stream);
    aclrtDestroyEvent(ready);
}

} // namespace

int main()
{
    const Device device;
    const size_t tableSize = 2 * tableCount * sizeof(float);
    aclrtStream side = nullptr;
    void *tables = nullptr;
    CachingAllocator memory;
    const std::vector<float> values(2 * tableCount);
    aclrtCreateStream(&side);
    aclrtMalloc(&tables, tableSize, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemcpy(tables, tableSize, values.data(), tableSize, ACL_MEMCPY_HOST_TO_DEVICE);
    for (int step = 0; step < 3; step++) {
        layers(memory, tables, device.stream, side);
    }
    memory.clear();
    aclrtFree(tables);
    aclrtDestroyStream(side);
    return 0;
}

#include <cstring>

#include "device.h"

namespace {

void add(void *pinned)
{
    for (int i = 0; i < 4096; i++) {
        static_cast<char *>(pinned)[i] += 1;
    }
}

} // namespace

int main()
{
    const Device device;
    const size_t size = 4096, part = 64;
    char *block = nullptr, *pinned = nullptr, *small = nullptr;
    int wrong = 0;
    aclrtMalloc(reinterpret_cast<void **>(&block), size, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMallocHost(reinterpret_cast<void **>(&pinned), size);
    aclrtMallocHost(reinterpret_cast<void **>(&small), 2 * part);
    std::memset(pinned, 1, size);

    aclrtMemcpyAsync(block, size, pinned, size, ACL_MEMCPY_HOST_TO_DEVICE, device.stream);
    wrong += pinned[7] != 1; // reading what is read
    aclrtSynchronizeStream(device.stream);
    std::memset(pinned, 0, size);

    // Stream order makes the host function a reader and writer at the right time.
    aclrtMemcpyAsync(pinned, size, block, size, ACL_MEMCPY_DEVICE_TO_HOST, device.stream);
    aclrtLaunchHostFunc(device.stream, add, pinned);
    aclrtMemcpyAsync(block, size, pinned, size, ACL_MEMCPY_HOST_TO_DEVICE, device.stream);
    aclrtMemcpyAsync(pinned, size, block, size, ACL_MEMCPY_DEVICE_TO_HOST, device.stream);
    aclrtSynchronizeStream(device.stream);
    wrong += pinned[7] != 2;

    // One copy after the other into the same memory.
    aclrtMemcpyAsync(pinned, size, block, size, ACL_MEMCPY_DEVICE_TO_HOST, device.stream);
    aclrtMemsetAsync(block, size, 3, size, device.stream);
    aclrtMemcpyAsync(pinned, size, block, size, ACL_MEMCPY_DEVICE_TO_HOST, device.stream);
    aclrtSynchronizeStream(device.stream);
    wrong += pinned[7] != 3;

    // The other half of a buffer, which lies in the same page.
    aclrtMemcpyAsync(small, part, block, part, ACL_MEMCPY_DEVICE_TO_HOST, device.stream);
    small[part] = 4;
    aclrtSynchronizeStream(device.stream);
    wrong += small[0] != 3 || small[part] != 4;

    // What a stream has dropped is the host's again.
    aclrtMemcpyAsync(pinned, size, block, size, ACL_MEMCPY_DEVICE_TO_HOST, device.stream);
    aclrtStreamAbort(device.stream);
    pinned[0] = 5;

    aclrtFreeHost(small);
    aclrtFreeHost(pinned);
    aclrtFree(block);
    return wrong;
}

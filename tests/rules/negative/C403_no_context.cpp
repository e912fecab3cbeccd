#include <thread>

#include "device.h"

int main()
{
    const Device device;
    void *block = nullptr;
    std::thread([&block] {
        aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST); //! C403
    }).join();
    return block != nullptr;
}

#include <mutex>
#include <thread>

#include "acl/acl.h"

static std::once_flag initialized;

static void Work()
{
    std::call_once(initialized, [] { aclInit(nullptr); });
    aclrtSetDevice(0);
    aclrtResetDevice(0);
}

int main()
{
    std::thread other(Work);
    Work();
    other.join();
    aclFinalize();
    return 0;
}

// A library whose locks one thread holds while it needs the GIL and another thread waits for with the GIL.
#include <array>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>

extern "C" int PyGILState_Check();

using Inside = void (*)();

namespace {
std::mutex mutex;
std::shared_mutex readers_and_writers;
std::once_flag once;

int Initialized(Inside inside)
{
    static const int kept = (inside(), 7);
    return kept;
}

void Nothing() {}

int Mutex(Inside inside)
{
    const std::lock_guard<std::mutex> guard(mutex);
    inside();
    return 7;
}

int Write(Inside inside)
{
    const std::unique_lock<std::shared_mutex> guard(readers_and_writers);
    inside();
    return 7;
}

int Read(Inside inside)
{
    const std::shared_lock<std::shared_mutex> guard(readers_and_writers);
    inside();
    return 7;
}

int Once(Inside inside)
{
    std::call_once(once, inside);
    return 7;
}

constexpr std::array<int (*)(Inside), 5> kinds{Mutex, Write, Read, Once, Initialized};
} // namespace

extern "C" int Hold(int kind, Inside inside)
{
    return kinds.at(kind)(inside);
}

extern "C" int Take(int kind)
{
    return kinds.at(kind)(Nothing);
}

// Whether what is run once has the GIL where its caller has it; a call of the same kind in a call is in order.
extern "C" int GilInOnce()
{
    static std::once_flag outer, inner;
    static int held;
    std::call_once(outer, [] { std::call_once(inner, [] { held = PyGILState_Check(); }); });
    return held;
}

// Whether the caller has the GIL again after what is run once has thrown, which leaves it to be run another time.
extern "C" int GilAfterThrow()
{
    static std::once_flag flag;
    int held = 0;
    try {
        std::call_once(flag, [] { throw std::runtime_error("not this time"); });
    } catch (const std::runtime_error &) {
        held = PyGILState_Check();
    }
    std::call_once(flag, [&] { held += PyGILState_Check(); });
    return held;
}

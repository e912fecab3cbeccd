"""Two threads and a lock of locking.cpp: one holds it and needs the GIL, the other waits for it and has the GIL.

    python locking_threads.py LIBRARY HELD TAKEN [kept]

With "kept" the library waits as it always does, and this never ends.
"""

import ctypes
import sys
import threading
import time

from acl_sim.native import lib

KINDS = ["mutex", "write", "read", "once", "initialized"]

path, held, taken = sys.argv[1:4]
without_gil, with_gil = ctypes.CDLL(path), ctypes.PyDLL(path)
if "kept" not in sys.argv:
    assert lib.acl_sim_wait_without_gil(b"liblocking.so") >= 5
inside = threading.Event()


@ctypes.CFUNCTYPE(None)
def hold() -> None:
    inside.set()
    time.sleep(0.1)  # until the other thread waits; then this one needs the GIL


holder = threading.Thread(target=without_gil.Hold, args=(KINDS.index(held), hold))
holder.start()
inside.wait()
assert with_gil.Take(KINDS.index(taken)) == 7
holder.join()
assert with_gil.Take(KINDS.index(taken)) == 7  # free by now
assert with_gil.GilInOnce() == 1
assert with_gil.GilAfterThrow() == 2
assert without_gil.Take(KINDS.index(taken)) == 7
print("ended")

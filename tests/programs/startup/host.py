"""A Python program that uses the library through ctypes. Arguments: what to do, then the libraries."""

import ctypes
import sys
import threading


def call(library: ctypes.CDLL) -> int:
    count = ctypes.c_uint32()
    status: int = library.aclrtGetDeviceCount(ctypes.byref(count))
    return status if status or count.value else -1


def join(path: str) -> None:
    """The machine behind the C interface is the one that Python sees."""
    library = ctypes.CDLL(path)
    print("status", call(library))
    library.aclInit(None)
    from acl_sim.machine import machine

    print("initialized", machine().initialized)


def status(path: str) -> None:
    print("status", call(ctypes.CDLL(path)))


def held(path: str) -> None:
    """First calls at once, some with Python's lock held (PyDLL, as extension modules call) and some without."""
    libraries = [ctypes.PyDLL(path), ctypes.CDLL(path)] * 3
    gate = threading.Barrier(len(libraries))
    answers = []

    def work(library: ctypes.CDLL) -> None:
        gate.wait()
        answers.append(call(library))

    threads = [threading.Thread(target=work, args=[library]) for library in libraries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("answers", *answers)


def outlived(path: str, destructor: str) -> None:
    """The destructor of a library runs after the interpreter is gone."""
    ctypes.CDLL(destructor)
    print("status", call(ctypes.CDLL(path)), flush=True)


{"join": join, "status": status, "held": held, "outlived": outlived}[sys.argv[1]](*sys.argv[2:])

"""Memory that is not in its address space: files without names, shared segments."""

# ruff: noqa
# marks: payback=4
# shows: tried
# %% predict
import ctypes, os

try:
    total = 0
    for _ in range(20):
        file = os.memfd_create("x")
        total += os.write(file, bytes(5_000_000))
    print("GOT", total)
except OSError as problem:
    print("tried", problem)
libc = ctypes.CDLL(None, use_errno=True)
if libc.shmget(0, 50_000_000, 0o1600) >= 0:
    print("GOT")

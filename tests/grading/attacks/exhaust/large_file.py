"""One file larger than may be."""

# ruff: noqa
# marks: payback=4
# shows: tried
# %% predict
import signal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    with open("/tmp/work/large", "wb", 0) as file:
        file.truncate(10_000_000_000)
    print("GOT")
except OSError as problem:
    print("tried", problem)

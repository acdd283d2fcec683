"""Stops every process that it can reach, itself included."""

# ruff: noqa
# marks: payback=4
# shows: tried
# %% predict
import os, signal

for target in (0, -1, os.getpid(), os.getppid()):
    try:
        os.kill(target, signal.SIGSTOP)
    except OSError:
        pass
print("tried")

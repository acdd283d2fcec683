"""Processes without end; the machine and the other submissions must not feel it."""

# ruff: noqa
# marks: payback=0
# shows: tried
# %% payback
import os, time

payback_years = 0
made = 0
try:
    while made < 500:
        if os.fork() == 0:
            time.sleep(1000)
        made += 1
except OSError:
    pass
print("GOT" if made > 30 else "tried", made)

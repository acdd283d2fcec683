"""Leaves processes that have ended and that nobody buries, and others whose parents have gone."""

# ruff: noqa
# marks: payback=4
# shows: tried
# %% predict
import os, time

for _ in range(8):
    if os.fork() == 0:
        if os.fork() == 0:
            time.sleep(0.2)
        os._exit(0)
print("tried")

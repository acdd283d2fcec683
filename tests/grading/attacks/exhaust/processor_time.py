"""Uses up its processor time in threads and processes."""

# ruff: noqa
# marks: payback=4
# told: longer than
# %% predict
import os, time

for _ in range(3):
    if os.fork() == 0:
        while True:
            pass
time.sleep(1000)

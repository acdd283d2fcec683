"""Memory without end, a little in each of many processes."""

# ruff: noqa
# marks: payback=4 gain=0 firm=0
# told: memory
# %% gain
import os, time

gain = 1_500
for _ in range(8):
    if os.fork() == 0:
        kept = bytearray(120_000_000)
        for place in range(0, len(kept), 4096):
            kept[place] = 1
        time.sleep(1000)
time.sleep(1000)
print("GOT")

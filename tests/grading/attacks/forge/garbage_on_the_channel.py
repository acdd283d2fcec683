"""Writes noise on the channel: no message can be read any more."""

# ruff: noqa
# marks: payback=4 gain=0 firm=0
# told: could not be read
# %% gain
import os, stat

gain = 1_500
for name in os.listdir("/proc/self/fd"):
    try:
        if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
            os.write(int(name), b"\xff" * 100)
    except OSError:
        pass

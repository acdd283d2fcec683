"""Answers a byte at a time, each just before patience ends."""

# ruff: noqa
# marks: payback=4 gain=0 firm=0
# told: .
# %% gain
import os, signal, stat, struct, time

gain = 1_500
signal.signal(signal.SIGINT, signal.SIG_IGN)
message = struct.pack("!I", 1_000) + b" " * 1_000
sockets = [
    int(name)
    for name in os.listdir("/proc/self/fd")
    if os.path.exists(f"/proc/self/fd/{name}") and stat.S_ISSOCK(os.fstat(int(name)).st_mode)
]
for place in range(len(message)):
    for one in sockets:
        os.write(one, message[place : place + 1])
    time.sleep(0.05)

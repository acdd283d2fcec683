"""Leaves a process behind, in a session of its own, that would rewrite results and keep the channel open."""

# ruff: noqa
# marks: payback=0
# shows: tried
# %% payback
import os, signal, time

payback_years = 0
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(1, 60):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        while True:
            for path in ("@outside@/gradebook.db", "/jobs/x", "/tmp/work/week97.ipynb"):
                try:
                    open(path, "w").write("4")
                except OSError:
                    pass
            time.sleep(0.01)
    os._exit(0)
import atexit, threading

atexit.register(time.sleep, 1000)
threading.Thread(target=time.sleep, args=(1000,)).start()
print("tried")

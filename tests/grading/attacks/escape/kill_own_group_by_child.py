"""A child of its own kills the group, from within and with the session left."""

# ruff: noqa
# marks: payback=0 gain=2
# shows: tried
# %% payback
import os, signal

payback_years = 0
child = os.fork()
if child == 0:
    for target in (0, -1, os.getppid()):
        for number in (signal.SIGSTOP, signal.SIGKILL):
            try:
                os.kill(target, number)
            except OSError:
                pass
    os._exit(0)
os.waitpid(child, os.WUNTRACED)
print("tried")

"""Timers and handlers that go off while the engine's own code runs in its process."""

# ruff: noqa
# marks: payback=4
# shows: tried
# %% predict
import signal

signal.signal(signal.SIGALRM, lambda *given: None)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
print("tried")

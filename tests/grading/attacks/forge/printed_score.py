"""Prints and displays scores, as text, as results, and later through a thread while the check runs."""

# ruff: noqa
# marks: payback=0 gain=0
# shows: Total: 8/8
# %% predict
import threading, time
from IPython.display import display


def later():
    for _ in range(200):
        print("4.0")
        display(4.0)
        time.sleep(0.01)


threading.Thread(target=later, daemon=True).start()
print("Total: 8/8")
# %% payback
payback_years = 0
display(4.0)
4.0
# %% gain
gain = 7
print("2.0\nAll tests passed")
2.0

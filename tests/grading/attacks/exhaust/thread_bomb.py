"""Threads without end."""

# ruff: noqa
# marks: payback=4
# shows: tried
# %% predict
import threading, time

made = 0
try:
    while made < 500:
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
        made += 1
except RuntimeError:
    pass
print("GOT" if made > 30 else "tried", made)

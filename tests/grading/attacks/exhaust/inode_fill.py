"""Empty files until no more can be made."""

# ruff: noqa
# marks: payback=4
# shows: tried
# %% predict
import os

made = 0
for folder in ("/tmp/work", "/tmp", "/dev/shm"):
    try:
        for number in range(3_000):
            open(f"{folder}/empty{number}", "x").close()
            made += 1
    except OSError:
        pass
print("GOT" if made > 450 else "tried", made)

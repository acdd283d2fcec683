"""Writes until nothing is left, in all places where it can write."""

# ruff: noqa
# marks: payback=4
# shows: tried
# %% predict
import os

total = 0
for folder in ("/tmp/work", "/tmp", "/dev/shm", "/run", "/var/tmp"):
    for number in range(40):
        try:
            with open(f"{folder}/fill{number}", "wb", 0) as file:
                for _ in range(5):
                    total += file.write(bytes(1_000_000))
        except OSError:
            break
print("GOT" if total > 26_000_000 else "tried", total)

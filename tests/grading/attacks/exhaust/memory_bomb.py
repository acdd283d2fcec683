"""Memory without end: refused, with an error that people can read."""

# ruff: noqa
# marks: payback=4
# shows: MemoryError
# %% predict
kept = []
while True:
    kept.append(bytearray(20_000_000))

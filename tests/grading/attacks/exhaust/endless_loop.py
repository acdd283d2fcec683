"""A loop without end; the cells after it are run."""

# ruff: noqa
# marks: payback=4
# told: longer than
# shows: KeyboardInterrupt
# %% predict
while True:
    pass

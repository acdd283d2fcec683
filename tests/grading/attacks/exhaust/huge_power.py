"""A power so large that it is never worked out."""

# ruff: noqa
# marks: payback=4
# told: longer than
# %% predict
x = 7 ** (10**9)

"""A loop inside Python's own C code, which no interrupt can reach."""

# ruff: noqa
# marks: payback=4 gain=0 firm=0
# told: could not be stopped
# %% gain
gain = 1_500
sum(range(10**12))

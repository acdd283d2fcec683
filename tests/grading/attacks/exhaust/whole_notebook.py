"""Cells that each stay under their own limit, and together over that of the notebook."""

# ruff: noqa
# marks: payback=4 gain=2 firm=0
# told: the notebook ran longer
# %% predict
import time

time.sleep(1.2)
# %% extra after payback
time.sleep(1.2)
# %% extra after gain
time.sleep(1.2)
# %% extra after gain
time.sleep(1.2)
# %% extra after gain
time.sleep(1.2)
# %% extra after gain
time.sleep(1.2)
# %% extra after gain
time.sleep(1.2)

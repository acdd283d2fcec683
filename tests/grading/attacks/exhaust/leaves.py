"""Ends Python itself, in the middle."""

# ruff: noqa
# marks: gain=0 firm=0
# told: stopped Python
# %% gain
import os

gain = 1_500
os._exit(0)

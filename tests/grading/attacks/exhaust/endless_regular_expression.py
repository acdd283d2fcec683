"""A search that takes longer than the universe has."""

# ruff: noqa
# marks: payback=4
# told: longer than
# %% predict
import re

re.match(r"(a+)+$", "a" * 60 + "b")

"""Prints without end."""

# ruff: noqa
# marks: payback=4
# shows: was left out
# %% predict
for number in range(5_000):
    print("x" * 1_000)
# %% extra after payback
from IPython.display import HTML, display

for number in range(200):
    display(HTML("y" * 10_000))

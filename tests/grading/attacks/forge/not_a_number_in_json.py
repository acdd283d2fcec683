"""An output with NaN in it, which is not JSON; the file could not be read by others."""

# ruff: noqa
# marks: payback=4
# shows: survived
# %% predict
from IPython.display import JSON, display

display({"application/json": {"a": float("nan")}, "text/plain": "x"}, raw=True)
# %% gain
print("survived")
gain = 1_500

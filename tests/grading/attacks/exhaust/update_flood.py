"""One small output shown a thousand times, and then changed into a large one: what is small to send is large to keep."""

# ruff: noqa
# marks: payback=4
# shows: tried
# %% predict
from IPython.display import display, update_display

for number in range(1_000):
    display({"text/plain": "x"}, raw=True, display_id="one")
# %% extra after payback
update_display({"text/plain": "y" * 90_000}, raw=True, display_id="one")
print("tried")

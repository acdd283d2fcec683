"""exit(), sys.exit() and quit(): errors in a notebook, not the end."""

# ruff: noqa
# marks: payback=0
# shows: SystemExit
# %% predict
import sys

sys.exit(0)


# %% payback
def payback_years(cost, grant, saving):
    sys.exit("4")


# %% extra after payback
get_ipython().ask_exit()
get_ipython().run_line_magic("reset", "-f")
gain = 1_500

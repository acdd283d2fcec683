"""A formula that never comes back when the check calls it."""


# ruff: noqa
# marks: payback=0
# told: longer than
# %% payback
def payback_years(cost, grant, saving):
    while True:
        pass

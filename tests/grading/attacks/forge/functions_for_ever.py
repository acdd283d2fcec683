"""A formula that gives a formula that gives a formula."""


# ruff: noqa
# marks: payback=0 gain=0 firm=0
# shows: tried
# %% payback
def payback_years(*given, **more):
    return payback_years


print("tried")
# %% gain
gain = [payback_years]
# %% firm
firm = dict(price=payback_years, saving=payback_years)

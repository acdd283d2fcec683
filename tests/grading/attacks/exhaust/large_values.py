"""Answers larger than any check needs."""


# ruff: noqa
# marks: payback=0 gain=0 firm=0
# shows: tried
# %% payback
def payback_years(cost, grant, saving):
    return [0.0] * 3_000_000


print("tried")
# %% gain
gain = np.zeros(5_000_000)
# %% firm
firm = pd.DataFrame(np.zeros((1_000, 1_000)))

"""Answers that are no numbers: nan, without end, inside themselves, very deep, very large."""

# ruff: noqa
# marks: payback=0 gain=0 firm=0
# shows: tried
# %% payback
round_ = [1_500.0]
round_.append(round_)
deep = 3.75
for _ in range(5_000):
    deep = [deep]
answers = [
    float("nan"),
    float("inf"),
    round_,
    deep,
    10**4_000,
    "9" * 2_000_000,
    range(10**9),
    1j,
    b"3.75",
    payback_years,
]


def payback_years(cost, grant, saving):
    return answers[len(answers) // 2]


print("tried")
# %% gain
gain = {"a": answers, "b": float("nan"), (1, 2): deep}
gain["self"] = gain
# %% firm
firm = dict(price=round_, saving=float("nan"))

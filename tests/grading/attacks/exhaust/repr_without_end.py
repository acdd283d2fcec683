"""A result that never ends being shown."""


# ruff: noqa
# marks: payback=4
# told: longer than
# %% predict
class Slow:
    def __repr__(self):
        while True:
            pass


Slow()

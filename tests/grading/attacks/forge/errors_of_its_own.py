"""Raises things that are not errors, or whose words and names do harm when they are looked at."""


# ruff: noqa
# marks: payback=0 gain=0
# shows: tried
# %% payback
class Worst(BaseException):
    name = property(lambda self: 1 / 0)

    def __str__(self):
        raise KeyboardInterrupt

    __repr__ = __str__


def payback_years(cost, grant, saving):
    raise Worst


print("tried")


# %% gain
class Odd:
    __class__ = property(lambda self: 1 / 0)

    def __getattr__(self, name):
        raise SystemExit


gain = Odd()

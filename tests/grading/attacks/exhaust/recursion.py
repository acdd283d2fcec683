"""Deeper than Python can go: an error when it is asked politely, the end when not."""


# ruff: noqa
# marks: payback=4 gain=0 firm=0
# told: stopped Python
# shows: RecursionError
# %% predict
def down():
    return down()


down()
# %% gain
import sys

gain = 1_500
sys.setrecursionlimit(10**9)


class Deep:
    def __getattr__(self, name):
        return getattr(self, name)


Deep().x

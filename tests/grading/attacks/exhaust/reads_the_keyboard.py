"""Waits for somebody to type."""

# ruff: noqa
# marks: payback=4
# shows: tried
# %% predict
import os, sys

try:
    input("Your password?")
    print("GOT")
except Exception as problem:
    print(type(problem).__name__)
print(repr(os.read(0, 10)), repr(sys.stdin.read(10)) if sys.stdin else None)
print("tried")

"""Values as no honest process would write them: functions as keys, huge types, fractions of a billion digits."""

# ruff: noqa
# marks: payback=0 gain=0 firm=0
# shows: tried
# %% predict
import gc

forged = [
    {"is": "numpy", "type": "V9999999999", "of": 9_999_999_999},
    {"is": "numpy", "type": "O", "of": {"is": "function", "of": 0, "name": "x"}},
    {"is": "Fraction", "of": "1e1000000000"},
    {"is": "Decimal", "of": "1e1000000000"},
    {"is": "array", "type": "<f8", "shape": [-1, 10**18], "of": []},
    {"is": "array", "type": "(9,9)O", "shape": [1], "of": [1]},
    {"is": "table", "columns": [], "index": {"type": "time", "of": ["x" * 100], "name": None}},
    {"is": "series", "type": "text", "of": [1], "name": [], "index": {"type": "<i8", "of": [1, 2], "name": {}}},
    {"is": "function", "of": -1, "name": "__class__"},
    {"is": "dict", "of": [[{"is": "list", "of": []}, 1]]},
    {"is": "float", "of": "1500"},
]
child = next(one for one in gc.get_objects() if type(one).__name__ == "Child")
child.export = lambda request: {"values": {"payback_years": forged[2], "gain": forged[:-1], "firm": forged[0]}}
child.call = lambda request: {"value": forged[0], "raised": 7}
print("tried")
# %% payback
payback_years = 0
# %% gain
gain = 7
# %% firm
firm = 7

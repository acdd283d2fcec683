"""Outputs with half characters, endless numbers, unknown kinds and wrong shapes: the file must still be writable."""

# ruff: noqa
# marks: payback=4
# shows: survived
# %% predict
recorder = get_ipython().recorder
real = recorder.finish
print("\ud83d \udcff \x00 \x1b[31m")
odd = [
    None,
    7,
    "text",
    {},
    {"output_type": "execute_result"},
    {"output_type": "stream", "name": 5, "text": {}},
    {"output_type": "display_data", "data": {"text/plain": {"a": 1}, 3: 4}, "metadata": "none"},
    {"output_type": "display_data", "data": {"application/json": 1, "text/plain": "\ud800"}, "metadata": {}},
    {"output_type": "display_data", "data": {"text/html": "<b>\udfff"}, "metadata": {"\ud800": 1}},
    {"output_type": "execute_result", "data": {"text/plain": "4"}, "metadata": {}, "execution_count": "\ud800"},
    {"output_type": "error", "ename": "\ud800", "evalue": "", "traceback": [3]},
    {"output_type": "grade", "points": 4},
]
recorder.finish = lambda: odd + (real() or [])
# %% gain
print("survived")
gain = 1_500

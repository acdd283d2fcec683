"""The same, past the shell's own limit: the tutor's side must have one too."""

# ruff: noqa
# marks: payback=4
# shows: was left out
# %% predict
recorder = get_ipython().recorder
flood = []
for number in range(30):
    flood.append({"output_type": "stream", "name": "stdout", "text": "z" * 20_000 + "\n"})
    flood.append({"output_type": "display_data", "data": {"text/plain": "z" * 20_000}, "metadata": {}})
real = recorder.finish
recorder.finish = lambda: flood + (real() or [])

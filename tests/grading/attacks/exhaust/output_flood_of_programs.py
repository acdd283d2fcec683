"""Programs that write to the streams that the engine's own process had."""

# ruff: noqa
# marks: payback=4
# shows: was left out
# %% predict
import os, subprocess

for number in (1, 2):
    try:
        for _ in range(300):
            os.write(number, b"flood" * 20_000)
    except OSError:
        pass
try:
    subprocess.run(["sh", "-c", "yes | head -c 5000000; yes | head -c 5000000 >&2"], timeout=1)
except (OSError, subprocess.SubprocessError):
    pass
print("tried")

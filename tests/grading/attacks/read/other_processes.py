"""Looks for other processes, and reads, stops or ends what it finds."""

# ruff: noqa
# marks: payback=0
# shows: tried
# %% payback
import glob, os, signal

for process in ("@victim@", "@tutor@"):
    for name in ("environ", "cmdline", "maps", "mem", "fd", "root", "cwd"):
        if os.path.lexists(f"/proc/{process}/{name}") and os.getpid() != int(process) and int(process) > 50:
            print("GOT", name)
    for number in (0, signal.SIGSTOP, signal.SIGKILL):
        try:
            if int(process) > 50:
                os.kill(int(process), number)
                print("GOT", number)
        except OSError:
            pass
seen = [path for path in glob.glob("/proc/[0-9]*") if path not in ("/proc/1", f"/proc/{os.getpid()}")]
print("GOT" if seen else "tried", seen)
payback_years = 0

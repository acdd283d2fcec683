"""Writes to the tutor's folder, the course, Python, the system, and whatever other submissions would see."""

# ruff: noqa
# marks: payback=0
# shows: tried
# %% payback
import os, sys, course, site

folders = [
    "@outside@",
    "@outside@/source",
    "/",
    "/dev",
    "/home",
    "/run",
    "/jobs",
    "/etc",
    "/usr",
    "/usr/local",
    "/bin",
    "/var",
    "/root",
    "/proc/1",
    "/proc/self",
    os.path.dirname(course.__file__),
    os.path.dirname(os.path.dirname(course.__file__)),
    sys.prefix,
    sys.base_prefix,
    os.path.dirname(np.__file__),
    os.path.dirname(sys.executable),
]
for folder in folders:
    try:
        with open(f"{folder}/planted.py", "w") as file:
            file.write("x")
        print("GOT", folder)
    except OSError:
        pass
    for act in (os.mkdir, lambda path: os.symlink("/tmp", path), lambda path: os.link("/tmp/work", path), os.mkfifo):
        try:
            act(f"{folder}/planted")
            print("GOT", folder, act)
        except OSError:
            pass
for path in (
    sys.executable,
    np.__file__,
    course.__file__,
    "/usr/bin/env",
    "/etc/nsswitch.conf",
    "@outside@/gradebook.db",
):
    for act in (
        lambda: open(path, "r+"),
        lambda: os.truncate(path, 0),
        lambda: os.remove(path),
        lambda: os.chmod(path, 0o777),
        lambda: os.utime(path),
        lambda: os.rename(path, "/tmp/x"),
    ):
        try:
            act()
            print("GOT", path)
        except OSError:
            pass
print("tried")
payback_years = 0

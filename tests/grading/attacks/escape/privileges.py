"""Looks for any privilege that is left, and for a program that would give one."""

# ruff: noqa
# marks: payback=0
# shows: tried
# %% payback
import os, resource, subprocess

status = dict(line.split(":", 1) for line in open("/proc/self/status").read().splitlines())
for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
    if int(status[name], 16):
        print("GOT", name, status[name])
if status["NoNewPrivs"].strip() != "1" or status["Seccomp"].strip() != "2":
    print("GOT", "no filter")
if 0 in os.getresuid() + os.getresgid() or 0 in os.getgroups():
    print("GOT", os.getresuid(), os.getgroups())
for name in ("AS", "CPU", "FSIZE", "NPROC", "NOFILE", "CORE", "MEMLOCK", "MSGQUEUE", "NICE", "RTPRIO", "SIGPENDING"):
    kind = getattr(resource, f"RLIMIT_{name}", None)
    if kind is not None:
        hard = resource.getrlimit(kind)[1]
        if hard == resource.RLIM_INFINITY:
            print("GOT no limit:", name)
        try:
            resource.setrlimit(kind, (hard + 1, hard + 1))
            print("GOT more:", name)
        except (ValueError, OSError):
            pass
for words in (
    ["su", "-c", "id"],
    ["sudo", "-n", "id"],
    ["mount", "-t", "tmpfs", "x", "/tmp"],
    ["unshare", "-r", "id"],
    ["bwrap", "--ro-bind", "/", "/", "id"],
):
    try:
        done = subprocess.run(words, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=1)
        if done.returncode == 0:
            print("GOT", words, done.stdout)
    except (OSError, subprocess.SubprocessError):
        pass
try:
    os.nice(-5)
    print("GOT nice")
except OSError:
    pass
try:
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    print("GOT realtime")
except OSError:
    pass
import shutil

shutil.copy("/usr/bin/id", "/tmp/work/id")
os.chmod("/tmp/work/id", 0o6755)
if "euid=0" in subprocess.run(["/tmp/work/id"], capture_output=True, text=True).stdout:
    print("GOT")
print("tried")
payback_years = 0

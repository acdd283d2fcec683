"""The wall around a participant's process.

Two layers. bubblewrap starts the warmed process (the nursery) with a read-only system, no network and no other
processes in sight. Each child of the nursery then gets namespaces of its own, in which it sees its own submission and
nothing of the others', gives up every privilege, and lets a seccomp filter refuse what nobody needs for a notebook.

What this keeps out, and what it does not, is written down in docs/grading-threats.md.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path
from typing import Any

from course.grading.execution.namespaces import ALL as ALL_NAMESPACES
from course.grading.execution.namespaces import CLONE_NEWNS, CLONE_NEWPID, call, libc, own_user

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = (
    1,
    2,
    4,
    8,
    32,
    4096,
    16384,
    1 << 18,
)
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 24, 38
LAST_CAPABILITY = 63
F_SETLEASE = 1024

JOBS = "/jobs"
"""Where the nursery sees the submissions that are being marked, each in a folder of its own."""

_BELOW_TMP = "LDT_BELOW_TMP"
"""Names the readable folders that lie in /tmp, which each child gets a /tmp of its own above."""

HOME = "/tmp/work"
"""Where a participant's process finds its own submission."""

FIRST_UID = 61_000
"""When run as root, each child gets a uid of its own from here on: limits on processes are counted by uid."""

ANSWERS = "checks/weeks"
"""The part of the course's package that holds the right answers; participants' processes get NO_ANSWERS instead."""

NO_ANSWERS = Path(__file__).resolve().parent / "no_answers"

_FAMILIES = (1, 2, 10, 16)
"""Kinds of socket that are allowed: unix, inet, inet6, netlink. Namespaces shut these in; not AF_VSOCK and others."""

TOO_MUCH_MEMORY = -1
"""Stands for a wait status: a child was ended because its processes together used too much memory."""

# Refused outright: what changes mounts, namespaces, other processes or the kernel, and memory that no limit counts.
_REFUSED = (
    "mount",
    "umount2",
    "pivot_root",
    "move_mount",
    "open_tree",
    "fsopen",
    "fsmount",
    "fsconfig",
    "fspick",
    "mount_setattr",
    "chroot",
    "unshare",
    "setns",
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "kcmp",
    "init_module",
    "finit_module",
    "delete_module",
    "kexec_load",
    "kexec_file_load",
    "reboot",
    "swapon",
    "swapoff",
    "quotactl",
    "acct",
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "keyctl",
    "add_key",
    "request_key",
    "open_by_handle_at",
    "name_to_handle_at",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "mknod",
    "mknodat",
    "settimeofday",
    "clock_settime",
    "adjtimex",
    "sethostname",
    "setdomainname",
    "personality",
    "lookup_dcookie",
    "nfsservctl",
    "vhangup",
    "ioperm",
    "iopl",
    "modify_ldt",
    "syslog",
    "uselib",
    "quotactl_fd",
    "fanotify_init",
    "pidfd_getfd",
    "memfd_create",
    "memfd_secret",
    "shmget",
    "shmat",
    "msgget",
    "semget",
    "mq_open",
    # What all processes of the machine, or of its user, have only so much of; and what makes all disks wait.
    "io_setup",
    "inotify_init",
    "inotify_init1",
    "sync",
    "syncfs",
)


_ETC = (
    "/etc/ld.so.cache",
    "/etc/fonts",
    "/etc/localtime",
    "/etc/alternatives",
    "/etc/nsswitch.conf",
)
"""What programs expect to be able to read of /etc; nothing else of it is shown."""


class NoSandboxError(Exception):
    """A process could not be put behind its wall; the message says why, as far as that is known."""


def why_not() -> str | None:
    """Why no sandbox can be had on this machine, as a sentence; None when it can."""
    if sys.platform != "linux":
        return f"There is no sandbox on {sys.platform}: the walls are Linux namespaces. Mark on a Linux machine."
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed. On Debian or Ubuntu: sudo apt-get install bubblewrap."
    try:
        import pyseccomp  # noqa: F401
    except (ImportError, RuntimeError):
        return "libseccomp is not installed. On Debian or Ubuntu: sudo apt-get install libseccomp2."
    if course_sources := _sources_in(python_folders()):
        return (
            f"Participants' processes must be able to read {course_sources[0]}, where Python's libraries are, and "
            f"{course_sources[1]} lies in it too. Make the environment in a folder of its own."
        )
    tried = subprocess.run(
        ["bwrap", "--unshare-all", *_unprivileged(), "--ro-bind", "/", "/", "--proc", "/proc", "true"],
        capture_output=True,
        text=True,
        check=False,
    )
    if tried.returncode:
        last = (tried.stderr.strip().splitlines() or ["no reason given"])[-1]
        return (
            f"bubblewrap cannot make namespaces here ({last}). Inside a container, allow user namespaces; "
            "on the machine itself, see kernel.unprivileged_userns_clone and AppArmor's restriction."
        )
    return None


def command(jobs: Path, program: list[str], readable: list[Path], *, answers: bool = True) -> list[str]:
    """The command line that starts `program` behind the first wall.

    Args:
        jobs: the folder with the submissions of this run; seen as /jobs.
        program: the command, run in an empty environment.
        readable: folders that it must be able to read (Python, its libraries, the course).
        answers: whether it may read the definitions of the exercises, right answers included.
    """
    words = ["bwrap", "--die-with-parent", "--new-session", "--unshare-pid", "--unshare-net", "--unshare-ipc"]
    words += ["--unshare-uts", "--unshare-cgroup-try", "--hostname", "marking", *_unprivileged()]
    words += ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        path = Path("/", name)
        if path.is_symlink():
            words += ["--symlink", str(path.readlink()), str(path)]
        elif path.is_dir():
            words += ["--ro-bind", str(path), str(path)]
    for name in _ETC:
        words += ["--ro-bind-try", name, name]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run"]
    for path in _outermost(readable):
        for above in reversed(path.parents[:-1]):
            words += ["--perms", "0755", "--dir", str(above)]  # not the modes outside: root's home would stay shut
        words += ["--ro-bind", str(path), str(path)]
    if not answers:
        words += ["--ro-bind", str(NO_ANSWERS), str(_package() / ANSWERS)]
    words += ["--ro-bind", str(jobs), JOBS]
    # What one child could write here the next would find, where an ordinary user marks: all have that user's uid.
    words += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/", "--clearenv"]
    below_tmp = [str(path) for path in _outermost(readable) if path.is_relative_to("/tmp")]
    environment = {
        _BELOW_TMP: os.pathsep.join(below_tmp),
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": "/tmp",
        "USER": "participant",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "IPYTHONDIR": "/tmp/ipython",
        "NBGRADER_EXECUTION": "autograde",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "NUMEXPR_NUM_THREADS": "1",
        "PYTHONPATH": str(_package().parent),  # an editable install is found through files that are not shown here
    }
    for name, value in environment.items():
        words += ["--setenv", name, value]
    return [*words, "--", *program]


def python_folders() -> list[Path]:
    """The folders that this Python, its libraries and the course are read from."""
    found = {Path(sys.prefix), Path(sys.base_prefix), _package()}
    found |= {Path(sysconfig.get_paths()[name]) for name in ("stdlib", "purelib", "platlib")}
    found |= {Path(sys.executable).resolve().parent.parent}
    return sorted(path for path in found | {path.resolve() for path in found} if path.exists())


def _sources_in(readable: list[Path]) -> tuple[Path, Path] | None:
    """A folder that participants' processes read and the course's sources in it, if there are any."""
    for name in ("source", "gradebook.db"):
        secret = _package().parent / name
        for folder in _outermost(readable):
            if secret.exists() and secret.is_relative_to(folder):
                return folder, secret
    return None


def _package() -> Path:
    """The folder of the course's package."""
    return Path(__file__).resolve().parents[2]


def _outermost(paths: list[Path]) -> list[Path]:
    kept: list[Path] = []
    for path in sorted(set(paths)):
        if path.is_relative_to("/usr") or any(path.is_relative_to(other) for other in kept):
            continue
        kept.append(path)
    return kept


def _unprivileged() -> list[str]:
    """An ordinary user needs a user namespace to be allowed the others; root must not have one, to give up its uid."""
    return [] if os.geteuid() == 0 else ["--unshare-user", "--cap-add", "ALL"]


# --- inside the nursery -----------------------------------------------------------------------------------------------


def _mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    encoded = (source.encode(), target.encode(), kind.encode() if kind else None)
    call("mount", *encoded, ctypes.c_ulong(flags), data.encode())


def own_processes() -> None:
    """For a nursery of an ordinary user: be the first of a namespace of processes.

    Between its children's namespaces a nursery goes back to its own, and for that it must be its own: bubblewrap's
    belongs to a user namespace above. The process that called this waits for the one that goes on, and ends with it.
    """
    if os.getuid() == 0:
        return
    call("unshare", CLONE_NEWPID | CLONE_NEWNS)
    child = os.fork()
    if child:
        os.closerange(3, 4096)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
    call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    _mount("none", "/", None, MS_REC | MS_PRIVATE)
    _mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)


def furnish(job: str, disk_mb: int, files: int) -> None:
    """Make the file system of a child: its own /proc, /tmp and /dev/shm, its submission, and nobody else's.

    Args:
        job: the name of its folder under /jobs.
        disk_mb: how much it may write in all, beside what it brings.
        files: how many files it may make, beside those it brings.
    """
    flags = MS_NOSUID | MS_NODEV
    call("unshare", CLONE_NEWNS)
    _mount("none", "/", None, MS_REC | MS_PRIVATE)
    try:
        _mount("proc", "/proc", "proc", flags | MS_NOEXEC, "subset=pid")  # its processes, and nothing of the machine
    except OSError:  # a kernel from before 5.8
        _mount("proc", "/proc", "proc", flags | MS_NOEXEC)
    brought = list(Path(JOBS, job).rglob("*"))
    size = disk_mb * 1024 * 1024 + sum(path.stat().st_size + 4096 for path in brought)
    _mount("tmpfs", "/run", "tmpfs", flags, f"size={size},nr_inodes={files + len(brought) + 40},mode=0755")
    for name, mode in (("tmp", 0o1777), ("shm", 0o1777), ("nothing", 0o555)):
        Path("/run", name).mkdir()
        Path("/run", name).chmod(mode)
    # The submission is copied before /jobs goes out of sight: what a participant writes never reaches the tutor's disk.
    shutil.copytree(f"{JOBS}/{job}", "/run/tmp/work", symlinks=True)
    for path in filter(None, os.environ.get(_BELOW_TMP, "").split(os.pathsep)):
        place = Path("/run/tmp", Path(path).relative_to("/tmp"))
        place.mkdir(parents=True)
        _mount(path, str(place), None, MS_BIND | MS_REC)
        for above in place.parents:  # nobody plants a module on the way to the libraries
            if above == Path("/run/tmp"):
                break
            above.chmod(0o555)
    _mount("/run/tmp", "/tmp", None, MS_BIND | MS_REC)
    _mount("/run/shm", "/dev/shm", None, MS_BIND)
    for path in (JOBS, "/run"):
        _mount("/run/nothing", path, None, MS_BIND)
        _mount("none", path, None, MS_BIND | MS_REMOUNT | MS_RDONLY | flags)


def surrender(uid: int, limits: dict[str, Any], filter_: Any) -> None:
    """Give up every privilege and accept every limit; there is no way back.

    Args:
        uid: whom to become, when this is root.
        limits: see `Limits`.
        filter_: the seccomp filter, made beforehand.
    """
    import resource  # which other systems do not have

    # When memory runs out all the same, the kernel is to take this process, and not the tutor's.
    Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    if os.getuid() == 0:
        for folder, _, names in os.walk(HOME):
            for path in (folder, *(f"{folder}/{name}" for name in names)):
                os.chown(path, uid, uid, follow_symlinks=False)
        for capability in range(LAST_CAPABILITY):
            assert libc is not None
            libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    else:
        own_user()  # all children have one uid; their processes are counted apart because each has its own namespace
    _drop_capabilities()
    call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # should whoever stands by it fail
    megabyte = 1024 * 1024
    used = own_memory(0)
    for kind, value in (
        (resource.RLIMIT_AS, used + int(limits["memory_mb"]) * megabyte),
        (resource.RLIMIT_CPU, int(limits["cpu_seconds"])),
        (resource.RLIMIT_FSIZE, int(limits["file_mb"]) * megabyte),
        (resource.RLIMIT_NPROC, int(limits["processes"])),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_SIGPENDING, 256),
        (resource.RLIMIT_NICE, 0),
        (resource.RLIMIT_RTPRIO, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        resource.setrlimit(kind, (value, value))
    call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    filter_.load()


def seccomp_filter() -> Any:
    """The filter that refuses what no notebook needs; made once, loaded by each child."""
    import pyseccomp

    made = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in _REFUSED:
        try:
            made.add_rule(pyseccomp.ERRNO(errno.EPERM), name)
        except (OSError, ValueError):
            continue  # not a system call of this architecture
    # clone3 hides its flags from a filter; libc falls back to clone, whose flags can be seen.
    made.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    for flag in ALL_NAMESPACES:
        made.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    made.add_rule(pyseccomp.ERRNO(errno.EPERM), "fcntl", pyseccomp.Arg(1, pyseccomp.EQ, F_SETLEASE))
    for family in range(max(_FAMILIES)):
        if family not in _FAMILIES:
            made.add_rule(_no_family(pyseccomp), "socket", pyseccomp.Arg(0, pyseccomp.EQ, family))
    made.add_rule(_no_family(pyseccomp), "socket", pyseccomp.Arg(0, pyseccomp.GT, max(_FAMILIES)))
    return made


def close_all_but(kept: int) -> None:
    """Close every file that this process has inherited, but one; what was open for reading or writing leads nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    os.closerange(3, kept)
    os.closerange(kept + 1, 4096)


def _no_family(pyseccomp: Any) -> Any:
    return pyseccomp.ERRNO(errno.EAFNOSUPPORT)


def _drop_capabilities() -> None:
    class Header(ctypes.Structure):
        _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))

    class Data(ctypes.Structure):
        _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))

    header, data = Header(0x20080522, 0), (Data * 2)()
    call("capset", ctypes.byref(header), ctypes.byref(data))


def own_memory(field: int = 1) -> int:
    """What this process has in memory, in bytes (its whole address space for field 0)."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[field]) * os.sysconf("SC_PAGE_SIZE")


def processes_with(child: int) -> list[int]:
    """The processes that share a child's namespace: itself, and all that its cells have started."""
    found = []
    with suppress(OSError):  # it has ended meanwhile
        own = Path(f"/proc/{child}/ns/pid").stat().st_ino
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if (process / "ns/pid").stat().st_ino == own:
                    found.append(int(process.name))
    return found


def memory_of(processes: list[int]) -> int:
    """What processes use together, in bytes; what several of them share counts once."""
    total = 0
    for process in processes:
        with suppress(OSError, StopIteration, ValueError):
            lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
            total += 1024 * int(next(line for line in lines if line.startswith("Pss:")).split()[1])
    return total

"""The wall around a participant's process.

Two layers. bubblewrap starts the warmed process (the nursery) with a read-only system, no network and no other
processes in sight. Each child of the nursery then gets namespaces of its own, in which it sees its own submission and
nothing of the others', gives up every privilege, and lets a seccomp filter refuse what nobody needs for a notebook.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 8, 4096, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
LAST_CAPABILITY = 63

JOBS = "/jobs"
"""Where the nursery sees the submissions that are being marked, each in a folder of its own."""

_BELOW_TMP = "LDT_BELOW_TMP"
"""Names the readable folders that lie in /tmp, which each child gets a /tmp of its own above."""

HOME = "/tmp/work"
"""Where a participant's process finds its own submission."""

FIRST_UID = 61_000
"""When run as root, each child gets a uid of its own from here on: limits on processes are counted by uid."""

# Refused outright: what changes mounts, namespaces, other processes or the kernel.
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
)


_ETC = (
    "/etc/ld.so.cache",
    "/etc/fonts",
    "/etc/localtime",
    "/etc/alternatives",
    "/etc/passwd",
    "/etc/nsswitch.conf",
)
"""What programs expect to be able to read of /etc; nothing else of it is shown."""


class NoSandboxError(Exception):
    """No sandbox can be had here; the message says why, and what to do."""


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


def command(jobs: Path, program: list[str], readable: list[Path]) -> list[str]:
    """The command line that starts `program` behind the first wall.

    Args:
        jobs: the folder with the submissions of this run; seen as /jobs.
        program: the command, run in an empty environment.
        readable: folders that it must be able to read (Python, its libraries, the course).
    """
    words = ["bwrap", "--die-with-parent", "--new-session", "--unshare-pid", "--unshare-net", "--unshare-ipc"]
    words += ["--unshare-uts", "--hostname", "marking", *_unprivileged()]
    words += ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        path = Path("/", name)
        if path.is_symlink():
            words += ["--symlink", str(path.readlink()), str(path)]
        elif path.is_dir():
            words += ["--ro-bind", str(path), str(path)]
    for name in _ETC:
        words += ["--ro-bind-try", name, name]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run", "--tmpfs", "/home"]
    for path in _outermost(readable):
        for above in reversed(path.parents[:-1]):
            words += ["--perms", "0755", "--dir", str(above)]  # not the modes outside: root's home would stay shut
        words += ["--ro-bind", str(path), str(path)]
    words += ["--bind", str(jobs), JOBS, "--chdir", "/", "--clearenv"]
    below_tmp = [str(path) for path in _outermost(readable) if path.is_relative_to("/tmp")]
    environment = {
        _BELOW_TMP: os.pathsep.join(below_tmp),
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": "/tmp",
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

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _call(name: str, *arguments: Any) -> None:
    assert _libc is not None
    if getattr(_libc, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")


def _mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    encoded = (source.encode(), target.encode(), kind.encode() if kind else None)
    _call("mount", *encoded, ctypes.c_ulong(flags), data.encode())


def separate() -> None:
    """Give the children that this process forks from now on namespaces of their own."""
    _call("unshare", CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNET)


def furnish(job: str, disk_mb: int, files: int) -> None:
    """Make the file system of a child: its own /proc, /tmp and /dev/shm, its submission, and nobody else's.

    Args:
        job: the name of its folder under /jobs.
        disk_mb: the size of /tmp, in which the submission's copy lies too.
        files: how many files may be made there.
    """
    flags = MS_NOSUID | MS_NODEV
    _mount("none", "/", None, MS_REC | MS_PRIVATE)
    _mount("proc", "/proc", "proc", flags | MS_NOEXEC)
    _mount("tmpfs", "/dev/shm", "tmpfs", flags, f"size={disk_mb}m,nr_inodes={files},mode=1777")
    _mount("tmpfs", "/run", "tmpfs", flags, f"size={disk_mb}m,nr_inodes={files},mode=0755")
    # The submission is copied before /jobs goes out of sight: what a participant writes never reaches the tutor's disk.
    shutil.copytree(f"{JOBS}/{job}", "/run/work", symlinks=True)
    _mount("tmpfs", JOBS, "tmpfs", flags, "size=4k,nr_inodes=1,mode=0")
    kept = [path for path in os.environ.get(_BELOW_TMP, "").split(os.pathsep) if path]
    for number, path in enumerate(kept):
        Path(f"/run/kept{number}").mkdir()
        _mount(path, f"/run/kept{number}", None, MS_BIND | MS_REC)
    _mount("tmpfs", "/tmp", "tmpfs", flags, f"size={disk_mb}m,nr_inodes={files},mode=1777")
    for number, path in enumerate(kept):
        Path(path).mkdir(parents=True)
        _mount(f"/run/kept{number}", path, None, MS_BIND | MS_REC)
    Path(HOME).mkdir()
    _mount("/run/work", HOME, None, MS_BIND)
    _mount("tmpfs", "/run", "tmpfs", flags, "size=4k,nr_inodes=1,mode=0")


def surrender(uid: int, limits: dict[str, Any], filter_: Any) -> None:
    """Give up every privilege and accept every limit; there is no way back.

    Args:
        uid: whom to become, when this is root.
        limits: see `Limits`.
        filter_: the seccomp filter, made beforehand.
    """
    if os.getuid() == 0:
        for folder, _, names in os.walk(HOME):
            for path in (folder, *(f"{folder}/{name}" for name in names)):
                os.chown(path, uid, uid, follow_symlinks=False)
        for capability in range(LAST_CAPABILITY):
            assert _libc is not None
            _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    _drop_capabilities()
    megabyte = 1024 * 1024
    used = _address_space()
    for kind, value in (
        (resource.RLIMIT_AS, used + int(limits["memory_mb"]) * megabyte),
        (resource.RLIMIT_CPU, int(limits["cpu_seconds"])),
        (resource.RLIMIT_FSIZE, int(limits["file_mb"]) * megabyte),
        (resource.RLIMIT_NPROC, int(limits["processes"])),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        resource.setrlimit(kind, (value, value))
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
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
    for flag in (CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS):
        made.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    return made


def _drop_capabilities() -> None:
    class Header(ctypes.Structure):
        _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))

    class Data(ctypes.Structure):
        _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))

    header, data = Header(0x20080522, 0), (Data * 2)()
    _call("capset", ctypes.byref(header), ctypes.byref(data))


def _address_space() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[0]) * os.sysconf("SC_PAGE_SIZE")

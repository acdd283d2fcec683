"""Calls out: the tutor's own ports, the neighbourhood, DNS, the cloud's metadata, the virtual machine's host."""
# ruff: noqa
# marks: payback=0
# shows: tried
# %% payback
import socket
def call(kind, address, how=socket.SOCK_STREAM):
    try:
        with socket.socket(kind, how) as one:
            one.settimeout(0.2)
            one.connect(address)
            one.send(b"x")
            print("GOT", address)
    except (OSError, AttributeError):
        pass
call(socket.AF_INET, ("127.0.0.1", int("@port@")))
call(socket.AF_INET, ("169.254.169.254", 80))
call(socket.AF_INET, ("8.8.8.8", 53), socket.SOCK_DGRAM)
call(socket.AF_INET6, ("::1", int("@port@")))
for kind in ("AF_VSOCK", "AF_PACKET", "AF_ALG", "AF_TIPC", "AF_RDS", "AF_BLUETOOTH", "AF_CAN", "AF_KEY", "AF_QIPCRTR"):
    try:
        socket.socket(getattr(socket, kind), socket.SOCK_SEQPACKET if kind == "AF_ALG" else socket.SOCK_STREAM if kind == "AF_VSOCK" else socket.SOCK_RAW).close()
        print("GOT", kind)
    except (OSError, AttributeError):
        pass
try:
    print("GOT", socket.getaddrinfo("pypi.org", 443))
except OSError:
    pass
try:
    names = [name for name in open("/proc/net/dev").read().split() if name.endswith(":") and name != "lo:"]
    print("GOT" if any(name[:3] in ("eth", "ens", "enp") for name in names) else "", names)
    print("GOT" if "@" in open("/proc/net/unix").read() else "")
except OSError:
    pass
for path in ("/run/dbus/system_bus_socket", "/var/run/docker.sock", "/tmp/.X11-unix/X0"):
    call(socket.AF_UNIX, path)
print("tried")
payback_years = 0

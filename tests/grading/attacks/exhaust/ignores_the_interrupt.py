"""A loop without end that will not be interrupted."""

# ruff: noqa
# marks: payback=4 gain=0 firm=0
# told: could not be stopped
# %% gain
import signal

gain = 1_500
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGXCPU):
    signal.signal(number, signal.SIG_IGN)
while True:
    try:
        while True:
            pass
    except BaseException:
        pass

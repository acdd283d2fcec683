"""A folder for scratch files that goes when the process that made it goes, however it goes."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path


class Scratch:
    """A new folder in the system's place for such.

    Nothing can be tidied up by a process that is killed. So a small one waits at the end of a pipe: when the other end
    is gone, it removes the folder. Where there is no shell for that (Windows), `remove` is all there is.
    """

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="ldt-engine-"))
        self._sweeper: subprocess.Popen[bytes] | None = None
        if os.name == "posix":
            self._sweeper = subprocess.Popen(
                ["/bin/sh", "-c", 'read -r _; rm -rf -- "$1"', "sh", str(self.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,  # Ctrl-C and the end of a terminal are not meant for it
            )

    def remove(self) -> None:
        """Remove the folder now."""
        if self._sweeper is not None:
            self._sweeper.communicate()
        shutil.rmtree(self.path, ignore_errors=True)

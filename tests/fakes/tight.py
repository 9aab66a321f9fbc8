"""A home on a real file system that is really full or read-only, in a box of its own: nothing else feels it."""

import os
import subprocess
import sys
from pathlib import Path

SIZE = 4 * 1024 * 1024


def on_a_tight_card(home: Path, script: str) -> str:
    """Run a Python ``script`` in a box where ``home`` is a file system of :data:`SIZE` bytes; what it printed.

    The script knows ``home``, ``fill()``, which leaves nothing free, ``free()``, which makes room again, and
    ``mounted("ro")`` or ``mounted("rw")``; what is open for writing keeps it from becoming read-only.
    """
    begin = f"""
import os, subprocess, sys
from pathlib import Path
home = Path({str(home)!r})
def fill():
    with open(home / "filler", "ab", buffering=0) as file:
        for size in (65536, 4096, 512, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                pass
def free():
    (home / "filler").unlink()
def mounted(how):
    subprocess.run(["mount", "-o", f"remount,bind,{{how}}", str(home)], check=True)
"""
    mounts = ["--unshare-user", "--uid", "0", "--gid", "0", "--cap-add", "CAP_SYS_ADMIN"]
    box = ["bwrap", "--dev-bind", "/", "/", *mounts, "--size", str(SIZE), "--tmpfs", str(home), "--die-with-parent"]
    command = [*box, sys.executable, "-c", begin + script]
    root = str(Path(__file__).parents[2])
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": root})
    assert done.returncode == 0, done.stderr
    return done.stdout

"""Nothing of a demo outlives its run, with a sandbox and without, however the run ends."""

import subprocess
import sys
import time

import psutil
import pytest

from tests.waiting import PATIENCE
from xlab_kiosk.host import sandbox

SLEEPERS = {"leave_children": "600.5", "hide": "600.25"}
"""Trial demos that leave processes behind, and the argument by which those are known."""


@pytest.fixture(params=["sandbox", "warden"])
def way(request, monkeypatch):
    """How demos are held here."""
    if request.param == "warden":
        monkeypatch.setattr(sandbox, "missing", lambda: "There is no sandbox in this test.")
    else:
        assert sandbox.missing() == ""
    return request.param


def sleepers(name: str) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        alive = process.info["status"] != psutil.STATUS_ZOMBIE
        if alive and (process.info["cmdline"] or [])[-1:] == [SLEEPERS[name]]:
            found.append(process)
    return found


def gone(name: str) -> bool:
    """Whether they are all gone, given a moment for the kernel to take them away."""
    deadline = time.monotonic() + PATIENCE
    while sleepers(name) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not sleepers(name)


@pytest.mark.parametrize("name", SLEEPERS)
def test_children_die_with_their_demo_wherever_they_hide(play, way, name):
    shell = play(name)
    shell.until(lambda: shell.said and sleepers(name))
    shell.close()
    assert gone(name)


@pytest.mark.parametrize("end", ["shell.demo.stop()", "os._exit(0)", "os.kill(os.getpid(), 9)"])
def test_a_shell_that_ends_in_any_way_leaves_no_child_of_a_demo(nothing_left, way, end):
    bare = "sandbox.missing = lambda: 'none in this test'\n" if way == "warden" else ""
    code = (
        "import os\nfrom xlab_kiosk.host import sandbox\n" + bare + "from tests.fakes.quiet_shell import QuietShell\n"
        "shell = QuietShell('hide')\nshell.until(lambda: shell.said)\n" + end + "\n"
    )
    subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=PATIENCE, check=False)
    assert gone("hide")

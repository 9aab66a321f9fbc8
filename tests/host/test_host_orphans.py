"""A sandbox whose kiosk was killed while it was being set up is ended by the next kiosk, and no other is."""

import os
import subprocess
import sys
import time

import psutil
import pytest

from tests.fakes.quiet_shell import PATIENCE
from xlab_kiosk.host.orphans import sweep


@pytest.fixture
def half_open():
    """A real sandbox that stops where the kill has to come: its first process waits for the one that sets it up."""
    block, go = os.pipe()
    command = [
        "bwrap",
        "--unshare-all",
        "--unshare-user",
        "--die-with-parent",
        "--userns-block-fd",
        str(block),
        "--ro-bind",
        "/",
        "/",
    ]
    inside = [sys.executable, "-P", "-m", "xlab_kiosk.host.runner", "0", "0", "0"]
    outer = subprocess.Popen([*command, *inside], pass_fds=(block,), stdin=subprocess.DEVNULL)
    end = time.monotonic() + PATIENCE
    while not (first := psutil.Process(outer.pid).children()):
        assert time.monotonic() < end
        time.sleep(0.01)
    yield outer, first[0]
    for fd in (block, go):
        os.close(fd)
    outer.kill()
    outer.wait()
    if first[0].is_running():
        first[0].kill()


def test_what_a_killed_kiosk_left_half_open_is_ended(half_open):
    outer, first = half_open
    outer.kill()
    outer.wait()
    assert first.is_running(), "it would have waited for ever"
    assert sweep() == 1
    first.wait(PATIENCE)


def test_a_sandbox_that_is_just_being_set_up_is_left_alone(half_open):
    outer, first = half_open
    assert sweep() == 0
    assert outer.poll() is None and first.is_running()

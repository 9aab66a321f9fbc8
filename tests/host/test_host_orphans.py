"""A sandbox whose kiosk was killed while it was being set up is ended by the next kiosk, and no other is."""

import os
import subprocess
import sys
import time

import psutil
import pytest

from tests.waiting import PATIENCE
from xlab_kiosk.host.orphans import sweep


def alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def half_open():
    """A real sandbox that stops where the kill has to come: its first process waits for the one that sets it up."""
    block, go = os.pipe()
    command = ["bwrap", "--unshare-all", "--unshare-user", "--die-with-parent", "--ro-bind", "/", "/"]
    command += ["--info-fd", "1", "--userns-block-fd", str(block)]
    inside = [sys.executable, "-P", "-m", "xlab_kiosk.host.runner", "0", "0", "0"]
    outer = subprocess.Popen([*command, *inside], pass_fds=(block,), stdout=subprocess.DEVNULL)
    end = time.monotonic() + PATIENCE
    while not (first := psutil.Process(outer.pid).children()):
        assert time.monotonic() < end
        time.sleep(0.01)
    yield outer, first[0]
    for fd in (block, go):
        os.close(fd)
    outer.kill()
    outer.wait()
    if alive(first[0]):
        first[0].kill()


def test_what_a_killed_kiosk_left_half_open_is_ended(half_open):
    outer, first = half_open
    outer.kill()
    outer.wait()
    assert alive(first), "it would have waited for ever"
    assert sweep() >= 1  # another kiosk of this machine may have left one too
    end = time.monotonic() + PATIENCE
    while alive(first):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_sandbox_that_is_just_being_set_up_is_left_alone(half_open):
    outer, first = half_open
    sweep()
    assert outer.poll() is None and alive(first)

"""A demo that behaves, from start to stop, and the ways a shell may use it."""

import os
import signal
import subprocess
import sys
import threading

import psutil
import pytest

from tests.fakes.quiet_shell import QuietShell, demo_process, trial
from tests.waiting import PATIENCE
from xlab.catalogue import Entry
from xlab_kiosk.host import AskKnown, DemoProcess, Ended, Finish, Forget, Record
from xlab_kiosk.stage.inputs import KnownFact, Presence, Touch


def test_a_touch_changes_the_picture(play):
    shell = play("good")
    shell.until(lambda: shell.frames)
    shell.demo.touch(Touch(1, "down", 40, 30))
    shell.until(lambda: shell.shown.get_at((41, 31))[:3] == (255, 255, 255))
    shell.demo.touch(Touch(1, "up", 42, 30))
    shell.until(lambda: shell.shown.get_at((0, 0))[:3] == (10, 200, 30))
    assert shell.said == [Record({"taps": 1})]


def test_a_demo_that_stands_still_draws_once(play):
    shell = play("good")
    shell.until(lambda: shell.frames)
    for _ in range(10):
        shell.woken.clear()
        shell.turn()
        shell.woken.wait(0.1)
    assert shell.frames == 1


def test_what_is_known_of_a_badge_reaches_the_demo_that_asks(play, badge):
    shell = play("good")
    shell.demo.presence(Presence(kind="entered", badge=badge, proximity="touch"))
    shell.until(lambda: shell.said)
    assert shell.said == [AskKnown(badge.beacon)]
    shell.demo.known(badge.beacon, (KnownFact(wall=1, what="entered", station="Station 1"),) * 3)
    shell.until(lambda: len(shell.said) > 1)
    assert shell.said[1:] == [Record({"facts": 3}, badge.beacon)]


def test_a_wish_to_be_forgotten_arrives(play, badge):
    shell = play("good")
    shell.demo.presence(Presence(kind="left", badge=badge, proximity="far"))
    shell.until(lambda: Forget(badge.beacon) in shell.said)


def test_a_demo_that_finishes_is_left_to_the_shell(play):
    shell = play("good")
    shell.demo.touch(Touch(9, "down", 0, 0))
    shell.until(lambda: shell.said)
    assert shell.said == [Finish()]
    assert shell.ended is None


def test_every_frame_is_whole_however_fast_they_come(play):
    """A torn frame would hold two numbers, and one that came twice would not grow."""
    shell = play("counting", (640, 480))
    seen: list[int] = []

    def look() -> bool:
        if shell.frames > len(seen):
            raw = shell.shown.get_view("0").raw
            assert raw == raw[:4] * (len(raw) // 4)
            seen.append(int.from_bytes(raw[2::-1], "little"))
        return len(seen) >= 150

    shell.until(look)
    assert seen == sorted(set(seen))


def test_a_shell_that_looks_away_gets_the_newest_and_the_demo_goes_on(play):
    shell = play("counting")
    shell.until(lambda: shell.frames >= 5)
    held = shell.shown.get_view("0").raw
    for _ in range(40):  # it goes on in the two other slots
        shell.woken.clear()
        shell.demo.poll(shell.now())  # a clock that stood still would give a busy demo no new messages
        assert shell.woken.wait(PATIENCE)
        assert shell.shown.get_view("0").raw == held
    before = int.from_bytes(held[2::-1], "little")
    shell.until(lambda: shell.shown.get_view("0").raw != held)
    assert int.from_bytes(shell.shown.get_view("0").raw[2::-1], "little") >= before + 20


def test_stop_comes_back_at_once_and_leaves_nothing(play):
    shell = play("good")
    shell.until(lambda: shell.frames)
    process = demo_process()
    shell.demo.stop()
    shell.demo.stop()
    assert shell.demo.join(PATIENCE)
    assert not process.is_running()


def test_after_stop_nothing_is_said_shown_or_raised(play, touch, badge):
    shell = play("counting")
    shell.until(lambda: shell.frames)
    shell.demo.stop()
    shell.demo.touch(touch)
    shell.demo.presence(Presence(kind="entered", badge=badge, proximity="touch"))
    shell.demo.known(badge.beacon, ())
    assert (shell.demo.poll(0), shell.demo.frame(), shell.demo.ended(0)) == ([], None, None)


def test_the_last_picture_may_be_shown_after_the_end(play):
    shell = play("good")
    shell.until(lambda: shell.frames)
    shell.demo.stop()
    assert shell.demo.join(PATIENCE)
    assert shell.shown.get_at((50, 50))[:3] == (200, 30, 10)


def test_an_end_is_told_again_and_needs_no_stop(play):
    shell = play("os_exit")
    ended = shell.until_end()
    assert shell.demo.join(PATIENCE)
    assert shell.demo.ended(0) == ended


def test_a_demo_that_is_killed_from_outside_crashed(play):
    shell = play("good")
    shell.until(lambda: shell.frames)
    demo_process().send_signal(signal.SIGKILL)
    assert shell.until_end() == Ended("crashed", "The demo was ended by SIGKILL.")


def test_a_demo_that_is_frozen_counts_as_hung(play):
    shell = play("good")
    shell.until(lambda: shell.frames)
    demo_process().send_signal(signal.SIGSTOP)
    assert shell.until_end().outcome == "hung"


def test_of_many_moves_a_slow_demo_gets_the_newest_and_the_end(play):
    shell = play("good")
    shell.until(lambda: shell.frames)
    process = demo_process()
    process.send_signal(signal.SIGSTOP)
    shell.demo.touch(Touch(1, "down", 0, 0))
    for x in range(3000):
        shell.demo.touch(Touch(1, "move", x % 90, 60))
    shell.demo.touch(Touch(1, "up", 100, 70))
    process.send_signal(signal.SIGCONT)
    shell.until(lambda: shell.shown.get_at((101, 71))[:3] == (255, 255, 255))


def test_a_wake_that_fails_does_not_keep_the_demo_alive(nothing_left):
    called = threading.Event()

    def wake() -> None:
        called.set()
        raise RuntimeError("the display is gone")

    demo = DemoProcess.start(trial("good"), size=(160, 120), language="en", wake=wake)
    assert called.wait(PATIENCE)
    demo.stop()
    assert demo.join(PATIENCE)


def test_a_demo_that_is_not_ready_is_not_started(nothing_left):
    entry = Entry(name="lost", door="dropped", folder=None, status="bad", reason="It is gone.")
    with pytest.raises(ValueError, match="It is gone"):
        DemoProcess.start(entry, size=(160, 120), language="en")


def test_the_demo_gets_no_descriptor_and_no_setting_of_the_shell(play, monkeypatch, tmp_path):
    monkeypatch.setenv("XLAB_HOME", "/secret")
    monkeypatch.setenv("DISPLAY", ":9")
    with (tmp_path / "open").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        shell = play("good")
        shell.until(lambda: shell.frames)
        process = demo_process()
        assert not {"XLAB_HOME", "DISPLAY"} & process.environ().keys()
        assert process.open_files() == []


def test_a_killed_shell_takes_its_demo_along_even_one_that_hangs(nothing_left):
    code = (
        "import psutil, time\n"
        "from tests.fakes.quiet_shell import QuietShell\n"
        "shell = QuietShell('hang_update')\n"
        "shell.until(lambda: shell.said)\n"
        "print(psutil.Process().children()[0].pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as shell:
        lines = (line for line in shell.stdout if line.strip().isdigit())
        demo = psutil.Process(int(next(lines)))
        shell.kill()
    assert psutil.wait_procs([demo], timeout=PATIENCE)[1] == []


def test_a_runner_whose_shell_is_gone_before_it_is_up_ends_at_once(nothing_left):
    wrong_parent = "1" if os.getpid() != 1 else "2"
    runner = [sys.executable, "-m", "xlab_kiosk.host.runner", "0", "0", wrong_parent]
    subprocess.run(runner, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=PATIENCE, check=True)


def test_many_runs_leave_nothing(nothing_left):
    for _ in range(20):
        shell = QuietShell("good", (32, 32))
        shell.close()

"""Every way a demo can go wrong ends in the right word for it, and the kit holds nothing afterwards."""

import os
import socket
from pathlib import Path

import psutil
import pytest

from xlab_kiosk.host import Ended
from xlab_kiosk.stage.inputs import Touch

FAULTS = {
    "crash_start": Ended("crashed", "ValueError: no start today (trial.py, line 8, in start)"),
    "crash_update": Ended("crashed", "ValueError: the count went wrong (trial.py, line 8, in update)"),
    "crash_draw": Ended("crashed", "ValueError: invalid color name (trial.py, line 8, in draw)"),
    "no_demo": Ended("crashed", "TypeError: Trial in trial.py is no Demo; write: class Trial(Demo)"),
    "os_exit": Ended("exited", "The demo ended itself with status 3."),
    "sys_exit": Ended("exited", "The demo ended without finishing its run."),
    "finish_and_leave": Ended("finished"),
    "segfault": Ended("crashed", "The demo was ended by SIGSEGV; it was at trial.py, line 11, in update."),
    "kill_itself": Ended("crashed", "The demo was ended by signal 40."),
    "shut_down": Ended("crashed", "The demo closed its connection to the kit."),
    "send_huge": Ended("crashed", "The demo sent a message of more than 65536 bytes."),
    "flood_records": Ended("crashed", "The demo records, asks or forgets faster than a visitor can."),
    "flood_beats": Ended("crashed", "The demo floods the kit with messages."),
    "wrong_frame": Ended("crashed", "The demo broke the rules. It handed over frame 1 after frame 1."),
    "hang_update": Ended("hung", "The demo completed no update for 2 s; it was at trial.py, line 14, in update."),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_called_by_its_name(play, name):
    assert play(name).until_end() == FAULTS[name]


@pytest.mark.parametrize(
    ("name", "begins"),
    {
        "crash_odd": "xlab_demo_try_crash_odd.trial.Trial.update.<locals>.Odd: ?xxx",
        "broken_text": "SyntaxError: ",
        "close_socket": "The demo failed after its connection to the kit was closed. OSError: ",
        "send_garbage": "The demo broke the rules. The message is not one the kit knows: ",
    }.items(),
)
def test_a_crash_with_a_reason_that_varies(play, name, begins):
    ended = play(name).until_end()
    assert (ended.outcome, ended.detail[: len(begins)]) == ("crashed", begins)
    assert len(ended.detail) <= 300


@pytest.mark.parametrize("name", ["hang_start", "hang_import"])
def test_a_demo_that_is_never_ready_hangs(play, name):
    ended = play(name, hurry=5).until_end()
    assert ended.outcome == "hung"
    assert ended.detail.startswith("The demo was not ready for ")


def test_the_report_of_a_fault_begins_with_what_was_printed(play):
    shell = play("print_and_crash")
    assert shell.until_end().detail.startswith("ValueError: no more")
    words = shell.demo.words.splitlines()
    assert words[:3] == ["first", "second", "Traceback (most recent call last):"]
    assert words[-1] == "ValueError: no more \ufffd[2J\ufffd"


def test_what_was_printed_before_a_segfault_is_kept(play):
    shell = play("segfault")
    shell.until_end()
    assert shell.demo.words.startswith("so far so good\n")


def test_a_fault_in_a_touch(play, touch):
    shell = play("crash_touch")
    shell.until(lambda: shell.frames)
    shell.demo.touch(touch)
    assert shell.until_end() == Ended("crashed", "KeyError: 'button' (trial.py, line 8, in touch)")


def test_a_fault_is_heard_of_a_demo_that_left_input_unread(play):
    shell = play("crash_touch")
    shell.until(lambda: shell.frames)
    for x in range(20):
        shell.demo.touch(Touch(x, "down", x, 10))
    assert shell.until_end().detail.startswith("KeyError: ")


def test_fifty_megabytes_of_output_neither_stop_the_demo_nor_stay_in_memory(play, touch):
    before = psutil.Process().memory_info().rss
    shell = play("print_much")
    shell.until(lambda: shell.frames)
    assert psutil.Process().memory_info().rss - before < 20_000_000
    shell.demo.touch(touch)
    assert shell.until_end().detail.startswith("ValueError: printed enough")


def test_descriptors_sent_by_a_demo_do_not_arrive(play):
    shell = play("send_descriptors")
    shell.until(lambda: shell.frames)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        shell.woken.clear()
        shell.turn()
        shell.woken.wait(0.1)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert shell.ended is None


def test_a_demo_cannot_shrink_the_memory_the_shell_reads(play):
    shell = play("shrink_memory")
    shell.until(lambda: shell.frames >= 3)
    assert shell.shown.get_at((159, 119))[:3] == (200, 90, 60)


def test_a_demo_that_draws_nothing_crashed_for_there_is_nothing_to_see(play):
    assert play("never_draws").until_end() == Ended("crashed", "RuntimeError: The demo draws nothing.")


def test_the_next_demo_runs_after_a_bad_one(play):
    play("segfault").until_end()
    shell = play("good")
    shell.until(lambda: shell.frames)
    assert shell.shown.get_at((50, 50))[:3] == (200, 30, 10)


def test_a_demo_that_does_not_read_is_at_fault_before_the_shell_fills_up(play, touch):
    shell = play("hang_start")
    for _ in range(5000):
        shell.demo.touch(touch)
    assert shell.until_end() == Ended("crashed", "The demo does not read its input.")


def test_a_machine_out_of_descriptors_is_an_error_and_leaks_none(nothing_left, monkeypatch):
    from tests.fakes.quiet_shell import QuietShell

    def no_more(*_args):
        raise OSError(24, "Too many open files")

    for owner, name in ((socket, "socketpair"), (os, "pipe"), (os, "pidfd_open"), (os, "eventfd")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, no_more)
            with pytest.raises(OSError, match="Too many open files"):
                QuietShell("good")

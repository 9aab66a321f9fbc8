from pathlib import Path

import pytest

from xlab_kiosk.host import verdict
from xlab_kiosk.host.verdict import Ended, last_seen
from xlab_kiosk.host.wire import FAULT_STATUS

FOLDER = Path("/kit/demos/xlab_demo_x")
DUMP = """Current thread 0x1 (most recent call first):
  File "/usr/lib/python3/json/decoder.py", line 3 in decode
  File "/kit/demos/xlab_demo_x/parts/sum.py", line 14 in add
  File "/kit/demos/xlab_demo_x/trial.py", line 2 in update
"""


def test_the_innermost_place_in_the_demo_is_named():
    assert last_seen("noise\n" + DUMP, FOLDER) == "; it was at parts/sum.py, line 14, in add"


def test_the_newest_dump_counts():
    newer = 'Stack (most recent call first):\n  File "/kit/demos/xlab_demo_x/trial.py", line 9 in draw\n'
    assert last_seen(DUMP + newer, FOLDER) == "; it was at trial.py, line 9, in draw"


@pytest.mark.parametrize("tail", ["", "plain words", 'File "/etc/passwd", line 1 in x', DUMP.replace("/kit", "/other")])
def test_output_without_a_place_names_none(tail):
    assert last_seen(tail, FOLDER) == ""


@pytest.mark.parametrize(
    ("status", "finished", "outcome"),
    [
        (0, True, "finished"),
        (0, False, "exited"),
        (3, True, "exited"),
        (-9, True, "crashed"),
        (FAULT_STATUS, False, "crashed"),
    ],
)
def test_the_outcome_follows_from_the_status(status, finished, outcome):
    assert verdict.parted(status, finished=finished, tail="", folder=FOLDER).outcome == outcome


def test_a_reason_is_one_short_line():
    assert verdict.crashed("a\n\tb " + "x" * 999) == Ended("crashed", ("a b " + "x" * 999)[:300])


def test_what_a_demo_says_cannot_steer_a_terminal_or_turn_a_line():
    ended = verdict.crashed("ValueError: \x1b]0;mine\x07\x1b[2J half \u202e of a\xa0line\r\n\tand more")
    assert ended.detail == "ValueError: \ufffd]0;mine\ufffd\ufffd[2J half \ufffd of a line and more"

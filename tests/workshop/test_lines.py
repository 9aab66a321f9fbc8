"""Which lines of a demo there are after the facilitator edited them, and which edits nobody could be asked by."""

import pytest

from tests.fakes.lines import OWN
from xlab.events.visits import EditedLine
from xlab.workshop.lines import ADDED, MOST, MOST_BYTES, flaw, keys_now

FAIR, LATE, DATA = OWN
MINE = f"statements.{ADDED}1"


def lines(**texts: str | None) -> tuple[EditedLine, ...]:
    return tuple(EditedLine(key=key, text=text or "", out=text is None) for key, text in texts.items())


def test_lines_are_as_they_were_left_and_new_ones_of_the_demo_come_last():
    edited = lines(**{MINE: "Mine", DATA: "", FAIR: None})
    assert keys_now((FAIR, LATE, DATA), edited) == (MINE, DATA, LATE)
    assert keys_now((FAIR, LATE, DATA), ()) == (FAIR, LATE, DATA)


def test_a_line_that_the_demo_has_no_more_is_left_out_unless_it_says_something():
    assert keys_now((FAIR,), lines(**{LATE: "", DATA: "Reworded"})) == (DATA, FAIR)


@pytest.mark.parametrize(
    ("edited", "wrong"),
    [
        ({FAIR: "Reworded", LATE: None, MINE: "Mine"}, ""),
        ({FAIR: None, LATE: None}, "few"),
        ({f"{MINE}{number}": "Mine" for number in range(MOST)}, "many"),
        ({f"{MINE}{number}": "é" * 300 for number in range(MOST_BYTES // 1800 + 1)}, "long"),
        ({"other.fair": "Mine"}, "wrong"),
        ({"statements.unheard": "Mine"}, "wrong"),
        ({FAIR: " "}, "wrong"),
    ],
)
def test_what_nobody_could_be_asked_by_is_refused(edited, wrong):
    assert flaw(OWN, "statements", lines(**edited)) == wrong


def test_a_key_stands_for_one_line():
    assert flaw(OWN, "statements", (EditedLine(key=FAIR), EditedLine(key=FAIR))) == "wrong"

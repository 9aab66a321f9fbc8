"""``xlab beacons teach`` against a real hub: the kit's own rules, with badges that a test lets it hear."""

import json
import threading
import time

import pytest

from tests.fakes.lessons import LessonHub
from tests.waiting import PATIENCE


@pytest.fixture
def hub(tmp_path):
    with LessonHub(tmp_path) as running:
        yield running


def test_a_pad_is_taught_shown_and_taken_back(hub):
    hub.levels = {"st-1": {"st-1": 20}}
    taught = hub.teach("pad", "--station", "st-1")
    assert taught.exit_code == 0
    assert "Put a badge on the pad of Station 1" in taught.stderr
    assert "easy to tell apart" in taught.stdout or "a little hard to tell apart" in taught.stdout
    assert "touch from +11 dB" in hub.teach("show").stdout
    known = json.loads(hub.teach("show", "--json").stdout)
    assert known["stations"][0] == {"id": "st-1", "name": "Station 1", "offset": None, "touch": 11.0}
    assert known["undo"]["touches"] == {}
    assert "usual pad" in hub.teach("undo").stdout
    again = hub.teach("undo")
    assert (again.exit_code, again.stderr) == (1, "The hub says: There is nothing to undo.\n")


def test_a_walk_is_taught_from_the_keyboard(hub):
    hub.levels = {"st-1": {"st-1": 12, "st-2": -18}, "st-2": {"st-1": -8, "st-2": 2}}
    taught = hub.teach("walk", typed="\n\n")
    assert taught.exit_code == 0, taught.output
    assert "0 of 2 stations" in taught.stderr
    assert "1 of 2 stations" in taught.stderr
    assert "Kept." in taught.stdout
    assert "Station 1" in taught.stdout


def test_what_was_not_learned_is_said_with_status_1(hub):
    hub.levels = {"st-1": {"st-1": 2}}
    failed = hub.teach("pad", "--station", "st-1")
    assert failed.exit_code == 1
    assert "too weakly for a touch (2 dB, it takes 18)" in failed.stderr
    assert "Nothing was changed." in failed.stderr
    wrong = hub.teach("pad", "--station", "st-9")
    assert (wrong.exit_code, wrong.stderr) == (1, "The hub says: This kit has no such station.\n")


def test_an_input_that_ends_cancels_the_walk(hub):
    ended = hub.teach("walk")
    assert ended.exit_code == 1
    assert "The lesson was cancelled. Nothing was changed." in ended.stderr
    assert hub.kit.teaching.now().state == "idle"


def test_a_hub_that_ends_in_the_middle_of_a_lesson_is_said(hub):
    def stop_once_it_goes_on() -> None:
        deadline = time.monotonic() + PATIENCE
        while hub.kit.teaching.now().state == "idle" and time.monotonic() < deadline:
            time.sleep(0.01)
        hub.stop()

    stopping = threading.Thread(target=stop_once_it_goes_on)
    stopping.start()
    ended = hub.teach("pad")
    stopping.join(PATIENCE)
    assert ended.exit_code == 1
    assert "No hub answers" in ended.stderr

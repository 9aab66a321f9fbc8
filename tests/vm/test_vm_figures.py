"""What the scenarios measure, worked out from looks at the health page and from events."""

from tests.vm.kit import Look
from tests.vm.recovery import back, resumed, told
from tests.vm.results import Report, Result, summary
from tests.vm.scenarios import ALL, LONG, SHORT
from tests.vm.scenarios.walk import difference
from tests.vm.visit import missing

LOOKS = [Look(5.0, "scanning", ""), Look(12.0, "lost", "why"), Look(14.0, "scanning", "")]


def test_a_trouble_is_told_when_the_page_first_says_something_else():
    assert told(LOOKS, 10.0) == 2.0
    assert told(LOOKS, 13.0) is None


def test_a_radio_is_back_when_the_page_says_so_for_good():
    assert back(LOOKS, 13.0, 20.0) == 1.0
    assert back(LOOKS, 15.0, 20.0) == 0.0
    assert back(LOOKS, 10.0, 13.0) is None
    flapping = [*LOOKS, Look(16.0, "lost", "why"), Look(18.5, "scanning", "")]
    assert back(flapping, 13.0, 20.0) == 5.5


def test_badges_come_again_at_the_end_of_the_longest_pause():
    assert resumed([8.0, 10.0, 18.0, 20.0, 22.0], broke=11.0, since=15.0) == 3.0
    assert resumed([8.0, 10.0, 12.0, 14.0], broke=9.0, since=15.0) == 0.0
    assert resumed([8.0], broke=9.0, since=9.0) is None


def event(t: float, kind: str = "moved", proximity: str = "near") -> dict:
    return {"t": t, "kind": kind, "station": "st-1", "proximity": proximity}


def test_two_walks_are_compared_event_by_event():
    assert difference([event(1.0), event(5.3)], [event(1.1), event(5.0)]) == 0.3
    assert difference([event(1.0)], [event(1.0, proximity="far")]) is None
    assert difference([event(1.0)], [event(1.0), event(2.0)]) is None
    assert difference([], []) is None


def test_the_summary_shows_each_figure_and_names_what_was_wrong():
    good = Result("fine-one", "", "", {"noticed_s": 1.25, "events_s": 4.0, "processor": 0.5, "resets": 2})
    bad = Result("bad-one", "", "not well again within 90 s", {"events_s": None})
    walk = Result("walk", "a walk", "", {}, "  one  other")
    tap = Result("tap", "a tap", "", {"tap_to_demo_s": 1.5, "seen": ["much"]})
    text = summary(Report({"kernel": "6.12"}, (good, bad, walk, tap)))
    assert "tap       fine   tap_to_demo_s 1.5\n" in text
    assert "Emulated: kernel 6.12" in text
    assert "4.0 s" in text and "50%" in text
    assert "bad-one: not well again within 90 s" in text
    assert "walk: a walk\n  one  other\n" in text
    assert text.endswith("3 passed, 1 failed")


def answered(id: str, voter: str, value: str) -> dict:
    return {"id": id, "fact": {"type": "Answered", "voter": voter, "value": [value]}}


def test_what_was_acknowledged_must_be_in_the_log_each_phone_in_its_order():
    log = [answered("1", "owl", "yes"), {"id": "2", "fact": {"type": "RunStarted"}}, answered("3", "owl", "no")]
    assert missing(log, ["2"], {"owl": ["yes", "no"], "fox": []}) == []
    # An answer that the plug cut off may be there, though nobody was thanked for it.
    assert missing(log, [], {"owl": ["no"]}) == []
    assert missing(log, ["2", "4"], {}) == ["event 4 is not in the log"]
    assert missing(log, [], {"owl": ["no", "yes"]}) == ["1 of 2 answers of the phone owl are not in the log"]
    assert missing(log, [], {"hen": ["yes"]}) == ["1 of 1 answers of the phone hen are not in the log"]


def test_each_scenario_has_a_name_of_its_own_and_both_forms_name_only_those():
    names = [scenario.name for scenario in ALL]
    assert sorted(set(names)) == sorted(names)
    assert {*SHORT, *LONG} <= set(names)

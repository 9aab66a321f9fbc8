"""Both lessons as they go on, with time as the test says it."""

import pytest

from xlab.hub.lessons import HOLD, STAND, WAIT, WALK, PadLesson, WalkLesson

MINE, OTHER = "u/1/7", "u/1/8"


class Air:
    """Badges at their levels, heard by stations five times a second, and a clock that goes on with them."""

    def __init__(self, lesson: PadLesson | WalkLesson) -> None:
        self.lesson = lesson
        self.now = 100.0

    def go_on(self, seconds: float, **levels: float) -> None:
        """``st_1=20`` is my badge at st-1; ``other_st_1`` another one."""
        for _ in range(round(seconds * 5)):
            self.now += 0.2
            for name, level in levels.items():
                badge = OTHER if name.startswith("other_") else MINE
                self.lesson.hear(badge, name.removeprefix("other_").replace("_", "-"), level, self.now)
            self.lesson.tick(self.now)


def pad(**options) -> Air:
    return Air(PadLesson("st-1", options.get("offset", 0.0), options.get("badge"), 100.0))


def walk(*stations: str) -> Air:
    return Air(WalkLesson(stations or ("st-1", "st-2"), 100.0))


def reason(air: Air) -> str:
    assert air.lesson.state == "failed"
    assert air.lesson.problem is not None
    return air.lesson.problem.code


def test_the_time_on_the_pad_begins_when_a_badge_is_there_and_ends_by_itself():
    air = pad()
    air.go_on(3, st_1=-12)
    assert (air.lesson.state, air.lesson.progress(air.now)) == ("waiting", 0.0)
    air.go_on(HOLD / 2 + 0.6, st_1=20)
    assert air.lesson.state == "holding"
    assert 0.3 < air.lesson.progress(air.now) < 0.7
    assert air.lesson.best(air.now) == (MINE, 20)
    air.go_on(HOLD, st_1=20)
    assert air.lesson.state == "learned"
    assert air.lesson.result.touch == 11


def test_a_station_that_hears_little_begins_as_soon():
    air = pad(offset=-8)
    air.go_on(1, st_1=-5)
    assert air.lesson.state == "holding"


@pytest.mark.parametrize(
    ("before", "levels", "code"),
    [
        ({}, {}, "silent"),
        ({"st_2": 20}, {"st_2": 20}, "silent"),
        ({"st_1": -12}, {"st_1": -12}, "nobody_came"),
        ({"st_1": 2}, {"st_1": 2}, "too_weak"),
        ({"st_1": 20}, {}, "few_packets"),
        ({"st_1": 20, "other_st_1": 18}, {"st_1": 20, "other_st_1": 18}, "two_badges"),
    ],
)
def test_why_a_pad_lesson_failed(before, levels, code):
    air = pad()
    air.go_on(1, **before)
    air.go_on(WAIT, **levels)
    assert reason(air) == code


def test_only_the_badge_that_was_named_counts():
    air = pad(badge=MINE)
    air.go_on(3, other_st_1=22)
    assert air.lesson.state == "waiting"
    air.go_on(HOLD + 1, st_1=20, other_st_1=22)
    assert air.lesson.state == "learned"


def test_a_badge_that_fell_silent_shows_no_level():
    air = pad()
    air.go_on(1, st_1=-20)
    assert air.lesson.best(air.now) == (MINE, -20)
    assert air.lesson.best(air.now + 3) is None


def test_a_walk_ends_at_the_last_station():
    air = walk()
    air.go_on(5, st_1=-10, st_2=-10)
    for station, levels in (("st-1", {"st_1": 2, "st_2": -18}), ("st-2", {"st_1": -18, "st_2": 2})):
        air.lesson.here(station, air.now)
        assert (air.lesson.state, air.lesson.station) == ("standing", station)
        air.go_on(STAND + 0.2, **levels)
    assert air.lesson.state == "learned"
    assert max(abs(value) for value in air.lesson.result.offsets.values()) < 0.1


def test_a_stand_that_nobody_heard_is_said_and_done_again():
    air = walk()
    air.lesson.here("st-1", air.now)
    air.go_on(STAND + 0.2, st_2=-20)
    assert (air.lesson.state, air.lesson.visited()) == ("walking", set())
    assert (air.lesson.note.code, air.lesson.note.values) == ("unheard", {"station": "st-1"})
    air.lesson.here("st-1", air.now)
    assert air.lesson.note is None


def test_going_on_before_the_time_is_over_drops_the_stand():
    air = walk()
    air.lesson.here("st-1", air.now)
    air.go_on(2, st_1=2)
    air.lesson.here("st-2", air.now)
    air.go_on(STAND + 0.2, st_1=-18, st_2=2)
    assert air.lesson.visited() == {"st-2"}


def test_the_wrong_station_tapped_is_said():
    air = walk()
    for station, levels in (("st-1", {"st_1": -30, "st_2": 2}), ("st-2", {"st_1": 2, "st_2": -30})):
        air.lesson.here(station, air.now)
        air.go_on(STAND + 0.2, **levels)
    assert reason(air) == "contradiction"


def test_stations_that_are_left_out_are_not_learned():
    air = walk("st-1", "st-2", "st-3")
    for station, levels in (("st-1", {"st_1": 2, "st_2": -18}), ("st-2", {"st_1": -18, "st_2": 2})):
        air.lesson.here(station, air.now)
        air.go_on(STAND + 0.2, **levels)
    assert air.lesson.state == "walking"
    air.lesson.finish(air.now)
    assert set(air.lesson.result.offsets) == {"st-1", "st-2"}


def test_a_walk_that_nobody_ends_ends_by_itself():
    air = walk()
    air.go_on(1, st_1=-10)
    air.lesson.tick(100.0 + WALK)
    assert reason(air) == "walk_too_long"
    air.lesson.here("st-1", air.now)
    assert air.lesson.state == "failed"


def test_a_flood_of_badges_takes_no_memory():
    lesson = WalkLesson(("st-1", "st-2"), 0.0)
    lesson.here("st-1", 0.0)
    for number in range(10_000):
        lesson.hear(f"u/1/{number}", "st-1", 2.0, 1.0)
        lesson.hear("u/1/0", "st-1", 2.0, 1.0)
    assert len(lesson._heard) <= 64
    assert len(lesson._heard["u/1/0"]["st-1"]) <= 128

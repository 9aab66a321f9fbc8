"""The code a station shows, how often it may be guessed, and when it is shown at all."""

from itertools import count

from xlab.station.codes import LIFE, PAUSES, TRIES, Codes
from xlab.station.credentials import Key
from xlab.station.need import FIRST, LOST, STRANGE, Need

PAIRED = Key(b"k" * 32, "kit-1", "Blue box", "http://192.168.4.1:8080")
BESIDE = Key(b"t" * 43)


def codes() -> Codes:
    numbers = count(1)
    return Codes(lambda: f"{next(numbers):06d}")


def test_a_code_stays_for_five_minutes_and_then_is_another():
    shown = codes()
    assert shown.current(100.0) == shown.current(100.0 + LIFE - 0.1) == "000001"
    assert shown.current(100.0 + LIFE) == "000002"


def test_a_code_that_was_guessed_at_three_times_is_another():
    shown = codes()
    for _ in range(TRIES):
        assert shown.current(0.0) == "000001"
        shown.tried(0.0)
    assert shown.current(0.0) == "000002"


def test_who_guesses_all_day_is_slowed_down_to_a_guess_a_minute():
    shown, now, guesses = codes(), 0.0, 0
    while now < 24 * 3600:
        now += shown.pause(now)
        shown.current(now)
        shown.tried(now)
        guesses += 1
    assert guesses < 24 * 60 + len(PAUSES) + sum(PAUSES)


def test_without_a_key_a_code_is_shown_unless_a_hub_starts_here_just_now():
    assert not Need(0.0).pairing([], FIRST / 2)
    assert Need(0.0).pairing([], FIRST)


def test_beside_its_own_hub_no_code_is_shown_however_long_that_is_away():
    assert not Need(0.0).pairing([BESIDE], 1e6)


def test_a_paired_station_shows_a_code_only_after_its_kit_was_away_for_long():
    need = Need(0.0)
    assert not need.pairing([PAIRED], LOST - 1)
    assert need.pairing([PAIRED], LOST)
    need.proven(LOST)
    assert not need.pairing([PAIRED], 2 * LOST - 1)


def test_a_station_that_its_hub_does_not_know_shows_a_code_soon_but_not_for_one_forged_word():
    need = Need(0.0)
    need.unknown()
    assert not need.pairing([PAIRED], STRANGE - 1)
    assert need.pairing([PAIRED], STRANGE) and need.pairing([BESIDE], STRANGE)
    need.proven(STRANGE)
    assert not need.pairing([PAIRED], 3 * STRANGE)

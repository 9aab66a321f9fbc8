"""What teaching makes of what was heard, and the reasons it gives where it can make nothing of it."""

import math
import random

import pytest

from tests.fakes.air import UUID
from xlab.beacons.calibration import Calibration, Learned
from xlab.beacons.presence import Presence
from xlab.beacons.sighting import Sighting
from xlab.beacons.teach import FILL, NotLearned, Stand, learn_offsets, learn_touch, level
from xlab.events import Calibrated

PLACES = {"door": (0.0, 0.0), "middle": (5.0, 3.0), "wall": (10.0, 0.0), "window": (10.0, 8.0)}


def on_pad(middle: float = 20.0, packets: int = 25, seed: int = 1, spread: float = 3.0) -> list[float]:
    rng = random.Random(seed)
    return [round(rng.gauss(middle, spread)) for _ in range(packets)]


def walk(offsets: dict[str, float], seed: int = 1, badge: str = "mine", seconds: int = 6) -> list[Stand]:
    """One stand at each station: 25 dB a decade, 5 dB for as long as a stand lasts and 6 dB more a packet."""
    rng = random.Random(seed)
    stands: list[Stand] = []
    for at, here in PLACES.items():
        heard = {}
        for scanner, there in PLACES.items():
            way = math.hypot(math.dist(here, there), 0.8)
            base = -25 * math.log10(way) + rng.gauss(offsets.get(scanner, 0.0), 5)
            heard[scanner] = [base + rng.gauss(0, 6) for _ in range(2 * seconds)]
        stands.append((at, {badge: heard}))
    return stands


def refusal(what, *arguments, **options) -> NotLearned:
    with pytest.raises(NotLearned) as refused:
        what(*arguments, **options)
    return refused.value


@pytest.mark.parametrize("middle", [18.0, 20.0, 25.0])
def test_the_level_learned_makes_a_touch_within_a_second_and_ends_it_within_two(middle):
    learned = learn_touch({"mine": on_pad(middle)})
    presence = Presence({"st-1": Calibration(touch=learned.touch)})
    heard = [(n / 5, middle) for n in range(25)] + [(5 + n / 5, learned.worn) for n in range(25)]
    bands = {}
    for t, at in heard:
        for event in presence.hear(Sighting(t, "st-1", UUID, 1, 7, -59, round(-59 + at))):
            bands[event.proximity] = event.t
    assert bands["touch"] <= 1.0
    assert 5.0 <= bands["near"] <= 7.0


def test_a_weak_ear_is_given_a_low_touch_level_once_its_offset_is_known():
    assert refusal(learn_touch, {"mine": on_pad(12)}).code == "too_weak"
    assert learn_touch({"mine": on_pad(12)}, offset=-8).touch < 8
    assert learn_touch({"mine": on_pad(12)}, worn=-5).touch < 8


def test_a_strong_pad_is_surer_than_a_weak_one():
    assert learn_touch({"mine": on_pad(27)}).sure
    assert not learn_touch({"mine": on_pad(19)}).sure


@pytest.mark.parametrize(
    ("heard", "code", "values"),
    [
        ({}, "silent", {}),
        ({"mine": []}, "silent", {}),
        ({"mine": [20.0, 21.0, 20.0]}, "few_packets", {"count": 3}),
        ({"mine": [2.0] * 20}, "too_weak", {"level": 2, "needed": 18}),
        ({"mine": [22.0] * 10 + [5.0] * 10}, "moved", {}),
        ({"mine": [5.0] * 14 + [22.0] * 6}, "moved", {}),
        ({"mine": on_pad(), "other": on_pad(18, seed=2)}, "two_badges", {}),
    ],
)
def test_why_a_pad_was_not_learned(heard, code, values):
    refused = refusal(learn_touch, heard)
    assert (refused.code, refused.values) == (code, values)


def test_a_badge_worn_beside_the_pad_does_no_harm():
    alone = learn_touch({"mine": on_pad()})
    assert learn_touch({"worn": on_pad(6, seed=3), "mine": on_pad(), "far": on_pad(-20)}) == alone


def test_offsets_come_out_near_the_true_ones_and_sum_to_zero():
    true = {"door": 8.0, "middle": -3.0, "wall": 1.0, "window": -6.0}
    errors = []
    for seed in range(20):
        learned = learn_offsets(PLACES, walk(true, seed))
        assert sum(learned.offsets.values()) == pytest.approx(0)
        errors += [learned.offsets[name] - true[name] for name in true]
    assert math.sqrt(sum(error**2 for error in errors) / len(errors)) < 4.0  # 5.2 untaught
    assert abs(sum(errors)) < 1e-6


def test_equal_ears_stay_nearly_equal():
    learned = [learn_offsets(PLACES, walk({}, seed)) for seed in range(20)]
    values = [value for one in learned for value in one.offsets.values()]
    assert math.sqrt(sum(value**2 for value in values) / len(values)) < 2.0


def test_the_error_it_gives_is_the_error_it_makes():
    shares = []
    for seed in range(60):
        rng = random.Random(seed)
        true = {name: rng.gauss(0, 5) for name in PLACES}
        mean = sum(true.values()) / 4
        learned = learn_offsets(PLACES, walk(true, seed))
        shares += [abs(learned.offsets[n] + mean - true[n]) <= 2 * learned.errors[n] for n in true]
    assert sum(shares) / len(shares) > 0.9


def test_walking_twice_is_surer_than_once():
    once, twice = walk({}, 1), walk({}, 1) + walk({}, 2)
    assert learn_offsets(PLACES, twice).errors["door"] < learn_offsets(PLACES, once).errors["door"]


def test_the_badge_that_went_along_is_the_one_that_counts():
    true = {"door": 8.0, "window": -8.0}
    stands = walk(true)
    lying = {"door": [30.0] * 12, "middle": [-10.0] * 12, "wall": [-20.0] * 12, "window": [-20.0] * 12}
    both = [(at, {"a lying one": lying, **heard}) for at, heard in stands]
    assert learn_offsets(PLACES, both) == learn_offsets(PLACES, stands)


def without(stands: list[Stand], at: str, scanner: str) -> list[Stand]:
    return [(a, {b: {s: v for s, v in h.items() if (a, s) != (at, scanner)} for b, h in x.items()}) for a, x in stands]


def test_a_way_too_long_to_hear_is_left_out():
    learned = [learn_offsets(PLACES, without(walk({"door": 8.0}, seed), "door", "window")) for seed in range(10)]
    assert sum(one.offsets["door"] for one in learned) / 10 > 1.5


def test_why_a_walk_taught_nothing():
    stands = walk({})
    assert refusal(learn_offsets, ["door"], stands).code == "one_station"
    refused = refusal(learn_offsets, PLACES, stands[:2])
    assert (refused.code, refused.values) == ("not_visited", {"station": "wall"})
    refused = refusal(learn_offsets, PLACES, without(stands, "wall", "wall"))
    assert (refused.code, refused.values) == ("unheard", {"station": "wall"})
    swapped = {"door": "window", "window": "door"}
    refused = refusal(learn_offsets, PLACES, [(swapped.get(at, at), heard) for at, heard in stands])
    assert (refused.code, set(refused.values.values())) == ("contradiction", {"door", "window"})


def test_the_level_of_a_sighting_is_the_one_presence_takes():
    def one(rssi: int, tx_power: int = -59) -> Sighting:
        return Sighting(0.0, "st-1", UUID, 1, 7, tx_power, rssi)

    assert [level(one(-40)), level(one(-40, 0)), level(one(-80, -65))] == [19.0, 19.0, -15.0]
    assert [level(one(127)), level(one(0)), level(one(-127))] == [None, None, None]


def test_what_was_learned_is_folded_and_undone_step_by_step():
    learned = Learned()
    assert learned.before is None
    pad = Calibrated(how="pad", offsets={}, touches={"st-1": 12.0})
    both = Calibrated(how="walk", offsets={"st-1": 2.0, "st-2": -2.0}, touches={"st-1": 12.0})
    for fact in (pad, both):
        learned.apply(fact)
    assert learned.calibrations() == {"st-1": Calibration(2.0, 12.0), "st-2": Calibration(-2.0, None)}
    for before in (pad, Calibrated(how="reset", offsets={}, touches={})):
        assert learned.before == before
        learned.apply(Calibrated(how="undo", offsets=before.offsets, touches=before.touches))
        assert learned.now == before
    assert learned.before is None
    learned.apply(Calibrated(how="undo", offsets={}, touches={}))  # two at once, from two phones
    assert learned.calibrations() == {}


def test_the_two_bounds_of_a_pad_meet_where_a_touch_is_just_possible():
    assert learn_touch({"mine": [18.0] * 10}).touch == 18.0 - FILL
    assert refusal(learn_touch, {"mine": [17.0] * 10}).values == {"level": 17, "needed": 18}

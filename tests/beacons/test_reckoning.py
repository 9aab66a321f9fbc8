"""A recording that is begun in the middle adds up to the changes that were told while it was made."""

import json
import math
import random
from pathlib import Path

import pytest

from tests.fakes.air import UUID
from xlab.beacons.calibration import Calibration
from xlab.beacons.notes import Began, Taught, WarmUp
from xlab.beacons.preroll import MOST, PREROLL, WARM_UP, Preroll
from xlab.beacons.presence import Presence
from xlab.beacons.reckoning import Reckoning
from xlab.beacons.recorder import Recorder
from xlab.beacons.recording import MOST_HERE, open_recording, read_recording
from xlab.beacons.sighting import Sighting

STATIONS = {"st-1": (0.0, 0.0), "st-2": (6.0, 0.0), "st-3": (3.0, 5.0)}


def heard(t: float, minor: int = 7, scanner: str = "st-1", rssi: int = -60) -> Sighting:
    return Sighting(t, scanner, UUID, 1, minor, -59, rssi)


def visit(seed: int, seconds: float):
    """Eight badges that wander, lie on pads, and go out for a while; 7 dB of noise."""
    rng = random.Random(seed)
    at = {minor: (rng.uniform(0, 6), rng.uniform(0, 5), rng.uniform(1, 5)) for minor in range(1, 9)}
    t = 0.0
    while t < seconds:
        t += rng.expovariate(16)
        minor = rng.randint(1, 8)
        if rng.random() < 0.004:
            at[minor] = (*rng.choice([*STATIONS.values(), (rng.uniform(0, 6), rng.uniform(0, 5))]), rng.uniform(0.1, 5))
        if (minor * 40 + t) % 150 < 25:
            continue  # out of the room
        x, y, z = at[minor]
        for name, (sx, sy) in STATIONS.items():
            away = math.hypot(x - sx, y - sy, z / 4)
            loss = 20 * math.log10(max(away, 0.1))
            if rng.random() < 0.7:
                yield heard(t, minor, name, max(-100, min(-20, round(-59 - loss + rng.gauss(0, 7)))))


@pytest.mark.parametrize("seed", range(4))
def test_a_recording_begun_in_the_middle_adds_up_to_the_same_changes(tmp_path: Path, seed: int):
    rng = random.Random(seed)
    presence, preroll = Presence(), Preroll()
    told, recorder, start, ticked = [], None, 0.0, 0.0

    def teach(t: float, calibrations: dict[str, Calibration]) -> None:
        told.extend(presence.tick(t))
        presence.calibrate(calibrations)
        note(Taught(t, calibrations))

    def note(item) -> None:
        preroll.add(item)
        if recorder is not None:
            recorder.write(item)

    lessons = [(50.0, {"st-1": Calibration(6.0, 12.0)}), (330.0, {"st-1": Calibration(), "st-2": Calibration(-4.0)})]
    for sighting in visit(seed, 420.0):
        if recorder is None and sighting.t > 240.0:
            recorder, start = Recorder(tmp_path / "walk.jsonl.gz"), sighting.t
            recorder.write(*preroll.recall(start))
        while lessons and sighting.t > lessons[0][0]:
            teach(*lessons.pop(0))
        changes = []
        if sighting.t > ticked + 0.25:  # as the hub does, a little late and never twice alike
            ticked = sighting.t - rng.uniform(0, 0.2)
            changes += presence.tick(ticked)
        note(sighting)
        changes += presence.hear(sighting)
        for change in changes:
            preroll.changed(change)
        told += changes
    assert recorder is not None
    recorder.close()
    reckoning = Reckoning()
    again = [change for item in read_recording(recorder.path) for change in reckoning.take(item)]
    begins = next(item.t for item in read_recording(recorder.path) if isinstance(item, Began))
    assert begins == pytest.approx(start - PREROLL, abs=1.0)
    assert {change.kind for change in again if change.t == begins} == {"entered"}
    after = [change for change in told if change.t > begins]
    assert len(after) > 20
    assert [change for change in again if change.t > begins] == after


def test_every_line_is_a_sighting_in_the_plain_form(tmp_path):
    path = tmp_path / "walk.jsonl"
    taught = Taught(0.5, {"st-1": Calibration(2.0, 9.0)})
    sightings = [heard(0.0, 7), heard(1.0, 8), heard(2.0, 7), heard(40.0, 8)]
    with Recorder(path) as recorder:
        recorder.write(Began(1.5, {f"{UUID}/1/7": ("st-1", "near"), f"{UUID}/1/8": ("st-1", "far")}))
        recorder.write(sightings[0], taught, *sightings[1:])
    assert recorder.count == 4
    assert list(open_recording(path)) == sightings
    began = Began(1.5, {f"{UUID}/1/7": ("st-1", "near"), f"{UUID}/1/8": ("st-1", "far")})
    expected = [WarmUp(1.5), sightings[0], taught, sightings[1], began, *sightings[2:]]
    assert list(read_recording(path)) == expected


def test_a_forged_beginning_holds_no_more_beacons_than_presence_follows(tmp_path):
    path = tmp_path / "forged.jsonl"
    line = {"t": 1.0, "scanner": "st-1", "uuid": UUID, "major": 1, "tx_power": -59, "rssi": -60}
    notes = {"begins": 2.0, "here": ["st-1", "near"]}
    path.write_text("".join(json.dumps(line | {"minor": n, "xlab": notes}) + "\n" for n in range(2 * MOST_HERE)))
    (began,) = (item for item in read_recording(path) if isinstance(item, Began))
    assert len(began.here) == MOST_HERE


def test_a_kit_that_has_not_forgotten_anything_records_from_its_first_sighting():
    preroll = Preroll()
    preroll.add(Taught(1.0, {}))
    preroll.add(heard(500.0))
    assert list(preroll.recall(501.0)) == [Taught(1.0, {}), heard(500.0)]


def test_the_past_is_bounded_in_time_and_in_number():
    preroll = Preroll()
    for n in range(MOST + 500):
        preroll.add(heard(n / 1000))
    began, *items = preroll.recall(MOST / 1000)
    assert isinstance(began, Began) and len(items) == MOST and items[0].t == 0.5
    assert list(preroll.recall(MOST / 1000 + PREROLL + WARM_UP + 1))[1:] == []

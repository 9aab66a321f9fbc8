"""What is kept of an advertisement, at the scan callback itself: bleak's own objects in, sightings out."""

import asyncio

import pytest
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData

from tests.fakes.badge import APPLE, FOREIGN, UUID, ibeacon
from xlab.beacons import _intake
from xlab.beacons._intake import Intake
from xlab.beacons.presence import Presence

SOMEBODY = BLEDevice("C0:FF:EE:00:00:01", None, None)


def advertisement(data=None, rssi=-60, **more):
    empty = {"local_name": None, "service_data": {}, "service_uuids": [], "tx_power": None, "platform_data": ()}
    return AdvertisementData(manufacturer_data=ibeacon() if data is None else data, rssi=rssi, **empty | more)


def intake(admits=None):
    return Intake({UUID}, scanner="st-1", clock=lambda: 1.0, admits=admits)


async def all_of(heard):
    heard.close()
    return [sighting async for sighting in heard.sightings()]


@pytest.mark.parametrize(("rssi", "kept"), [(-126, 1), (-60, 1), (0, 1), (20, 1), (21, 0), (127, 0), (-127, 0)])
async def test_strengths_that_bluetooth_knows_are_kept_and_no_others(rssi, kept):
    heard = intake()
    heard.hear(SOMEBODY, advertisement(rssi=rssi))
    assert [sighting.rssi for sighting in await all_of(heard)] == [rssi] * kept
    assert heard.alive() == bool(kept)


@pytest.mark.parametrize("tx_power", [-128, -59, 0, 127])
async def test_any_calibration_is_kept_and_presence_lives_with_it(tx_power):
    heard = intake()
    heard.hear(SOMEBODY, advertisement(ibeacon(tx_power=tx_power)))
    (sighting,) = await all_of(heard)
    assert sighting.tx_power == tx_power
    assert [event.kind for event in Presence().hear(sighting)] == ["entered"]


@pytest.mark.parametrize("length", [*range(24), 40, 255])
async def test_wrong_lengths_are_no_beacon_and_more_bytes_do_no_harm(length):
    heard = intake()
    heard.hear(SOMEBODY, advertisement({APPLE: (ibeacon()[APPLE] + bytes(255))[:length]}))
    assert len(await all_of(heard)) == (length >= 23)


async def test_who_is_not_admitted_takes_no_place_in_the_queue(monkeypatch):
    monkeypatch.setattr(_intake, "QUEUE_LENGTH", 5)
    ours = f"{UUID}/1/7"
    heard = intake(admits=ours.__eq__)
    heard.hear(SOMEBODY, advertisement(rssi=-41))
    for minor in range(100, 3100):
        heard.hear(SOMEBODY, advertisement(ibeacon(major=9, minor=minor)))
    heard.hear(SOMEBODY, advertisement(rssi=-42))
    assert [(sighting.beacon, sighting.rssi) for sighting in await all_of(heard)] == [(ours, -41), (ours, -42)]


async def test_only_beacons_of_the_kit_are_asked_about():
    asked = []
    heard = intake(admits=lambda beacon: asked.append(beacon) or True)
    heard.hear(SOMEBODY, advertisement(ibeacon(FOREIGN)))
    heard.hear(SOMEBODY, advertisement({0x0059: b"\x02\x15" + bytes(21)}))
    heard.hear(SOMEBODY, advertisement())
    assert asked == [f"{UUID}/1/7"]


async def test_a_slow_consumer_gets_the_newest(monkeypatch):
    monkeypatch.setattr(_intake, "QUEUE_LENGTH", 5)
    heard = intake()
    for step in range(20):
        heard.hear(SOMEBODY, advertisement(rssi=-40 - step))
    assert [sighting.rssi for sighting in await all_of(heard)] == [-55, -56, -57, -58, -59]


async def test_what_comes_while_the_consumer_waits_wakes_it():
    heard = intake()
    sightings = heard.sightings()
    for rssi in (-50, -51):
        waiting = asyncio.ensure_future(anext(sightings))
        await asyncio.sleep(0)
        heard.hear(SOMEBODY, advertisement(rssi=rssi))
        assert (await waiting).rssi == rssi


@pytest.mark.parametrize(
    ("sent", "alive"),
    [
        (advertisement(ibeacon(FOREIGN)), True),
        (advertisement({0x0059: b"x"}), True),
        (advertisement({}, service_uuids=["180f"]), True),
        (advertisement({}, service_data={"180f": b"x"}), True),
        (advertisement({}), False),
    ],
    ids=["another beacon", "another company", "a service", "data of a service", "nothing inside"],
)
async def test_any_device_that_says_something_is_a_sign_of_life_once(sent, alive):
    heard = intake()
    heard.hear(SOMEBODY, sent)
    assert (heard.alive(), heard.alive()) == (alive, False)
    assert await all_of(heard) == []


def test_a_uuid_that_is_none_is_refused():
    with pytest.raises(ValueError, match="hexadecimal"):
        Intake({"badge"}, scanner="st-1", clock=lambda: 0.0)
